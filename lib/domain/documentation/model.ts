/** The parts of this domain that are safe in the browser. */

export { readTicked } from "./form";
export { type Trader, type TradingSide, tradingBetween } from "./may-trade";
export { isDue } from "./rules";
export { directionField, type PairListParams, pairListParams } from "./schema";
export { DOCUMENTATION_STATES, statusOfLetter } from "./states";
export { blockedBy, mayTradeLabel, ownTradingSentence, tradingSentence } from "./trading-sentence";
