import { DataTable } from "@/components/portal/data-table";
import { fieldLabel, recordedText } from "@/components/portal/recorded-value";
import type { Changes } from "@/lib/audit/event";
import { Recorded } from "./parts";

/** Each changed field with its old and its new value. */
export function ChangesTable({ changes, zone }: { changes: Changes; zone: string }) {
  return (
    <DataTable
      caption="Changed fields"
      rows={Object.entries(changes)}
      rowKey={([field]) => field}
      columns={[
        { key: "field", header: "Field", cell: ([field]) => fieldLabel(field), primary: true },
        { key: "from", header: "Before", cell: ([field, { from }]) => <Value text={recordedText(field, from, zone)} /> },
        { key: "to", header: "After", cell: ([field, { to }]) => <Value text={recordedText(field, to, zone)} /> },
      ]}
    />
  );
}

const Value = ({ text }: { text: string | null }) => (text === null ? <span className="text-ink-3">Not set</span> : <Recorded>{text}</Recorded>);
