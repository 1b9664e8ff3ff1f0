import "server-only";

/** The server side of this domain that other folders may use. */

export { bringsBack, invitationBehind, isFor, lockInvitation, type NotAcceptable } from "./accept";
export { type Author, expiringInvitations, type InvitationRow, invitationOrder } from "./invitations";
export type { Checked, SentInvitationList } from "./invite-list";
export { invitationLists } from "./large-list";
export { type InviteListResult, type InviteListView, inviteListQuery, inviteManyQuery, LIST_ROWS } from "./list-queries";
export {
  checkInvitationListOperation,
  deleteInvitationOperation,
  resendInvitationOperation,
  revokeInvitationOperation,
  sendInvitationListOperation,
  sendInvitationOperation,
  stopInvitationListOperation,
} from "./operations";
export { invitationCodeIn } from "./pasted-link";
export {
  invitationFormQuery,
  invitationListQuery,
  invitationQuery,
  invitationToDeleteQuery,
  invitationToSendQuery,
} from "./queries";
export { overInviteLists } from "./retention";
export { type Review, reviewInvitation } from "./review";
export { hashInvitationToken, newInvitationToken } from "./token";
export type { InvitationView } from "./views";
