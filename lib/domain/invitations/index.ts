import "server-only";

/** The server side of this domain that other folders may use. */

export { bringsBack, invitationBehind, isFor, lockInvitation, type NotAcceptable } from "./accept";
export type { Checked, SentInvitationList } from "./invite-list";
export {
  checkInvitationListOperation,
  deleteInvitationOperation,
  resendInvitationOperation,
  revokeInvitationOperation,
  sendInvitationListOperation,
  sendInvitationOperation,
} from "./operations";
export { invitationCodeIn } from "./pasted-link";
export { type Author, expiringInvitations, getInvitation, type InvitationRow, invitationOrder, listInvitations } from "./queries";
export { type Review, reviewInvitation } from "./review";
export { hashInvitationToken, newInvitationToken } from "./token";
