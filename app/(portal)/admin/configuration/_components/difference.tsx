import { DataTable } from "@/components/portal/data-table";
import { EmptyState } from "@/components/portal/empty-state";
import { Code } from "@/components/ui/code";
import { differencesBetween } from "@/lib/configuration/difference";
import type { Version } from "@/lib/configuration/queries";

/** What the later of two versions changed, field by field. */
export function Difference({ earlier, later }: { earlier: Version; later: Version }) {
  return (
    <DataTable
      caption={`From version ${earlier.number} to version ${later.number}`}
      rows={differencesBetween(earlier.content, later.content)}
      rowKey={({ path }) => path}
      columns={[
        { key: "path", header: "Field", cell: ({ path }) => <Code>{path}</Code>, primary: true },
        { key: "from", header: `Version ${earlier.number}`, cell: ({ from }) => <Value text={from} /> },
        { key: "to", header: `Version ${later.number}`, cell: ({ to }) => <Value text={to} /> },
      ]}
      empty={<EmptyState kind="none" title={`Versions ${earlier.number} and ${later.number} say the same`} />}
    />
  );
}

const Value = ({ text }: { text: string | null }) => (text === null ? <span className="text-ink-3">not there</span> : text);
