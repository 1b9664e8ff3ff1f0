import "server-only";
import { z } from "zod";
import { doorOf } from "@/lib/platform/authz/admin-tabs";
import { download } from "@/lib/platform/operations/download";
import { id } from "@/lib/platform/operations/input";
import { query } from "@/lib/platform/operations/query";
import { bulkResultsFile } from "./bulk-file";
import { readEntityView } from "./entity-view";
import { exportedUsers } from "./export";
import { exportUsersInput, userListParams } from "./schema";
import { readManagedUser, readUserToTerminate, readUserView } from "./user-view";
import { readUserList } from "./view";

export const userListQuery = query({
  name: "users.list",
  ...doorOf("users"),
  input: userListParams,
  read: ({ tx, grant, input }) => readUserList(tx, grant, input),
});

export const userQuery = query({
  name: "users.view",
  ...doorOf("users"),
  input: z.strictObject({ id }),
  read: ({ tx, grant, input }) => readUserView(tx, grant, input.id),
});

/** One user, to be edited or to be given another status. */
export const managedUserQuery = query({
  name: "users.manage",
  ...doorOf("users"),
  input: z.strictObject({ id }),
  read: ({ tx, grant, input }) => readManagedUser(tx, grant, input.id),
});

export const userToTerminateQuery = query({
  name: "users.toTerminate",
  ...doorOf("users"),
  input: z.strictObject({ id }),
  read: ({ tx, grant, input }) => readUserToTerminate(tx, grant, input.id),
});

/** One entity, for readers who see all of them. */
export const entityViewQuery = query({
  name: "entities.view",
  ...doorOf("entities"),
  input: z.strictObject({ id }),
  read: ({ tx, grant, input }) => readEntityView(tx, grant, input.id),
});

/** The own entity, for readers who may see entities without Global. */
export const ownEntityQuery = query({
  name: "entities.own",
  ...doorOf("entity"),
  input: z.strictObject({}),
  read: ({ tx, grant }) => readEntityView(tx, grant, grant.principal.entity.id),
});

/** The list as a file. */
export const usersDownload = download({
  name: "users.export",
  permission: "Users.View",
  across: "own-entity",
  input: exportUsersInput,
  body: exportedUsers,
});

/** What one of the person's own bulk changes came to, as a file. */
export const bulkResultsDownload = download({
  name: "users.bulkResults",
  permission: "Users.Manage",
  across: "own-entity",
  input: z.strictObject({ id }),
  body: bulkResultsFile,
});
