import type { ReactNode } from "react";
import { changeSentence } from "@/components/portal/change-sentence";
import type { Column } from "@/components/portal/data-table";
import { Timestamp } from "@/components/portal/timestamp";
import { Badge } from "@/components/ui/badge";
import { Code } from "@/components/ui/code";
import { TextLink } from "@/components/ui/link";
import { PageLink } from "@/components/ui/page-link";
import { printable } from "@/lib/platform/audit/printable";
import type { AuditRow } from "@/lib/platform/audit/row";
import { roleLabel } from "@/lib/platform/authz/roles";
import type { PageAddress } from "@/lib/platform/local-path";
import { deedSentence } from "./deeds";
import { Outcome, Recorded } from "./parts";
import { ACTOR_KIND_LABELS, actorLabel, entityLabel, PURPOSE_LABELS } from "./words";

/** Wraps when pinned on a narrow window, where a one-line time would cover the next column. */
const NARROW_TIME = "max-lg:min-w-32 max-lg:[&_time_*]:whitespace-normal";

type Look = {
  readonly names: ReadonlyMap<string, string>;
  readonly zone: string;
  /** The address with an entry open beside the list. */
  readonly opened: (entry: string) => PageAddress;
  /** How many page views are folded after an entry, and the address that shows them. */
  readonly folded: (entry: string) => number;
  readonly unfolded: PageAddress;
};

/** Rows of the audit log, a sentence each, linked to the full entry. */
export const auditColumns = ({ names, zone, opened, folded, unfolded }: Look): readonly Column<AuditRow>[] => [
  {
    key: "at",
    header: "Time",
    cell: ({ id, at }) => (
      <PageLink href={opened(id)} scroll={false}>
        <Timestamp value={at} zone={zone} seconds />
      </PageLink>
    ),
    primary: true,
    className: NARROW_TIME,
  },
  {
    key: "what",
    header: "What happened",
    cell: (event) => (
      <Happened event={event}>
        <PageViews count={folded(event.id)} href={unfolded} />
      </Happened>
    ),
    card: true,
  },
  { key: "permission", header: "Permission", cell: (event) => event.permission && <Code>{printable(event.permission)}</Code> },
  { key: "entity", header: "Entity", cell: (event) => <bdi>{entityLabel(event, names)}</bdi>, card: true },
  { key: "outcome", header: "Outcome", cell: (event) => <Outcome event={event} />, card: true },
];

const PageViews = ({ count, href }: { count: number; href: PageAddress }) =>
  count > 0 && (
    <TextLink href={href} scroll={false} className="text-sm text-ink-3">
      and {count.toLocaleString("en-NZ")} {count === 1 ? "page view" : "page views"}
    </TextLink>
  );

function Happened({ event, children }: { event: AuditRow; children: ReactNode }) {
  const { kind, actorName, actorKind, actorLogin, actorRole, globalUsed, purpose, outcome, result, reason, targetLabel } = event;
  return (
    <div className="grid gap-0.5 py-0.5 lg:whitespace-normal">
      <p>
        <bdi className="font-medium">{actorLabel(event)}</bdi> {kind === "change" ? <Change event={event} /> : deedSentence(event)}
        {kind === "decision" && targetLabel && (
          <>
            {": "}
            <Recorded>{targetLabel}</Recorded>
          </>
        )}
        {reason && <span className="text-ink-2"> “{printable(reason)}”</span>}
      </p>
      <p className="flex flex-wrap items-center gap-x-2 text-sm text-ink-3">
        {actorKind !== "user" && <Badge>{ACTOR_KIND_LABELS[actorKind]}</Badge>}
        {actorLogin && actorLogin !== actorName && <bdi>{printable(actorLogin)}</bdi>}
        {actorRole && <span>{printable(roleLabel(actorRole))}</span>}
        {globalUsed && (
          <Badge tone="info" icon="globe">
            Global used
          </Badge>
        )}
        {purpose === "visibility" && <Badge>{PURPOSE_LABELS.visibility}</Badge>}
        {result !== "committed" && outcome === "grant" && (
          <span>
            Undone: <Code>{printable(result)}</Code>
          </span>
        )}
        {children}
      </p>
    </div>
  );
}

function Change({ event }: { event: AuditRow }) {
  const { lead, target, tail } = changeSentence(event);
  return (
    <>
      {lead} <bdi>{target}</bdi>
      {tail}
    </>
  );
}
