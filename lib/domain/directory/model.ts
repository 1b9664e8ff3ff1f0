/** What anybody may use of this domain, in the browser as well. */

export { differs, type Standing } from "./rules";
export { type Reconcile, WRITE_STATES } from "./schema";
