import { DataTable } from "@/components/portal/data-table";
import { Email } from "@/components/portal/email";
import type { RowProblem } from "@/lib/domain/invitations/model";

/** Enough rows to work through; the rest show once these are fixed. */
const MOST = 100;

/** Rows of an uploaded list with a note on each, by line number. */
export function Problems({ caption, rows }: { caption: string; rows: readonly RowProblem[] }) {
  if (rows.length === 0) return null;
  return (
    <section className="grid gap-2">
      <h2 className="font-semibold">
        {caption} ({rows.length.toLocaleString("en-NZ")})
      </h2>
      <DataTable
        caption={caption}
        rows={rows.slice(0, MOST)}
        rowKey={({ line }) => String(line)}
        columns={[
          { key: "line", header: "Line", cell: ({ line }) => line, numeric: true },
          { key: "email", header: "E-mail", cell: ({ email }) => <Email address={email} />, primary: true },
          { key: "message", header: "Why", cell: ({ message }) => message },
        ]}
      />
      {rows.length > MOST && <p className="text-ink-3">And {(rows.length - MOST).toLocaleString("en-NZ")} more.</p>}
    </section>
  );
}
