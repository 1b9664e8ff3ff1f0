import "server-only";
import { z } from "zod";
import type { Grant } from "@/lib/platform/authz/grant";
import { scopeOf } from "@/lib/platform/authz/scope-of";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { DocumentationState } from "@/lib/platform/db/types";
import { containingPattern } from "@/lib/platform/lists/fold";
import { type Cursor, keysetPage, PAGE_SIZE, type Page, readCursor } from "@/lib/platform/lists/keyset";
import type { TradingSide } from "./may-trade";
import { marketToday, type Party, partiesByCode } from "./parties";
import { type PairListParams, pairId, readPairId } from "./schema";

type OperateMarket = Grant<"Market.Operate">;

/** What one entity records about the other. Without a record the status is `no_docs`. */
export type Side = {
  readonly entity: Party;
  /** The id of its record; null when there is none. */
  readonly recordId: string | null;
  readonly status: DocumentationState;
  /** The number of edits; 0 when there is no record. */
  readonly version: number;
  readonly notes: string;
  readonly remindOn: string | null;
  readonly set: { readonly by: string; readonly at: Date } | null;
};

/** Two entities and what each records about the other; `a` is first by legal name. */
export type Pair = { readonly id: string; readonly a: Side; readonly b: Side };
/** A side as input to the trading rule. */
export const tradingSide = ({ entity, status }: Side): TradingSide => ({ name: entity.shortName, status, entityStatus: entity.status });

export type PairPage = Page<Pair> & { readonly today: string };

/** One page of all pairs of trading entities, recorded or not, ordered by legal names. */
export async function listPairs(tx: ScopedTx, grant: OperateMarket, params: PairListParams, zone: string): Promise<PairPage> {
  const today = await marketToday(tx);
  const cursor = readCursor(params.cursor, "text");
  const start = startAt(cursor);
  const found = await pairRecords(tx, { ...params, own: scopeOf(tx, grant).entityId, today, zone }, start, start !== null && cursor?.back === true);
  // The cursor is the full sort key of the page's first or last pair: both names and both ids.
  const page = keysetPage(found, start && cursor, (row) => JSON.stringify([row.a.legalName, row.b.legalName, row.a.entityId]));
  return { ...page, rows: page.rows.map(pairOf), today };
}

/** One pair; null when the address names none, or one outside the grant. */
export async function getPair(tx: ScopedTx, grant: OperateMarket, address: string): Promise<(Pair & { readonly today: string }) | null> {
  const codes = readPairId(address);
  if (!codes) return null;
  const parties = [...(await partiesByCode(tx, codes)).values()];
  const own = scopeOf(tx, grant).entityId;
  const [one, other] = parties;
  if (!one || !other || (own && !parties.some(({ entityId }) => entityId === own))) return null;
  const today = await marketToday(tx);
  const filters = { q: undefined, own: null, today, zone: "UTC", only: [one.entityId, other.entityId] as const };
  const [found] = await pairRecords(tx, filters, null, false);
  return found ? { ...pairOf(found), today } : null;
}

/** A cursor of the list of pairs: the names and ids it is ordered by. */
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

/** A side as the database returns it in JSON; all but the entity is null without a record. */
type SideRecord = Omit<Side, "entity" | "set"> & { readonly by: string | null; readonly at: string | null };
/** `id` is the second entity's: the last part of the cursor. */
type PairRecord = { readonly id: string; readonly a: Party; readonly b: Party; readonly ab: SideRecord; readonly ba: SideRecord };

type Filters = Omit<PairListParams, "cursor"> & {
  readonly own: string | null;
  readonly today: string;
  /** The zone whose calendar the day in `since` refers to. */
  readonly zone: string;
  readonly only?: readonly [string, string];
};

/**
 * One page plus one pair, in reverse order for a previous page. One fixed statement: unset filters and the
 * unused order are constants that the planner removes. It walks the index on legal names and stops when the
 * page is full.
 */
