"use server";

import { formAction } from "@/lib/adapters/web/form-action";
import { approveRoleOperation, changeRoleOperation, rejectRoleOperation, requestRoleOperation, withdrawRoleOperation } from "@/lib/domain/roles";
import { readRoleChange } from "@/lib/domain/roles/model";

export const changeRoleAction = formAction(changeRoleOperation, { decode: readRoleChange, next: (user) => `/admin/users/${user.id}` });

export const requestRoleAction = formAction(requestRoleOperation, { decode: readRoleChange, next: (request) => `/admin/users/promotions/${request.id}` });

export const approveRoleAction = formAction(approveRoleOperation, { next: (request) => `/admin/users/promotions/${request.id}` });

export const rejectRoleAction = formAction(rejectRoleOperation, { next: (request) => `/admin/users/promotions/${request.id}` });

export const withdrawRoleAction = formAction(withdrawRoleOperation, { next: (request) => `/admin/users/promotions/${request.id}` });
