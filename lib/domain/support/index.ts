import "server-only";

/** The server side of this domain that other folders may use. */

export { type Desk, supportContact } from "./contact";
export { askForAccessOperation, closeRequestOperation, openRequestOperation, replyOperation } from "./operations";
export { accessFormQuery, newRequestQuery, ownRequestListQuery, ownRequestQuery, supportListQuery, supportRequestQuery } from "./queries";
export { type OwnRequest, openSupportRequests, type SupportDetail, type SupportRow } from "./requests";
