import type { Column } from "@/components/portal/data-table";
import { Timestamp } from "@/components/portal/timestamp";
import { Code } from "@/components/ui/code";
import { printable } from "@/lib/platform/audit/printable";
import type { AuditRow } from "@/lib/platform/audit/queries";
import { Outcome, purposeOf, Result, Target, Who } from "./parts";
import { whatLabel } from "./words";

/** Wraps when pinned on a narrow window, where a one-line time would cover the next column. */
const NARROW_TIME = "max-lg:min-w-32 max-lg:[&_time_*]:whitespace-normal";

type Look = { readonly names: ReadonlyMap<string, string>; readonly zone: string };

/** Rows of the audit log, each linked to its full entry. */
export const auditColumns = ({ names, zone }: Look): readonly Column<AuditRow>[] => [
  { key: "at", header: "Time", cell: (event) => <Timestamp value={event.at} zone={zone} />, primary: true, className: NARROW_TIME },
  { key: "who", header: "Who", cell: (event) => <Who event={event} />, card: true },
  { key: "what", header: "What", cell: (event) => <What event={event} />, card: true },
  { key: "target", header: "Target", cell: (event) => <Target event={event} names={names} />, card: true },
  { key: "outcome", header: "Outcome", cell: (event) => <Outcome event={event} />, card: true },
  { key: "purpose", header: "Purpose", cell: purposeOf },
  { key: "result", header: "Result", cell: (event) => <Result event={event} /> },
];

const What = ({ event }: { event: AuditRow }) => (
  <span className="inline-flex items-center gap-x-2 gap-y-0.5 lg:flex-wrap">
    {whatLabel(event.action)}
    {event.permission && <Code>{printable(event.permission)}</Code>}
  </span>
);
