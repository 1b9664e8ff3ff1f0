/** What anybody may use of this domain, in the browser as well. */

export { requestListParams } from "./schema";
