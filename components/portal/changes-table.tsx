import type { ReactNode } from "react";
import type { FieldValue } from "@/lib/platform/audit/event";
import { DataTable } from "./data-table";
import { fieldLabel, recordedText } from "./recorded-value";

type Change = { readonly path: string; readonly from: FieldValue; readonly to: FieldValue };

export type ChangesTableProps = {
  caption: string;
  changes: readonly Change[];
  /** Headings of the two columns. */
  from: string;
  to: string;
  zone: string;
  empty?: ReactNode;
};

/** Field by field: the old value and the new or proposed one. */
export const ChangesTable = ({ caption, changes, from, to, zone, empty }: ChangesTableProps) => (
  <DataTable
    caption={caption}
    rows={changes}
    rowKey={({ path }) => path}
    columns={[
      { key: "field", header: "Field", cell: ({ path }) => fieldLabel(path), primary: true },
      { key: "from", header: from, cell: (change) => <Value text={recordedText(change.path, change.from, zone)} /> },
      { key: "to", header: to, cell: (change) => <Value text={recordedText(change.path, change.to, zone)} /> },
    ]}
    empty={empty}
  />
);

const Value = ({ text }: { text: string | null }) => (text === null ? <span className="text-ink-3">Not set</span> : <bdi>{text}</bdi>);
