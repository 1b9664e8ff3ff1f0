/** The parts of this domain that are safe in the browser. */

export { MARKET, STATE_TEXTS } from "./market";
export type { MarketState } from "./state";
