import { openPostgres } from "@/lib/platform/db/client";

/** The baseline for the documentation matrix: a plain table in which every cell is a component with a link. */

export const dynamic = "force-dynamic";

const { client } = openPostgres(process.env.DATABASE_URL ?? "");

const SIGNS = { no_docs: "–", pending: "…", docs_in_place: "✓", suspended: "✕" } as const;
type Status = keyof typeof SIGNS;

export default async function PlainMatrix() {
  const parties = await client.counterparty.findMany({ orderBy: { code: "asc" } });
  const stored = await client.documentationStatus.findMany({ select: { entityId: true, counterpartyId: true, status: true } });
  const said = new Map(stored.map(({ entityId, counterpartyId, status }) => [entityId + counterpartyId, status]));
  const says = (owner: string, about: string): Status => said.get(owner + about) ?? "no_docs";
  return (
    <table>
      <thead>
        <tr>
          <th>says about</th>
          {parties.map(({ code }) => (
            <th key={code}>{code}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {parties.map((row) => (
          <tr key={row.code}>
            <th>{row.code}</th>
            {parties.map((column) => (
              <Cell
                key={column.code}
                href={`/admin/documentation/${row.code}_${column.code}`}
                says={says(row.entityId, column.entityId)}
                hears={says(column.entityId, row.entityId)}
              />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const Cell = ({ href, says, hears }: { href: string; says: Status; hears: Status }) => (
  <td>
    <a href={href}>
      <Sign status={says} />
      <Sign status={hears} />
    </a>
  </td>
);

const Sign = ({ status }: { status: Status }) => <span className={status}>{SIGNS[status]}</span>;
