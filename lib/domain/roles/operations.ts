import "server-only";
import { entityOfUser } from "@/lib/domain/standing";
import { operation } from "@/lib/platform/operations/operation";
import { approveRequest, changeRole, rejectRequest, requestRole, withdrawRequest } from "./commands";
import { entityOfRequest } from "./lock";
import { decisionInput, roleChangeInput, withdrawInput } from "./schema";

export const changeRoleOperation = operation({
  name: "assignments.change",
  permission: "Users.Promote",
  input: roleChangeInput,
  about: "user",
  target: (tx, { id }) => entityOfUser(tx, id),
  run: ({ tx, grant, input }) => changeRole(tx, grant, input),
});

export const requestRoleOperation = operation({
  name: "assignments.request",
  permission: "Users.Manage",
  input: roleChangeInput,
  about: "user",
  target: (tx, { id }) => entityOfUser(tx, id),
  run: ({ tx, grant, input }) => requestRole(tx, grant, input),
});

export const approveRoleOperation = operation({
  name: "assignments.approve",
  permission: "Users.Promote",
  input: decisionInput,
  about: "role_request",
  target: (tx, { id }) => entityOfRequest(tx, id),
  run: ({ tx, grant, input }) => approveRequest(tx, grant, input),
});

export const rejectRoleOperation = operation({
  name: "assignments.reject",
  permission: "Users.Promote",
  input: decisionInput,
  about: "role_request",
  target: (tx, { id }) => entityOfRequest(tx, id),
  run: ({ tx, grant, input }) => rejectRequest(tx, grant, input),
});

export const withdrawRoleOperation = operation({
  name: "assignments.withdraw",
  permission: "Users.Manage",
  input: withdrawInput,
  about: "role_request",
  target: (tx, { id }) => entityOfRequest(tx, id),
  run: ({ tx, grant, input }) => withdrawRequest(tx, grant, input),
});
