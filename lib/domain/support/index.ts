import "server-only";

/** The server side of this domain that other folders may use. */

export { type Desk, supportContact } from "./contact";
export { askForAccessOperation, closeRequestOperation, openRequestOperation, replyOperation } from "./operations";
export {
  getOwnRequest,
  getSupportRequest,
  listOwnRequests,
  listSupportRequests,
  type OwnRequest,
  openSupportRequests,
  type SupportDetail,
  type SupportRow,
} from "./queries";
