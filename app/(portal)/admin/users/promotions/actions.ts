"use server";

import { defineAction } from "@/lib/actions/define-action";
import { approveRequest, changeRole, rejectRequest, requestRole, withdrawRequest } from "@/lib/assignments/commands";
import { entityOfRequest } from "@/lib/assignments/lock";
import { decisionInput, roleChangeInput, withdrawInput } from "@/lib/assignments/schema";
import { entityOfUser } from "@/lib/users/lock";

export const changeRoleAction = defineAction({
  name: "assignments.change",
  permission: "Users.Promote",
  input: roleChangeInput,
  about: "user",
  target: (tx, { id }) => entityOfUser(tx, id),
  run: ({ tx, grant, input }) => changeRole(tx, grant, input),
  next: (user) => `/admin/users/${user.id}`,
});

export const requestRoleAction = defineAction({
  name: "assignments.request",
  permission: "Users.Manage",
  input: roleChangeInput,
  about: "user",
  target: (tx, { id }) => entityOfUser(tx, id),
  run: ({ tx, grant, input }) => requestRole(tx, grant, input),
  next: (request) => `/admin/users/promotions/${request.id}`,
});

export const approveRoleAction = defineAction({
  name: "assignments.approve",
  permission: "Users.Promote",
  input: decisionInput,
  about: "role_request",
  target: (tx, { id }) => entityOfRequest(tx, id),
  run: ({ tx, grant, input }) => approveRequest(tx, grant, input),
  next: (request) => `/admin/users/promotions/${request.id}`,
});

export const rejectRoleAction = defineAction({
  name: "assignments.reject",
  permission: "Users.Promote",
  input: decisionInput,
  about: "role_request",
  target: (tx, { id }) => entityOfRequest(tx, id),
  run: ({ tx, grant, input }) => rejectRequest(tx, grant, input),
  next: (request) => `/admin/users/promotions/${request.id}`,
});

export const withdrawRoleAction = defineAction({
  name: "assignments.withdraw",
  permission: "Users.Manage",
  input: withdrawInput,
  about: "role_request",
  target: (tx, { id }) => entityOfRequest(tx, id),
  run: ({ tx, grant, input }) => withdrawRequest(tx, grant, input),
  next: (request) => `/admin/users/promotions/${request.id}`,
});
