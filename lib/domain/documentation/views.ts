import "server-only";
import { type HistoryEntry, historyOf } from "@/lib/platform/audit/queries";
import { EVERY_ENTITY } from "@/lib/platform/authz/decide";
import type { Grant } from "@/lib/platform/authz/grant";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { consider, grantIf, whyNot } from "@/lib/platform/unit-of-work/authorize";
import { getCounterparty, listCounterparties, summariseCounterparties } from "./own-side";
import { getPair, listPairs, type Side } from "./pairs";
import { partyChoices } from "./parties";
import type { CounterpartyListParams, PairListParams } from "./schema";
import { traderOf } from "./trader";

/** What the pages of documentation show: the operators' over every pair, and the own entity's. */

type Operate = Grant<"Market.Operate">;
type ViewDocs = Grant<"Docs.View">;

/** One page of pairs; `zone` is whose calendar the day in `params` is of. */
export const readPairList = async (tx: ScopedTx, grant: Operate, params: PairListParams, zone: string) => ({
  page: await listPairs(tx, grant, params, zone),
  parties: await partyChoices(tx),
  mayManage: consider(tx, "Docs.Manage", EVERY_ENTITY).outcome === "grant",
});

/** One pair with what was recorded on each side; null when the address names none. */
export async function readPair(tx: ScopedTx, grant: Operate, address: string) {
  const pair = await getPair(tx, grant, address);
  return pair && { pair, a: await withHistory(tx, grant, pair.a), b: await withHistory(tx, grant, pair.b) };
}

const withHistory = async (tx: ScopedTx, grant: Operate, side: Side) => ({
  side,
  history: await historyOfRecord(tx, grant, side.recordId),
  mayManage: consider(tx, "Docs.Manage", { entityId: side.entity.entityId }).outcome === "grant",
});

const historyOfRecord = async (tx: ScopedTx, grant: Operate | ViewDocs, id: string | null): Promise<readonly HistoryEntry[]> =>
  id ? historyOf(tx, grant, { type: "documentation", id }) : [];

/** Counts over the own entity's counterparties. */
export const readSummary = async (tx: ScopedTx, grant: ViewDocs) => ({
  summary: await summariseCounterparties(tx, grant),
  entity: grant.principal.entity,
  trader: traderOf(tx, grant.principal),
});

/** One page of counterparties, by code for readers who may not see names. */
export async function readCounterpartyList(tx: ScopedTx, grant: ViewDocs, params: CounterpartyListParams) {
  const { entity } = grant.principal;
  const names = grantIf(tx, "Entity.View", { entityId: entity.id });
  return {
    page: await listCounterparties(tx, grant, names, params),
    entity,
    trader: traderOf(tx, grant.principal),
    whyNoNames: whyNot(tx, "Entity.View", { entityId: entity.id }),
  };
}

/** One counterparty; null when the code names none. */
export async function readCounterparty(tx: ScopedTx, grant: ViewDocs, code: string) {
  const own = grant.principal.entity;
  const target = { entityId: own.id };
  const sides = await getCounterparty(tx, grant, grantIf(tx, "Entity.View", target), code);
  if (!sides) return null;
  return {
    sides,
    history: await historyOfRecord(tx, grant, sides.recordId),
    own,
    trader: traderOf(tx, grant.principal),
    whyNotManage: whyNot(tx, "Docs.Manage", target),
  };
}
