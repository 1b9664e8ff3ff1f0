import "server-only";
import { z } from "zod";
import type { Grant } from "@/lib/authz/grant";
import type { ScopedTx } from "@/lib/db/scope";
import type { DocumentationState, DocumentationStatus, Entity } from "@/lib/db/types";
import { type Cursor, keysetPage, PAGE_SIZE, type Page, readCursor } from "@/lib/lists/keyset";
import { containing } from "@/lib/lists/params";
import { type PairListParams, pairId, readPairId } from "./schema";

type OperateMarket = Grant<"Market.Operate">;
type PairEntity = Pick<Entity, "id" | "code" | "shortName" | "legalName">;

/** What one entity records about the other. Without a record the status is `no_docs`, which nobody set. */
export type Side = {
  readonly entity: PairEntity;
  readonly status: DocumentationState;
  readonly set: { readonly by: string; readonly at: Date } | null;
};
export type SideDetail = Side & { readonly recordId: string | null; readonly notes: string };

/** Two entities and what each records about the other; `a` comes first by legal name. */
export type Pair<S extends Side = Side> = { readonly id: string; readonly a: S; readonly b: S };

/** Which entity a grant is about; null for all of them. */
const entityOf = ({ target }: OperateMarket): string | null => ("entityId" in target ? target.entityId : null);

/** One page of all pairs of entities, whether or not either records anything, in the order of their legal names. */
export async function listPairs(tx: ScopedTx, grant: OperateMarket, params: PairListParams): Promise<Page<Pair>> {
  const cursor = readCursor(params.cursor, "text");
  const start = startAt(cursor);
  const found = await pairRecords(tx, entityOf(grant), params, start, start !== null && cursor?.back === true);
  // The cursor of a page is the whole place of its first or last pair: both names and both ids.
  const page = keysetPage(found, start && cursor, (row) => JSON.stringify([row.aLegalName, row.bLegalName, row.aId]));
  return { ...page, rows: page.rows.map(pairOf) };
}

/** A place in the list of pairs: the names and ids by which it is ordered. */
type Place = { readonly aName: string; readonly bName: string; readonly aId: string; readonly bId: string };

const name = z.string().refine((text) => text.isWellFormed() && !text.includes("\u0000"));
const place = z.tuple([name, name, z.uuid()]);

function startAt(cursor: Cursor | null): Place | null {
  if (typeof cursor?.value !== "string") return null;
  try {
    const [aName, bName, aId] = place.parse(JSON.parse(cursor.value));
    return { aName, bName, aId, bId: cursor.id };
  } catch {
    return null;
  }
}

type PairRecord = {
  /** Of the second entity: the last part of a pair's place. */
  readonly id: string;
  readonly aId: string;
  readonly aCode: string;
  readonly aShortName: string;
  readonly aLegalName: string;
  readonly aStatus: DocumentationState | null;
  readonly aSetBy: string | null;
  readonly aSetAt: Date | null;
  readonly bCode: string;
  readonly bShortName: string;
  readonly bLegalName: string;
  readonly bStatus: DocumentationState | null;
  readonly bSetBy: string | null;
  readonly bSetAt: Date | null;
};

/**
 * One page of pairs and one more, backwards in falling order. One fixed statement: filters that are not set, and the order that is
 * not asked for, are constants that the planner removes. It walks the index on legal names, so that it stops as soon as the page is full.
 */
