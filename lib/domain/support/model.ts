/** The parts of this domain that are safe in the browser. */

export { askHref } from "./ask-href";
export { contextOf, type RequestContext } from "./context";
export { type Answer, guideFor } from "./guide";
export { askParams, ownRequestsParams, problemParams, SUPPORT_STATES, type SupportListParams, supportListParams } from "./schema";
