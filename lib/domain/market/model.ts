/** What anybody may use of this domain, in the browser as well. */

export { MARKET, STATE_TEXTS } from "./market";
export type { MarketState } from "./state";
