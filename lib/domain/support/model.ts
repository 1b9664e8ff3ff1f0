/** The parts of this domain that are safe in the browser. */

export { askHref } from "./ask-href";
export type { RequestContext } from "./context";
export { type Answer, guideFor } from "./guide";
export { SUPPORT_STATES } from "./schema";
