import "server-only";

/** What the rest of the portal may use of this domain on the server. */

export { bringsBack, invitationBehind, isFor, lockInvitation, type NotAcceptable } from "./accept";
export type { Checked, SentMany } from "./many";
export {
  checkManyOperation,
  deleteInvitationOperation,
  resendInvitationOperation,
  revokeInvitationOperation,
  sendInvitationOperation,
  sendManyOperation,
} from "./operations";
export { invitationCodeIn } from "./pasted";
export { type Author, getInvitation, type InvitationRow, invitationAcceptedBy, invitationOrder, listInvitations } from "./queries";
export { type Review, reviewInvitation } from "./review";
export { hashInvitationToken, newInvitationToken } from "./token";
