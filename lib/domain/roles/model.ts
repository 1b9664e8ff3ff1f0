/** What anybody may use of this domain, in the browser as well. */

export { readRoleChange } from "./form";
export { requestListParams } from "./schema";
