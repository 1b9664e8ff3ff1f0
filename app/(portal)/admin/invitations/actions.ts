"use server";

import { defineAction } from "@/lib/actions/define-action";
import { deleteInvitation, resendInvitation, revokeInvitation, sendInvitation } from "@/lib/invitations/commands";
import { checkMany, sendMany } from "@/lib/invitations/many";
import { checkManyInput, endInvitationInput, resendInvitationInput, sendInvitationInput, sendManyInput } from "@/lib/invitations/schema";
import { entityOfInvitation, entityToInviteInto } from "@/lib/invitations/target";

export const sendInvitationAction = defineAction({
  name: "invitations.send",
  permission: "Invitations.Send",
  input: sendInvitationInput,
  target: entityToInviteInto,
  run: ({ tx, grant, input }) => sendInvitation(tx, grant, input),
  next: ({ id }) => `/admin/invitations/${id}`,
});

export const checkManyAction = defineAction({
  name: "invitations.check",
  permission: "Invitations.Send",
  input: checkManyInput,
  target: "own-entity",
  audit: "none",
  files: ["file"],
  run: ({ tx, grant, input }) => checkMany(tx, grant, input),
  answer: (checked) => checked,
});

export const sendManyAction = defineAction({
  name: "invitations.sendMany",
  permission: "Invitations.Send",
  input: sendManyInput,
  target: "own-entity",
  files: ["file"],
  run: ({ tx, grant, input }) => sendMany(tx, grant, input),
  answer: (sent) => sent,
});

export const resendInvitationAction = defineAction({
  name: "invitations.resend",
  permission: "Invitations.Send",
  input: resendInvitationInput,
  about: "invitation",
  target: (tx, { id }) => entityOfInvitation(tx, id),
  run: ({ tx, grant, input }) => resendInvitation(tx, grant, input),
  next: (_, { id }) => `/admin/invitations/${id}`,
});

export const revokeInvitationAction = defineAction({
  name: "invitations.revoke",
  permission: "Invitations.Send",
  input: endInvitationInput,
  about: "invitation",
  target: (tx, { id }) => entityOfInvitation(tx, id),
  run: ({ tx, grant, input }) => revokeInvitation(tx, grant, input),
  next: (_, { id }) => `/admin/invitations/${id}`,
});

export const deleteInvitationAction = defineAction({
  name: "invitations.delete",
  permission: "Invitations.Send",
  input: endInvitationInput,
  about: "invitation",
  target: "every-entity",
  run: ({ tx, grant, input }) => deleteInvitation(tx, grant, input),
  next: () => "/admin/invitations",
});
