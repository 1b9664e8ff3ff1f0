import "server-only";
import type { Grant } from "@/lib/platform/authz/grant";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { DocumentationState, EntityStatus } from "@/lib/platform/db/types";
import { containingPattern } from "@/lib/platform/lists/fold";
import { keysetPage, PAGE_SIZE, type Page, readCursor } from "@/lib/platform/lists/keyset";
import type { TradingSide } from "./may-trade";
import { marketToday } from "./parties";
import type { CounterpartyListParams } from "./schema";

type ViewDocs = Grant<"Docs.View">;

/** One counterparty, with the own entity's side and the other side. The other side's notes are not readable. */
export type CounterpartySides = {
  /** The counterparty's entity. */
  readonly id: string;
  readonly code: string;
  /** Null for readers who may not see counterparty details. */
  readonly name: string | null;
  readonly entityStatus: EntityStatus;
  /** The own entity, which the trading rule checks as well. */
  readonly ownStatus: EntityStatus;
  readonly ours: DocumentationState;
  readonly theirs: DocumentationState;
  /** When the other side last changed its status; null when it has no record. */
  readonly theirsSince: Date | null;
  /** The own record; null when there is none. */
  readonly recordId: string | null;
  /** The number of edits of the own record; 0 when there is none. */
  readonly version: number;
  readonly notes: string;
  readonly remindOn: string | null;
  readonly editedBy: string | null;
  readonly editedAt: Date | null;
};

/** Both sides as input to the trading rule. */
export const tradingSides = (own: string, { ours, ownStatus, theirs, entityStatus, name, code }: CounterpartySides): readonly [TradingSide, TradingSide] => [
  { name: own, status: ours, entityStatus: ownStatus },
  { name: name ?? code, status: theirs, entityStatus },
];

export type CounterpartyPage = Page<CounterpartySides> & { readonly today: string };
type Detail = CounterpartySides & { readonly today: string };

/** Counterparties' names need their own permission; without its grant only codes are read. */
type Names = Grant<"Entity.View"> | null;

const ownEntity = ({ principal }: ViewDocs): string => principal.entity.id;

/** One page of the own entity's counterparties, by code. Search covers names only for readers who may see them. */
export async function listCounterparties(tx: ScopedTx, grant: ViewDocs, names: Names, params: CounterpartyListParams): Promise<CounterpartyPage> {
  const today = await marketToday(tx);
  const cursor = readCursor(params.cursor, "text");
  const found = await counterparties(tx, grant, names, {
    ...params,
    today,
    start: typeof cursor?.value === "string" ? cursor.value : null,
    back: cursor?.back ?? false,
  });
  return { ...keysetPage(found, cursor, ({ code }) => code), today };
}

/** One counterparty; null when the code does not exist, or the own entity does not trade. */
export async function getCounterparty(tx: ScopedTx, grant: ViewDocs, names: Names, code: string): Promise<Detail | null> {
  const today = await marketToday(tx);
  const [found] = await counterparties(tx, grant, names, { today, only: code, start: null, back: false });
  return found ? { ...found, today } : null;
}

type Filters = CounterpartyListParams & { readonly today: string; readonly start: string | null; readonly back: boolean; readonly only?: string };

/** One page plus one row, in reverse order for a previous page; codes are unique, so a code is a cursor. */
function counterparties(tx: ScopedTx, grant: ViewDocs, names: Names, filters: Filters): Promise<CounterpartySides[]> {
  const own = ownEntity(grant);
  const { status = null, today, start, back, only = null } = filters;
  const allowed = filters.trading ? filters.trading === "allowed" : null;
  const due = filters.reminder ? today : null;
  const like = filters.q ? containingPattern(filters.q) : null;
  const named = names !== null;
  return tx.$queryRaw<CounterpartySides[]>`
    SELECT c.entity_id AS id, c.code, c.status AS "entityStatus", own.status AS "ownStatus", CASE WHEN ${named}::boolean THEN c.short_name END AS name,
      coalesce(ours.status, 'no_docs')::text AS ours, coalesce(theirs.status, 'no_docs')::text AS theirs, theirs.set_at AS "theirsSince",
      ours.id AS "recordId", coalesce(n.version, 0) AS version, coalesce(n.notes, '') AS notes, n.remind_on::text AS "remindOn",
      n.edited_by_name AS "editedBy", n.edited_at AS "editedAt"
    FROM counterparty c JOIN counterparty own ON own.entity_id = ${own}::uuid
    LEFT JOIN documentation_status ours ON ours.entity_id = ${own}::uuid AND ours.counterparty_id = c.entity_id
    LEFT JOIN documentation_note n ON n.entity_id = ${own}::uuid AND n.counterparty_id = c.entity_id
    LEFT JOIN documentation_status theirs ON theirs.entity_id = c.entity_id AND theirs.counterparty_id = ${own}::uuid
    WHERE c.entity_id <> ${own}::uuid
      AND (${only}::text IS NULL OR c.code = ${only})
      AND (${status}::text IS NULL OR ${status}::documentation_state IN (coalesce(ours.status, 'no_docs'), coalesce(theirs.status, 'no_docs')))
      AND (${allowed}::boolean IS NULL OR ${allowed}::boolean = portal_may_trade(ours.status, own.status, theirs.status, c.status))
      AND (${due}::date IS NULL OR n.remind_on <= ${due}::date)
      AND (${like}::text IS NULL OR CASE WHEN ${named}::boolean THEN c.searched ELSE portal_search_text(' ' || c.code) END LIKE ${like})
      AND (${start}::text IS NULL OR CASE WHEN ${back}::boolean THEN c.code < ${start} ELSE c.code > ${start} END)
    ORDER BY CASE WHEN ${back}::boolean THEN c.code END DESC, c.code
    LIMIT ${PAGE_SIZE + 1}`;
}

export type CreditSummary = { readonly counterparties: number; readonly mayTrade: number; readonly due: number };

/** How many counterparties the own entity may trade with, and how many reminders are due. */
export async function summariseCounterparties(tx: ScopedTx, grant: ViewDocs): Promise<CreditSummary> {
  const own = ownEntity(grant);
  const [summary] = await tx.$queryRaw<CreditSummary[]>`
    SELECT count(*)::int AS counterparties,
      (count(*) FILTER (WHERE portal_may_trade(ours.status, own.status, theirs.status, c.status)))::int AS "mayTrade",
      (count(*) FILTER (WHERE n.remind_on <= (now() AT TIME ZONE 'Pacific/Auckland')::date))::int AS due
    FROM counterparty c JOIN counterparty own ON own.entity_id = ${own}::uuid
    LEFT JOIN documentation_status ours ON ours.entity_id = ${own}::uuid AND ours.counterparty_id = c.entity_id
    LEFT JOIN documentation_note n ON n.entity_id = ${own}::uuid AND n.counterparty_id = c.entity_id
    LEFT JOIN documentation_status theirs ON theirs.entity_id = c.entity_id AND theirs.counterparty_id = ${own}::uuid
    WHERE c.entity_id <> ${own}::uuid`;
  return summary ?? { counterparties: 0, mayTrade: 0, due: 0 };
}
