import { DataTable } from "@/components/portal/data-table";
import { Code } from "@/components/ui/code";
import type { Changes, FieldValue } from "@/lib/audit/event";
import { printable } from "@/lib/audit/printable";
import { Recorded } from "./parts";

/** Each changed field with its old and its new value, as recorded. */
export function ChangesTable({ changes }: { changes: Changes }) {
  return (
    <DataTable
      caption="Changed fields"
      rows={Object.entries(changes)}
      rowKey={([field]) => field}
      columns={[
        { key: "field", header: "Field", cell: ([field]) => <Code>{printable(field)}</Code>, primary: true },
        { key: "from", header: "Before", cell: ([, { from }]) => <Value value={from} /> },
        { key: "to", header: "After", cell: ([, { to }]) => <Value value={to} /> },
      ]}
    />
  );
}

const Value = ({ value }: { value: FieldValue }) => (value === null ? <span className="text-ink-3">Not set</span> : <Recorded>{String(value)}</Recorded>);
