/** What anybody may use of this domain, in the browser as well. */

export { announceAt, type Held, type Holding, heldAt, standingAt, takesTwo, takesTwoAgain } from "./standing";
export { roleCanTrade, USER_STATUSES } from "./statuses";
