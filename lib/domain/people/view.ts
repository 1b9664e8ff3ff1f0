import "server-only";
import { type EntityName, entityChoices } from "@/lib/domain/entities";
import { type DirectoryState, directoryStateOf } from "@/lib/domain/write-queue";
import { EVERY_ENTITY } from "@/lib/platform/authz/decide";
import type { Grant } from "@/lib/platform/authz/grant";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { Page } from "@/lib/platform/lists/keyset";
import { grantIf } from "@/lib/platform/unit-of-work/authorize";
import { listUsers, type UserRow } from "./queries";
import { savedViews, type View } from "./saved-views";
import type { UserListParams } from "./schema";

/** The list of users: one page of it, and what its tools offer. */
export type UserListView = {
  readonly page: Page<UserRow>;
  /** Of those on the page whom the directory is behind on. */
  readonly directory: ReadonlyMap<string, DirectoryState>;
  /** By which entities it can be narrowed; null for those who see one only. */
  readonly entities: readonly EntityName[] | null;
  readonly views: readonly View[];
};

/** Reads the view, across all entities where the person may see them. */
export async function readUserList(tx: ScopedTx, grant: Grant<"Users.View">, params: UserListParams): Promise<UserListView> {
  const widest = grantIf(tx, "Users.View", EVERY_ENTITY) ?? grant;
  const page = await listUsers(tx, widest, params);
  const ids = page.rows.map(({ id }) => id);
  return {
    page,
    directory: await directoryStateOf(tx, widest, ids),
    entities: await entityChoices(tx, widest, params.entity),
    views: await savedViews(tx, grant),
  };
}
