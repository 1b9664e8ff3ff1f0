import { type Column, DataTable } from "@/components/portal/data-table";
import { Email } from "@/components/portal/email";
import type { ListedRow, RowProblem } from "@/lib/domain/invitations/model";
import { printable } from "@/lib/platform/audit/printable";

/** Enough rows to work through; the rest show once these are mended. */
const MOST = 100;

type Listed = ListedRow & Partial<RowProblem>;
type Props = { caption: string; rows: readonly Listed[] /** Where `rows` are the first of more. */; total?: number };

/** People of a list as they were read, by their line in it, with what is wrong in each row. */
export function ListedPeople({ caption, rows, total = rows.length }: Props) {
  if (total === 0) return null;
  const shown = rows.slice(0, MOST);
  return (
    <section className="grid gap-2">
      <h2 className="font-semibold">
        {caption} ({total.toLocaleString("en-NZ")})
      </h2>
      <DataTable caption={caption} rows={shown} rowKey={({ line }) => String(line)} columns={columnsFor(shown)} />
      {total > shown.length && <p className="text-ink-3">And {(total - shown.length).toLocaleString("en-NZ")} more.</p>}
    </section>
  );
}

const columnsFor = (rows: readonly Listed[]): Column<Listed>[] => [
  { key: "line", header: "Line", cell: ({ line }) => line, numeric: true },
  { key: "name", header: "Name", cell: ({ name }) => printable(name), card: true },
  { key: "email", header: "E-mail", cell: ({ email }) => <Email address={printable(email)} />, primary: true },
  { key: "role", header: "Role", cell: ({ role }) => printable(role), card: true },
  ...(rows.some(({ entity }) => entity) ? [{ key: "entity", header: "Entity", cell: ({ entity }: Listed) => printable(entity), card: true }] : []),
  ...(rows.some(({ message }) => message) ? [{ key: "message", header: "Why", cell: ({ message }: Listed) => message, card: true }] : []),
];
