import type { DocumentationState, EntityStatus } from "@/lib/platform/db/types";

/**
 * Whether two entities, and somebody of one of them, may trade; pure. The only place that says so for people to read; the database's
 * `portal_may_trade` says the same of two entities, for filters and counts.
 */

/** One of two entities: what it records about the other, and how it stands itself. */
export type TradingSide = { readonly name: string; readonly status: DocumentationState; readonly entityStatus: EntityStatus };
/** Somebody of the first entity: why they may not trade with anybody, such as "you are frozen"; null where they may. */
export type Trader = { readonly whyNot: string | null };

export type Trading = {
  readonly may: boolean;
  /** Whether the two entities may, whoever asks. */
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
