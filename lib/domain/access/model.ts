/** What anybody may use of this domain, in the browser as well. */

export { accessParams, SHOWN, type Shown, shownOf } from "./schema";
export { type AccessView, accessView, byArea, type PageStanding, type PermissionStanding } from "./view";
