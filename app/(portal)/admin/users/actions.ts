"use server";

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

export const editUserAction = formAction(editUserOperation, { next: ({ id }) => `/admin/users/${id}` });

export const setUserStatusAction = formAction(setUserStatusOperation, { next: ({ id }) => `/admin/users/${id}` });

export const terminateUserAction = formAction(terminateUserOperation, { next: ({ id }) => `/admin/users/${id}` });

export const endSessionAction = formAction(endSessionOperation, { next: (_, { id }) => `/admin/users/${id}` });

export const endSessionsAction = formAction(endSessionsOperation, { next: (_, { id }) => `/admin/users/${id}` });

export const saveViewAction = formAction(saveViewOperation, { next: ({ query }) => `/admin/users?${query}` });

export const deleteViewAction = formAction(deleteViewOperation, { next: () => "/admin/users" });

export const startBulkAction = formAction(startBulkOperation, { decode: readBulk, next: ({ id }) => `/admin/users/bulk/${id}` });

export const stopBulkAction = formAction(stopBulkOperation, { next: (_, { id }) => `/admin/users/bulk/${id}` });
