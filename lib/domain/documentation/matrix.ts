import "server-only";
import type { Grant } from "@/lib/platform/authz/grant";
import { assertGrantOf } from "@/lib/platform/authz/scope-of";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { EntityStatus } from "@/lib/platform/db/types";
import { foldForSearch } from "@/lib/platform/lists/fold";
import type { MatrixParams } from "./schema";
import { LETTERS } from "./states";

export type MatrixParty = { readonly code: string; readonly shortName: string; readonly status: EntityStatus };
export type MatrixRow = MatrixParty & {
  /** One letter per column: what this entity records about the column's. */
  readonly says: string;
  /** One letter per column: what the column's entity records about this one. */
  readonly hears: string;
};

/** What every trading entity records about every other, in code order. Letters on the diagonal have no meaning. */
export type Matrix = { readonly columns: readonly MatrixParty[]; readonly rows: readonly MatrixRow[] };

type Found = MatrixParty & { readonly searched: string; readonly said: string };

/** Characters below this one are control characters. */
const FIRST = 256;

/** The whole matrix, or the rows and columns whose names or codes match the search. */
export async function readMatrix(tx: ScopedTx, grant: Grant<"Market.Operate">, { rows, columns }: MatrixParams): Promise<Matrix> {
  assertGrantOf(tx, grant);
  // One text per entity, one character per record: four times the other's position plus the status. Missing
  // records are omitted.
  const parties = await tx.$queryRaw<Found[]>`
    WITH place AS (SELECT entity_id, code, short_name, searched, status, row_number() OVER (ORDER BY code)::int - 1 AS n FROM counterparty),
      said AS (
        SELECT d.entity_id, string_agg(chr(${FIRST}::int + 4 * about.n + CASE d.status WHEN 'pending' THEN 1 WHEN 'docs_in_place' THEN 2 WHEN 'suspended' THEN 3 ELSE 0 END), '') AS said
        FROM documentation_status d JOIN place about ON about.entity_id = d.counterparty_id
        GROUP BY d.entity_id)
    SELECT code, short_name AS "shortName", searched, status::text AS status, coalesce(said, '') AS said
    FROM place LEFT JOIN said USING (entity_id) ORDER BY n`;
  const statuses = parties.map(({ said }) => statusesOf(said, parties.length));
  const letter = (owner: number, about: number): string => LETTERS.charAt(statuses[owner]?.[about] ?? 0);
  const listed = chosen(parties, columns);
  return {
    columns: listed.map(({ code, shortName, status }) => ({ code, shortName, status })),
    rows: chosen(parties, rows).map(({ code, shortName, status, place }) => ({
      code,
      shortName,
      status,
      says: listed.map((column) => letter(place, column.place)).join(""),
      hears: listed.map((column) => letter(column.place, place)).join(""),
    })),
  };
}

/** The number of each status, by the other's position. */
function statusesOf(said: string, count: number): Uint8Array {
  const statuses = new Uint8Array(count);
  for (let index = 0; index < said.length; index += 1) {
    const record = said.charCodeAt(index) - FIRST;
    statuses[record >> 2] = record & 3;
  }
  return statuses;
}

/** The entities whose name or code matches, each with its position. */
function chosen(parties: readonly Found[], text: string | undefined): readonly (Found & { place: number })[] {
  const wanted = foldForSearch(text ?? "");
  return parties.map((party, place) => ({ ...party, place })).filter(({ searched }) => searched.includes(wanted));
}
