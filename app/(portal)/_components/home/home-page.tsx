import type { ReactNode } from "react";
import { TextLink } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import type { Home } from "@/lib/domain/home";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import { DecisionBars } from "./decision-bars";
import { MarketDaySection } from "./market-day";
import { Asked, Changes, Contacts, Documents } from "./parts";
import { QueueSections } from "./queue";

type Props = {
  home: Home;
  principal: UserPrincipal;
  zone: string;
  /** The market section with controls, for operators. */
  market?: ReactNode;
};

/** Home by role: open tasks, the market's day, and recent changes. */
export function HomeSections({ home, principal, zone, market }: Props) {
  const { now } = home;
  const day = market ?? (home.market && <MarketDaySection day={home.market} zone={zone} />);
  // The market leads the page where no queue applies.
  const hasWork = home.decide !== null || home.fix !== null || home.due !== null;
  return (
    <>
      <StatusNotice status={principal.status} />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="grid gap-4">
          {!hasWork && day}
          <QueueSections queue={home} zone={zone} now={now} />
          {home.asked && home.asked.length > 0 && <Asked requests={home.asked} zone={zone} now={now} />}
          <Changes home={home} shortName={principal.entity.shortName} zone={zone} />
        </div>
        <div className="grid gap-4">
          {hasWork && day}
          {home.decisions && <DecisionBars days={home.decisions} zone={zone} />}
          {home.documents && home.documents.counterparties > 0 && <Documents documents={home.documents} />}
          <Contacts contacts={home.contacts} shortName={principal.entity.shortName} />
        </div>
      </div>
    </>
  );
}

function StatusNotice({ status }: { status: UserPrincipal["status"] }) {
  if (status === "halted") return <Notice tone="warning" title="Your account is halted: nothing that trades is allowed." />;
  if (status !== "frozen") return null;
  return (
    <Notice tone="warning" title="Your account is frozen: you can look, and change nothing.">
      <TextLink href="/no-access?reason=USER_FROZEN">What this means and who can lift it</TextLink>
    </Notice>
  );
}
