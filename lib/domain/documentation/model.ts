/** What anybody may use of this domain, in the browser as well. */

export { readTicked } from "./form";
export { type Trader, type TradingSide, tradingBetween } from "./may-trade";
export { isDue } from "./rules";
export { type CounterpartyListParams, counterpartyListParams, directionField, matrixParams, type PairListParams, pairListParams } from "./schema";
export { DOCUMENTATION_STATES, statusOfLetter } from "./states";
export { blockedBy, mayTradeLabel, ownTradingSentence, tradingSentence } from "./trading-sentence";
