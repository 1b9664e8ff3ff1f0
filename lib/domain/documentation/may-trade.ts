import type { DocumentationState, EntityStatus } from "@/lib/platform/db/types";

/**
 * Whether two entities, and a person of one of them, may trade; pure. The only explanation for people; the
 * database's `portal_may_trade` decides the same for two entities, in filters and counts.
 */

/** One of two entities: what it records about the other, and its own status. */
export type TradingSide = { readonly name: string; readonly status: DocumentationState; readonly entityStatus: EntityStatus };
/** A person of the first entity: why they may not trade with anybody, such as "you are frozen"; null when they may. */
export type Trader = { readonly whyNot: string | null };

export type Trading = {
  readonly may: boolean;
  /** Whether the two entities may trade at all, apart from who is asking. */
  readonly entitiesMay: boolean;
  readonly suspended: readonly TradingSide[];
  /** The sides whose documents are not in place. */
  readonly withoutDocuments: readonly TradingSide[];
  readonly whyNotTrader: string | null;
};

export function tradingBetween(a: TradingSide, b: TradingSide, trader: Trader = { whyNot: null }): Trading {
  const suspended = [a, b].filter(({ entityStatus }) => entityStatus !== "active");
  const withoutDocuments = [a, b].filter(({ status }) => status !== "docs_in_place");
  const entitiesMay = suspended.length === 0 && withoutDocuments.length === 0;
  return { may: entitiesMay && trader.whyNot === null, entitiesMay, suspended, withoutDocuments, whyNotTrader: trader.whyNot };
}
