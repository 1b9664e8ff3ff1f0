import { Badge } from "@/components/ui/badge";
import { Code } from "@/components/ui/code";
import { printable } from "@/lib/platform/audit/printable";
import type { AuditRow } from "@/lib/platform/audit/row";
import { KIND_LABELS, PURPOSE_LABELS } from "./words";

/** Recorded text, isolated so control characters in it cannot hide or reorder its surroundings. */
export const Recorded = ({ children }: { children: string }) => <bdi>{printable(children)}</bdi>;

export const OutcomeBadge = ({ event }: { event: AuditRow }) =>
  event.outcome === "grant" ? <Badge tone="positive">Granted</Badge> : <Badge tone="danger">Refused</Badge>;

export const Outcome = ({ event }: { event: AuditRow }) => (
  <span className="inline-flex items-center gap-x-2 gap-y-0.5 lg:flex-wrap">
    <OutcomeBadge event={event} />
    {event.reasonCode && <Code>{printable(event.reasonCode)}</Code>}
  </span>
);

export const Result = ({ event }: { event: AuditRow }) => (event.result === "committed" ? "Committed" : <Code>{printable(event.result)}</Code>);

/** Only decisions have a purpose; other rows show their kind. */
export const purposeOf = ({ purpose, kind }: AuditRow): string => (purpose ? PURPOSE_LABELS[purpose] : KIND_LABELS[kind]);
