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

/** The user list: one page, and the options of its tools. */
export type UserListView = {
  readonly page: Page<UserRow>;
  /** Those on the page whose directory writes are pending. */
  readonly directory: ReadonlyMap<string, DirectoryState>;
  /** The entities it can be filtered by; null for readers who see only one. */
  readonly entities: readonly EntityName[] | null;
  readonly views: readonly View[];
};

/** Reads the list, across all entities when the person may see them. */
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