function pairRecords(tx: ScopedTx, own: string | null, filters: PairListParams, start: Place | null, back: boolean): Promise<PairRecord[]> {
  const entity = filters.entity ?? null;
  const status = filters.status ?? null;
  const allowed = filters.trading ? filters.trading === "allowed" : null;
  const like = filters.q ? `%${containing(filters.q).contains}%` : null;
  const { aName = null, bName = null, aId = null, bId = null } = start ?? {};
  return tx.$queryRaw<PairRecord[]>`
    SELECT b.id, a.id AS "aId",
      a.code AS "aCode", a.short_name AS "aShortName", a.legal_name AS "aLegalName",
      ab.status::text AS "aStatus", ab.set_by_name AS "aSetBy", ab.set_at AS "aSetAt",
      b.code AS "bCode", b.short_name AS "bShortName", b.legal_name AS "bLegalName",
      ba.status::text AS "bStatus", ba.set_by_name AS "bSetBy", ba.set_at AS "bSetAt"
    FROM entity a
    JOIN entity b ON (b.legal_name, b.id) > (a.legal_name, a.id)
    LEFT JOIN documentation_status ab ON ab.entity_id = a.id AND ab.counterparty_id = b.id
    LEFT JOIN documentation_status ba ON ba.entity_id = b.id AND ba.counterparty_id = a.id
    WHERE (${own}::uuid IS NULL OR ${own}::uuid IN (a.id, b.id))
      AND (${entity}::uuid IS NULL OR ${entity}::uuid IN (a.id, b.id))
      AND (${status}::text IS NULL OR ${status}::documentation_state IN (coalesce(ab.status, 'no_docs'), coalesce(ba.status, 'no_docs')))
      AND (${allowed}::boolean IS NULL OR ${allowed}::boolean = ((ab.status = 'docs_in_place' AND ba.status = 'docs_in_place') IS TRUE))
      AND (${like}::text IS NULL OR a.legal_name ILIKE ${like} OR a.short_name ILIKE ${like} OR a.code ILIKE ${like}
        OR b.legal_name ILIKE ${like} OR b.short_name ILIKE ${like} OR b.code ILIKE ${like})
      AND (${aName}::text IS NULL OR CASE WHEN ${back}::boolean
        THEN a.legal_name <= ${aName} AND (a.legal_name, b.legal_name, a.id, b.id) < (${aName}, ${bName}, ${aId}::uuid, ${bId}::uuid)
        ELSE a.legal_name >= ${aName} AND (a.legal_name, b.legal_name, a.id, b.id) > (${aName}, ${bName}, ${aId}::uuid, ${bId}::uuid) END)
    ORDER BY
      CASE WHEN ${back}::boolean THEN a.legal_name END DESC, CASE WHEN ${back}::boolean THEN b.legal_name END DESC,
      CASE WHEN ${back}::boolean THEN a.id END DESC, CASE WHEN ${back}::boolean THEN b.id END DESC,
      a.legal_name, b.legal_name, a.id, b.id
    LIMIT ${PAGE_SIZE + 1}`;
}

function pairOf(row: PairRecord): Pair {
  const a = { id: row.aId, code: row.aCode, shortName: row.aShortName, legalName: row.aLegalName };
  const b = { id: row.id, code: row.bCode, shortName: row.bShortName, legalName: row.bLegalName };
  return {
    id: pairId(a, b),
    a: { entity: a, ...recorded(row.aStatus, row.aSetBy, row.aSetAt) },
    b: { entity: b, ...recorded(row.bStatus, row.bSetBy, row.bSetAt) },
  };
}

const recorded = (status: DocumentationState | null, by: string | null, at: Date | null): Omit<Side, "entity"> => ({
  status: status ?? "no_docs",
  set: by !== null && at !== null ? { by, at } : null,
});

/** One pair with the notes of both; null when the address names none, or one that the grant does not reach. */
export async function getPair(tx: ScopedTx, grant: OperateMarket, address: string): Promise<Pair<SideDetail> | null> {
  const ids = readPairId(address);
  const own = entityOf(grant);
  if (!ids || (own && !ids.includes(own))) return null;
  const [a, b] = await tx.entity.findMany({
    where: { id: { in: [...ids] } },
    orderBy: [{ legalName: "asc" }, { id: "asc" }],
    select: { id: true, code: true, shortName: true, legalName: true },
  });
  if (!a || !b) return null;
  const records = await tx.documentationStatus.findMany({
    where: {
      OR: [
        { entityId: a.id, counterpartyId: b.id },
        { entityId: b.id, counterpartyId: a.id },
      ],
    },
    select: { id: true, entityId: true, status: true, notes: true, setByName: true, setAt: true },
  });
  return { id: pairId(a, b), a: sideOf(a, records), b: sideOf(b, records) };
}

function sideOf(entity: PairEntity, records: readonly Omit<DocumentationStatus, "counterpartyId" | "setById">[]): SideDetail {
  const record = records.find(({ entityId }) => entityId === entity.id);
  return {
    entity,
    ...recorded(record?.status ?? null, record?.setByName ?? null, record?.setAt ?? null),
    recordId: record?.id ?? null,
    notes: record?.notes ?? "",
  };
}
