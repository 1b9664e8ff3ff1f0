import "server-only";
import { z } from "zod";
import { entityOfUser } from "@/lib/domain/standing";
import { operation } from "@/lib/platform/operations/operation";
import { startBulk, stopBulk } from "./bulk";
import { bulkRunInput, startBulkInput } from "./bulk-schema";
import { editUser, setUserStatus, terminateUser } from "./commands";
import { deleteView, saveView } from "./saved-views";
import { deleteViewInput, editUserInput, endSessionInput, endSessionsInput, saveViewInput, terminateUserInput, userStatusInput } from "./schema";
import { endAllSessions, endOneSession } from "./sessions";
import { signOut } from "./sign-out";
import { ownRun, ownView } from "./target";

export const signOutOperation = operation({
  name: "session.signOut",
  permission: "signed-in",
  input: z.strictObject({}),
  target: "own-entity",
  run: ({ tx, grant }) => signOut(tx, grant),
});

export const editUserOperation = operation({
  name: "users.edit",
  permission: "Users.Manage",
  input: editUserInput,
  about: "user",
  target: (tx, { id }) => entityOfUser(tx, id),
  run: ({ tx, grant, input }) => editUser(tx, grant, input),
});

export const setUserStatusOperation = operation({
  name: "users.setStatus",
  permission: "Users.Manage",
  input: userStatusInput,
  about: "user",
  target: (tx, { id }) => entityOfUser(tx, id),
  run: ({ tx, grant, input }) => setUserStatus(tx, grant, input),
});

/** Permanent, so it takes Global. */
export const terminateUserOperation = operation({
  name: "users.terminate",
  permission: "Users.Manage",
  input: terminateUserInput,
  about: "user",
  target: "every-entity",
  run: ({ tx, grant, input }) => terminateUser(tx, grant, input),
});

export const endSessionOperation = operation({
  name: "users.endSession",
  permission: "Users.Manage",
  input: endSessionInput,
  about: "user",
  target: (tx, { id }) => entityOfUser(tx, id),
  run: ({ tx, grant, input }) => endOneSession(tx, grant, input),
});

export const endSessionsOperation = operation({
  name: "users.endSessions",
  permission: "Users.Manage",
  input: endSessionsInput,
  about: "user",
  target: (tx, { id }) => entityOfUser(tx, id),
  run: ({ tx, grant, input }) => endAllSessions(tx, grant, input),
});

/** A personal preference: nothing on record changes. */
export const saveViewOperation = operation({
  name: "users.saveView",
  permission: "Users.View",
  input: saveViewInput,
  target: "own-entity",
  run: ({ tx, grant, input }) => saveView(tx, grant, input),
  audit: "none",
});

export const deleteViewOperation = operation({
  name: "users.deleteView",
  permission: "Users.View",
  input: deleteViewInput,
  about: "saved_view",
  target: (tx, { id }) => ownView(tx, id),
  run: ({ tx, grant, input }) => deleteView(tx, grant, input.id),
  audit: "none",
});

/** Only queues the run; each person is decided, changed and recorded in their turn. */
export const startBulkOperation = operation({
  name: "users.startBulk",
  permission: "Users.Manage",
  input: startBulkInput,
  target: "own-entity",
  run: ({ tx, grant, input }) => startBulk(tx, grant, input),
});

export const stopBulkOperation = operation({
  name: "users.stopBulk",
  permission: "Users.Manage",
  input: bulkRunInput,
  about: "bulk_run",
  target: (tx, { id }) => ownRun(tx, id),
  run: ({ tx, grant, input }) => stopBulk(tx, grant, input),
});
