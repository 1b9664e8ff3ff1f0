import "server-only";

/** The server side of this domain that other folders may use. */

export type { Matrix, MatrixParty, MatrixRow } from "./matrix";
export { setDirectionOperation, setManyDirectionsOperation, setOwnSideOperation } from "./operations";
export { type CounterpartySides, type CreditSummary, summariseCounterparties, tradingSides } from "./own-side";
export { type PairPage, type Side, tradingSide } from "./pairs";
export type { Party } from "./parties";
export { counterpartyListQuery, counterpartyQuery, creditQuery, matrixQuery, pairListQuery, pairQuery } from "./queries";
