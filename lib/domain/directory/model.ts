/** What anybody may use of this domain, in the browser as well. */

export { differs, type Standing } from "./rules";
export { driftListParams, type Reconcile, WRITE_STATES, writeListParams } from "./schema";
