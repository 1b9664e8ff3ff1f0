"use server";

import { defineAction } from "@/lib/actions/define-action";
import { continueBulk, startBulk } from "@/lib/users/bulk";
import { continueBulkInput, startBulkInput } from "@/lib/users/bulk-schema";
import { editUser, setUserStatus, terminateUser } from "@/lib/users/commands";
import { entityOfUser } from "@/lib/users/lock";
import { deleteView, saveView } from "@/lib/users/saved-views";
import { deleteViewInput, editUserInput, endSessionInput, endSessionsInput, saveViewInput, terminateUserInput, userStatusInput } from "@/lib/users/schema";
import { endAllSessions, endOneSession } from "@/lib/users/sessions";

export const editUserAction = defineAction({
  name: "users.edit",
  permission: "Users.Manage",
  input: editUserInput,
  about: "user",
  target: (tx, { id }) => entityOfUser(tx, id),
  run: ({ tx, grant, input }) => editUser(tx, grant, input),
  next: ({ id }) => `/admin/users/${id}`,
});

export const setUserStatusAction = defineAction({
  name: "users.setStatus",
  permission: "Users.Manage",
  input: userStatusInput,
  about: "user",
  target: (tx, { id }) => entityOfUser(tx, id),
  run: ({ tx, grant, input }) => setUserStatus(tx, grant, input),
  next: ({ id }) => `/admin/users/${id}`,
});

/** For good, so it takes Global. */
export const terminateUserAction = defineAction({
  name: "users.terminate",
  permission: "Users.Manage",
  input: terminateUserInput,
  about: "user",
  target: "every-entity",
  run: ({ tx, grant, input }) => terminateUser(tx, grant, input),
  next: ({ id }) => `/admin/users/${id}`,
});

export const endSessionAction = defineAction({
  name: "users.endSession",
  permission: "Users.Manage",
  input: endSessionInput,
  about: "user",
  target: (tx, { id }) => entityOfUser(tx, id),
  run: ({ tx, grant, input }) => endOneSession(tx, grant, input),
  next: (_, { id }) => `/admin/users/${id}`,
});

export const endSessionsAction = defineAction({
  name: "users.endSessions",
  permission: "Users.Manage",
  input: endSessionsInput,
  about: "user",
  target: (tx, { id }) => entityOfUser(tx, id),
  run: ({ tx, grant, input }) => endAllSessions(tx, grant, input),
  next: (_, { id }) => `/admin/users/${id}`,
});

/** A taste of one's own, like a colour: nothing on record changes. */
export const saveViewAction = defineAction({
  name: "users.saveView",
  permission: "Users.View",
  input: saveViewInput,
  target: "own-entity",
  run: ({ tx, grant, input }) => saveView(tx, grant, input),
  audit: "none",
  next: ({ query }) => `/admin/users?${query}`,
});

export const deleteViewAction = defineAction({
  name: "users.deleteView",
  permission: "Users.View",
  input: deleteViewInput,
  about: "saved_view",
  target: "own-entity",
  run: ({ tx, grant, input }) => deleteView(tx, grant, input.id),
  audit: "none",
  next: () => "/admin/users",
});

/** Only writes down whom it is about: each of them is decided, changed and recorded when their turn comes. */
export const startBulkAction = defineAction({
  name: "users.startBulk",
  permission: "Users.Manage",
  input: startBulkInput,
  target: "own-entity",
  run: ({ tx, grant, input }) => startBulk(tx, grant, input),
  next: ({ id }) => `/admin/users/bulk/${id}`,
});

export const continueBulkAction = defineAction({
  name: "users.continueBulk",
  permission: "Users.Manage",
  input: continueBulkInput,
  about: "bulk_run",
  target: "own-entity",
  run: ({ tx, grant, input }) => continueBulk(tx, grant, input),
  next: (_, { id }) => `/admin/users/bulk/${id}`,
});
