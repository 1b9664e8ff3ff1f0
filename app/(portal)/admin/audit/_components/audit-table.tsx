import type { ReactNode } from "react";
import { type Column, DataTable } from "@/components/portal/data-table";
import { Timestamp } from "@/components/portal/timestamp";
import { Code } from "@/components/ui/code";
import { printable } from "@/lib/platform/audit/printable";
import type { AuditRow } from "@/lib/platform/audit/queries";
import { Outcome, purposeOf, Result, Target, Who } from "./parts";
import { whatLabel } from "./words";

/** Wraps when pinned on a narrow window, where a one-line time would cover the next column. */
const NARROW_TIME = "max-lg:min-w-32 max-lg:[&_time_*]:whitespace-normal";

export type AuditTableProps = {
  caption: string;
  rows: readonly AuditRow[];
  names: ReadonlyMap<string, string>;
  zone: string;
  /** Leaves out the columns that only an investigation needs. */
  brief?: boolean;
  empty: ReactNode;
};

/** Rows of the audit log, each linked to its full entry. */
export function AuditTable({ caption, rows, names, zone, brief, empty }: AuditTableProps) {
  const columns: Column<AuditRow>[] = [
    { key: "at", header: "Time", cell: (event) => <Timestamp value={event.at} zone={zone} />, primary: true, className: NARROW_TIME },
    { key: "who", header: "Who", cell: (event) => <Who event={event} /> },
    { key: "what", header: "What", cell: (event) => <What event={event} /> },
    { key: "target", header: "Target", cell: (event) => <Target event={event} names={names} /> },
    { key: "outcome", header: "Outcome", cell: (event) => <Outcome event={event} /> },
    ...(brief
      ? []
      : [
          { key: "purpose", header: "Purpose", cell: purposeOf },
          { key: "result", header: "Result", cell: (event: AuditRow) => <Result event={event} /> },
        ]),
  ];
  return <DataTable caption={caption} rows={rows} rowKey={({ id }) => id} rowHref={({ id }) => `/admin/audit/${id}`} columns={columns} empty={empty} />;
}

const What = ({ event }: { event: AuditRow }) => (
  <span className="inline-flex items-center gap-x-2 gap-y-0.5 lg:flex-wrap">
    {whatLabel(event.action)}
    {event.permission && <Code>{printable(event.permission)}</Code>}
  </span>
);
