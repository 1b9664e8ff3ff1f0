import type { ReactNode } from "react";
import { DataTable } from "@/components/portal/data-table";
import type { FieldDifference } from "@/lib/configuration/difference";
import { nameOfField, unitOf } from "@/lib/configuration/field-names";

export type DifferencesProps = {
  caption: string;
  differences: readonly FieldDifference[];
  /** What the two columns stand for. */
  from: string;
  to: string;
  empty?: ReactNode;
};

/** Field by field: what was, and what is or would be. */
export const Differences = ({ caption, differences, from, to, empty }: DifferencesProps) => (
  <DataTable
    caption={caption}
    rows={differences}
    rowKey={({ path }) => path}
    columns={[
      { key: "path", header: "Field", cell: ({ path }) => nameOfField(path), primary: true },
      { key: "from", header: from, cell: (one) => <Value text={one.from} unit={unitOf(one.path)} /> },
      { key: "to", header: to, cell: (one) => <Value text={one.to} unit={unitOf(one.path)} /> },
    ]}
    empty={empty}
  />
);

const Value = ({ text, unit }: { text: string | null; unit: string | undefined }) =>
  text === null ? <span className="text-ink-3">not there</span> : [text, unit].filter(Boolean).join(" ");
