import "server-only";
import { operation } from "@/lib/platform/operations/operation";
import { deleteInvitation, resendInvitation, revokeInvitation, sendInvitation } from "./commands";
import { checkMany, sendMany } from "./many";
import { checkManyInput, endInvitationInput, resendInvitationInput, sendInvitationInput, sendManyInput } from "./schema";
import { entityOfInvitation, entityToInviteInto } from "./target";

export const sendInvitationOperation = operation({
  name: "invitations.send",
  permission: "Invitations.Send",
  input: sendInvitationInput,
  target: entityToInviteInto,
  run: ({ tx, grant, input }) => sendInvitation(tx, grant, input),
});

export const checkManyOperation = operation({
  name: "invitations.check",
  permission: "Invitations.Send",
  input: checkManyInput,
  target: "own-entity",
  audit: "none",
  run: ({ tx, grant, input }) => checkMany(tx, grant, input),
});

export const sendManyOperation = operation({
  name: "invitations.sendMany",
  permission: "Invitations.Send",
  input: sendManyInput,
  target: "own-entity",
  run: ({ tx, grant, input }) => sendMany(tx, grant, input),
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
