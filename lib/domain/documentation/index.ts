import "server-only";

/** The server side of this domain that other folders may use. */

export { type Matrix, type MatrixParty, type MatrixRow, readMatrix } from "./matrix";
export { setDirectionOperation, setManyDirectionsOperation, setOwnSideOperation } from "./operations";
export { type CounterpartySides, type CreditSummary, getCounterparty, listCounterparties, summariseCounterparties, tradingSides } from "./own-side";
export { getPair, listPairs, type PairPage, type Side, tradingSide } from "./pairs";
export { type Party, partyChoices } from "./parties";
export { traderOf } from "./trader";
