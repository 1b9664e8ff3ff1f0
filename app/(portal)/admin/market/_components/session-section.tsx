import type { ReactNode } from "react";
import { DefinitionList } from "@/components/portal/definition-list";
import { MarketStateBadge } from "@/components/portal/market-state";
import { Timestamp } from "@/components/portal/timestamp";
import { LinkButton } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import type { SessionView } from "@/lib/domain/market";
import { STATE_TEXTS } from "@/lib/domain/market/model";

/** The market's state, its next transition, and the controls to halt or resume it. Refreshes when the market moves. */
export function SessionSection({ session, zone, links, children }: { session: SessionView | null; zone: string; links?: ReactNode; children?: ReactNode }) {
  if (!session)
    return (
      <Section title="Market" actions={links}>
        <Notice tone="danger" title="The market's session is missing.">
          An operator with Global can rebuild it from its record, under Diagnostics.
        </Notice>
      </Section>
    );
  const { state, version, since, next, called, halt } = session;
  return (
    <Section
      title="Market"
      actions={
        <>
          {links}
          <Control session={session} />
        </>
      }
    >
      <OffTheClock session={session} zone={zone} />
      <div data-market-version={version} className="grid gap-3">
        <DefinitionList
          items={[
            {
              term: "State",
              detail: (
                <>
                  <MarketStateBadge state={state} /> {STATE_TEXTS[state].means}
                </>
              ),
            },
            { term: "Since", detail: <Timestamp value={since} zone={zone} /> },
            ...(halt ? [{ term: "Halted by", detail: `${halt.byName}: “${halt.reason}”` }] : []),
            ...(state === "suspended" ? [{ term: "On resuming", detail: `${STATE_TEXTS[called].label}, which the clock calls for now` }] : []),
            {
              term: "Schedule",
              detail: next ? (
                <>
                  {STATE_TEXTS[next.state].label} at <Timestamp value={next.at} zone={zone} />
                </>
              ) : (
                "The configuration in force calls for no session"
              ),
            },
          ]}
        />
        {children}
      </div>
    </Section>
  );
}

/** In both cases the schedule waits for an operator. */
function OffTheClock({ session: { aheadUntil, tooFarBehind }, zone }: { session: SessionView; zone: string }) {
  if (aheadUntil)
    return (
      <Notice tone="danger" title="The session is ahead of the clock.">
        It has acted on everything up to <Timestamp value={aheadUntil} zone={zone} />, so the schedule is paused until then. {RESET}
      </Notice>
    );
  return tooFarBehind ? (
    <Notice tone="danger" title="The session is more than a week of transitions behind the clock.">
      The schedule does not catch up this far automatically. {RESET}
    </Notice>
  ) : null;
}

const RESET = "Check the database’s clock under Diagnostics. An operator with Global can then run an engine reset there to bring the session up to date.";

const Control = ({ session: { state } }: { session: SessionView }) =>
  state === "suspended" ? (
    <LinkButton size="sm" icon="play" href="/admin/market/resume">
      Resume
    </LinkButton>
  ) : (
    <LinkButton size="sm" variant="danger" icon="octagon-x" href="/admin/market/halt">
      Halt
    </LinkButton>
  );
