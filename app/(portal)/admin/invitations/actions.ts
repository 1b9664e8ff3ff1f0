"use server";

import { formAction } from "@/lib/adapters/web/form-action";
import {
  checkInvitationListOperation,
  deleteInvitationOperation,
  resendInvitationOperation,
  revokeInvitationOperation,
  sendInvitationListOperation,
  sendInvitationOperation,
  stopInvitationListOperation,
} from "@/lib/domain/invitations";
import { readCheckedList, readInvitation, readList } from "@/lib/domain/invitations/model";

export const sendInvitationAction = formAction(sendInvitationOperation, { decode: readInvitation, next: ({ id }) => `/admin/invitations/${id}` });

export const checkInvitationListAction = formAction(checkInvitationListOperation, { decode: readList, files: ["file"], answer: (checked) => checked });

export const sendInvitationListAction = formAction(sendInvitationListOperation, {
  decode: readCheckedList,
  files: ["file"],
  answer: (sent) => sent,
  // A long list has a page of its own; a short one answers in place, and so does one with rows to mend.
  next: ({ list, left }) => (list && !left ? `/admin/invitations/lists/${list}` : ""),
});

export const stopInvitationListAction = formAction(stopInvitationListOperation, { next: (_, { id }) => `/admin/invitations/lists/${id}` });

export const resendInvitationAction = formAction(resendInvitationOperation, { next: (_, { id }) => `/admin/invitations/${id}` });

export const revokeInvitationAction = formAction(revokeInvitationOperation, { next: (_, { id }) => `/admin/invitations/${id}` });

export const deleteInvitationAction = formAction(deleteInvitationOperation, { next: () => "/admin/invitations" });
