"use server";

import { backTo, UNDONE } from "@/lib/adapters/web/flash";
import { formAction } from "@/lib/adapters/web/form-action";
import {
  deleteViewOperation,
  editUserOperation,
  endSessionOperation,
  endSessionsOperation,
  saveViewOperation,
  setUserStatusOperation,
  startBulkOperation,
  stopBulkOperation,
  terminateUserOperation,
} from "@/lib/domain/people";
import { readBulk } from "@/lib/domain/people/model";

export const editUserAction = formAction(editUserOperation, {
  next: ({ id }) => `/admin/users/${id}`,
  undo: ({ id, version }, { displayName, email }, changes) => backTo("users.edit", { id, version, displayName, email }, changes),
});

export const setUserStatusAction = formAction(setUserStatusOperation, {
  next: ({ id }) => `/admin/users/${id}`,
  undo: ({ id, version }, { status }, changes) => backTo("users.setStatus", { id, version, status, reason: UNDONE }, changes),
});

export const terminateUserAction = formAction(terminateUserOperation, { next: ({ id }) => `/admin/users/${id}` });

export const endSessionAction = formAction(endSessionOperation, { next: (_, { id }) => `/admin/users/${id}` });

export const endSessionsAction = formAction(endSessionsOperation, { next: (_, { id }) => `/admin/users/${id}` });

export const saveViewAction = formAction(saveViewOperation, {
  next: ({ query }) => `/admin/users?${query}`,
  says: (_, { name }) => `You saved the view ${name}.`,
});

export const deleteViewAction = formAction(deleteViewOperation, { next: () => "/admin/users", says: () => "You deleted the view." });

export const startBulkAction = formAction(startBulkOperation, { decode: readBulk, next: ({ id }) => `/admin/users/bulk/${id}` });

export const stopBulkAction = formAction(stopBulkOperation, { next: (_, { id }) => `/admin/users/bulk/${id}` });
