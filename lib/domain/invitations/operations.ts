import "server-only";
import { operation } from "@/lib/platform/operations/operation";
import { deleteInvitation, resendInvitation, revokeInvitation, sendInvitation } from "./commands";
import { checkInvitationList, sendInvitationList } from "./invite-list";
import { stopList } from "./large-list";
import { checkInvitationListInput, endInvitationInput, inviteListInput, resendInvitationInput, sendInvitationInput, sendInvitationListInput } from "./schema";
import { entityOfInvitation, entityToInviteInto, ownList } from "./target";

export const sendInvitationOperation = operation({
  name: "invitations.send",
  permission: "Invitations.Send",
  input: sendInvitationInput,
  target: entityToInviteInto,
  run: ({ tx, grant, input }) => sendInvitation(tx, grant, input),
});

export const checkInvitationListOperation = operation({
  name: "invitations.check",
  permission: "Invitations.Send",
  input: checkInvitationListInput,
  target: "own-entity",
  audit: "none",
  run: ({ tx, grant, input }) => checkInvitationList(tx, grant, input),
});

export const sendInvitationListOperation = operation({
  name: "invitations.sendList",
  permission: "Invitations.Send",
  input: sendInvitationListInput,
  target: "own-entity",
  run: ({ tx, grant, input }) => sendInvitationList(tx, grant, input),
});

export const stopInvitationListOperation = operation({
  name: "invitations.stopList",
  permission: "Invitations.Send",
  input: inviteListInput,
  about: "invite_list",
  target: (tx, { id }) => ownList(tx, id),
  run: ({ tx, grant, input }) => stopList(tx, grant, input),
});

export const resendInvitationOperation = operation({
  name: "invitations.resend",
  permission: "Invitations.Send",
  input: resendInvitationInput,
  about: "invitation",
  target: (tx, { id }) => entityOfInvitation(tx, id),
  run: ({ tx, grant, input }) => resendInvitation(tx, grant, input),
});

export const revokeInvitationOperation = operation({
  name: "invitations.revoke",
  permission: "Invitations.Send",
  input: endInvitationInput,
  about: "invitation",
  target: (tx, { id }) => entityOfInvitation(tx, id),
  run: ({ tx, grant, input }) => revokeInvitation(tx, grant, input),
});

export const deleteInvitationOperation = operation({
  name: "invitations.delete",
  permission: "Invitations.Send",
  input: endInvitationInput,
  about: "invitation",
  target: "every-entity",
  run: ({ tx, grant, input }) => deleteInvitation(tx, grant, input),
});
