/** What anybody may use of this domain, in the browser as well. */

export { askHref } from "./ask-href";
export { contextOf, type RequestContext } from "./context";
export { type Answer, guideFor } from "./guide";
export { askParams, ownRequestsParams, problemParams, SUPPORT_STATES, type SupportListParams, supportListParams } from "./schema";
