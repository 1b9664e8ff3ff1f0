import { DataTable } from "@/components/portal/data-table";
import { Email } from "@/components/portal/email";
import type { RowProblem } from "@/lib/domain/invitations/model";

/** More rows than anybody reads; the rest show once these are mended. */
const MOST = 100;

/** Rows of a list with what there is to say of each, by their line in it. */
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
