/** The parts of this domain that are safe in the browser. */

export { differs, type Standing } from "./rules";
export { type Reconcile, WRITE_STATES } from "./schema";
