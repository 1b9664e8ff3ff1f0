import "server-only";

/** What the rest of the portal may use of this domain on the server. */

export { type Desk, supportContact } from "./contact";
export { askForAccessOperation, closeRequestOperation, openRequestOperation, replyOperation } from "./operations";
export { getOwnRequest, getSupportRequest, listOwnRequests, listSupportRequests, type OwnRequest, type SupportDetail, type SupportRow } from "./queries";
