import "server-only";
import { z } from "zod";
import { doorOf } from "@/lib/platform/authz/admin-tabs";
import { listedId, roleParam } from "@/lib/platform/lists/params";
import { id } from "@/lib/platform/operations/input";
import { query } from "@/lib/platform/operations/query";
import { invitationListParams } from "./schema";
import { readInvitation, readInvitationForm, readInvitationList, readInvitationToDelete, readInvitationToSend } from "./views";

export const invitationListQuery = query({
  name: "invitations.list",
  ...doorOf("invitations"),
  input: invitationListParams,
  read: ({ tx, grant, input }) => readInvitationList(tx, grant, input),
});

export const invitationQuery = query({
  name: "invitations.view",
  ...doorOf("invitations"),
  input: z.strictObject({ id }),
  read: ({ tx, grant, input }) => readInvitation(tx, grant, input.id),
});

/** The people a person may invite, and into which entities. */
export const invitationFormQuery = query({
  name: "invitations.new",
  ...doorOf("invitations"),
  input: z.strictObject({ entity: listedId, role: roleParam }),
  read: ({ tx, grant, input }) => readInvitationForm(tx, grant, input.entity),
});

/** One invitation, to be sent again or revoked. */
export const invitationToSendQuery = query({
  name: "invitations.toSend",
  ...doorOf("invitations"),
  input: z.strictObject({ id }),
  read: ({ tx, grant, input }) => readInvitationToSend(tx, grant, input.id),
});

export const invitationToDeleteQuery = query({
  name: "invitations.toDelete",
  ...doorOf("invitations"),
  input: z.strictObject({ id }),
  read: ({ tx, grant, input }) => readInvitationToDelete(tx, grant, input.id),
});