function pairRecords(tx: ScopedTx, filters: Filters, start: Place | null, back: boolean): Promise<PairRecord[]> {
  const { own, entity = null, status = null, since = null, today, zone, only = [null, null] } = filters;
  const allowed = filters.trading ? filters.trading === "allowed" : null;
  const due = filters.reminder ? today : null;
  const like = filters.q ? containingPattern(filters.q) : null;
  const { aName = null, bName = null, aId = null, bId = null } = start ?? {};
  return tx.$queryRaw<PairRecord[]>`
    SELECT b.entity_id AS id,
      json_build_object('entityId', a.entity_id, 'code', a.code, 'shortName', a.short_name, 'legalName', a.legal_name, 'status', a.status) AS a,
      json_build_object('entityId', b.entity_id, 'code', b.code, 'shortName', b.short_name, 'legalName', b.legal_name, 'status', b.status) AS b,
      json_build_object('recordId', ab.id, 'status', coalesce(ab.status, 'no_docs'), 'version', coalesce(an.version, 0), 'notes', coalesce(an.notes, ''),
        'remindOn', an.remind_on, 'by', an.edited_by_name, 'at', an.edited_at) AS ab,
      json_build_object('recordId', ba.id, 'status', coalesce(ba.status, 'no_docs'), 'version', coalesce(bn.version, 0), 'notes', coalesce(bn.notes, ''),
        'remindOn', bn.remind_on, 'by', bn.edited_by_name, 'at', bn.edited_at) AS ba
    FROM counterparty a
    JOIN counterparty b ON (b.legal_name, b.entity_id) > (a.legal_name, a.entity_id)
    LEFT JOIN documentation_status ab ON ab.entity_id = a.entity_id AND ab.counterparty_id = b.entity_id
    LEFT JOIN documentation_note an ON an.entity_id = a.entity_id AND an.counterparty_id = b.entity_id
    LEFT JOIN documentation_status ba ON ba.entity_id = b.entity_id AND ba.counterparty_id = a.entity_id
    LEFT JOIN documentation_note bn ON bn.entity_id = b.entity_id AND bn.counterparty_id = a.entity_id
    WHERE (${own}::uuid IS NULL OR ${own}::uuid IN (a.entity_id, b.entity_id))
      AND (${only[0]}::uuid IS NULL OR (a.entity_id IN (${only[0]}::uuid, ${only[1]}::uuid) AND b.entity_id IN (${only[0]}::uuid, ${only[1]}::uuid)))
      AND (${entity}::text IS NULL OR ${entity}::text IN (a.code, b.code))
      AND (${status}::text IS NULL OR ${status}::documentation_state IN (coalesce(ab.status, 'no_docs'), coalesce(ba.status, 'no_docs')))
      AND (${allowed}::boolean IS NULL OR ${allowed}::boolean = portal_may_trade(ab.status, a.status, ba.status, b.status))
      AND (${since}::date IS NULL OR greatest(an.edited_at, bn.edited_at) >= ${since}::date::timestamp AT TIME ZONE ${zone})
      AND (${due}::date IS NULL OR least(an.remind_on, bn.remind_on) <= ${due}::date)
      AND (${like}::text IS NULL OR a.searched LIKE ${like} OR b.searched LIKE ${like})
      AND (${aName}::text IS NULL OR CASE WHEN ${back}::boolean
        THEN a.legal_name <= ${aName} AND (a.legal_name, b.legal_name, a.entity_id, b.entity_id) < (${aName}, ${bName}, ${aId}::uuid, ${bId}::uuid)
        ELSE a.legal_name >= ${aName} AND (a.legal_name, b.legal_name, a.entity_id, b.entity_id) > (${aName}, ${bName}, ${aId}::uuid, ${bId}::uuid) END)
    ORDER BY
      CASE WHEN ${back}::boolean THEN a.legal_name END DESC, CASE WHEN ${back}::boolean THEN b.legal_name END DESC,
      CASE WHEN ${back}::boolean THEN a.entity_id END DESC, CASE WHEN ${back}::boolean THEN b.entity_id END DESC,
      a.legal_name, b.legal_name, a.entity_id, b.entity_id
    LIMIT ${PAGE_SIZE + 1}`;
}

const pairOf = ({ a, b, ab, ba }: PairRecord): Pair => ({ id: pairId(a, b), a: sideOf(a, ab), b: sideOf(b, ba) });

const sideOf = (entity: Party, { by, at, ...side }: SideRecord): Side => ({
  entity,
  ...side,
  set: by !== null && at !== null ? { by, at: new Date(at) } : null,
});
