/** The parts of this domain that are safe in the browser. */

export { accessParams, SHOWN, type Shown, shownOf } from "./schema";
export { type AccessView, byArea, type PageStanding, type PermissionStanding } from "./view";
