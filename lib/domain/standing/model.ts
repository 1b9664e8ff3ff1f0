/** The parts of this domain that are safe in the browser. */

export { announceAt, type Held, type Holding, heldAt, standingAt, takesTwo, takesTwoAgain } from "./standing";
export { roleCanTrade, USER_STATUSES } from "./statuses";
