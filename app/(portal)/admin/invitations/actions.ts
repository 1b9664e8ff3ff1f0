"use server";

import { formAction } from "@/lib/adapters/web/form-action";
import {
  checkManyOperation,
  deleteInvitationOperation,
  resendInvitationOperation,
  revokeInvitationOperation,
  sendInvitationOperation,
  sendManyOperation,
} from "@/lib/domain/invitations";
import { readCheckedList, readList } from "@/lib/domain/invitations/model";

export const sendInvitationAction = formAction(sendInvitationOperation, { next: ({ id }) => `/admin/invitations/${id}` });

export const checkManyAction = formAction(checkManyOperation, { decode: readList, files: ["file"], answer: (checked) => checked });

export const sendManyAction = formAction(sendManyOperation, { decode: readCheckedList, files: ["file"], answer: (sent) => sent });

export const resendInvitationAction = formAction(resendInvitationOperation, { next: (_, { id }) => `/admin/invitations/${id}` });

export const revokeInvitationAction = formAction(revokeInvitationOperation, { next: (_, { id }) => `/admin/invitations/${id}` });

export const deleteInvitationAction = formAction(deleteInvitationOperation, { next: () => "/admin/invitations" });
