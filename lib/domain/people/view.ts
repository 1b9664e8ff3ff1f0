import "server-only";
import { type EntityName, entityChoices } from "@/lib/domain/entities";
import { type DirectoryState, directoryStateOf } from "@/lib/domain/write-queue";
import type { Grant } from "@/lib/platform/authz/grant";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { Counted, Page } from "@/lib/platform/lists/keyset";
import { grantIf, widest } from "@/lib/platform/unit-of-work/authorize";
import { unfinishedRuns } from "./bulk-queries";
import { type Invitee, invitees } from "./invited";
import { savedViews, type View } from "./saved-views";
import type { UserListParams } from "./schema";
import { countUsers, listUsers, type UserRow } from "./users";

/** The user list: one page, and the options of its tools. */
export type UserListView = {
  readonly page: Page<UserRow>;
  /** Those on the page whose directory writes are pending. */
  readonly directory: ReadonlyMap<string, DirectoryState>;
  /** The entities it can be filtered by; null for readers who see only one. */
  readonly entities: readonly EntityName[] | null;
  readonly views: readonly View[];
  readonly own: UserPrincipal["entity"];
  /** Those who have not joined yet, on the first page of everybody; null otherwise. */
  readonly invited: readonly Invitee[] | null;
  readonly selfId: string;
  /** How many there are on all pages; null where one page holds them, or where counting is not cheap. */
  readonly total: Counted | null;
  readonly mayManage: boolean;
  readonly mayInvite: boolean;
  /** The person's own bulk changes that are not done. */
  readonly unfinished: number;
};

/** Reads the list, across all entities when the person may see them. */
export async function readUserList(tx: ScopedTx, grant: Grant<"Users.View">, params: UserListParams): Promise<UserListView> {
  const reached = widest(tx, grant);
  const own = grant.principal.entity;
  const manage = grantIf(tx, "Users.Manage", { entityId: own.id });
  const page = await listUsers(tx, reached, params);
  const ids = page.rows.map(({ id }) => id);
  return {
    page,
    directory: await directoryStateOf(tx, reached, ids),
    entities: await entityChoices(tx, reached, params.entity),
    views: await savedViews(tx, grant),
    own,
    invited: await invitedBeside(tx, params, own.id),
    selfId: grant.principal.userId,
    total: page.next || page.previous ? await countUsers(tx, reached, params) : null,
    mayManage: manage !== null,
    mayInvite: grantIf(tx, "Invitations.Send", { entityId: own.id }) !== null,
    unfinished: manage ? (await unfinishedRuns(tx, manage)).length : 0,
  };
}

const MOST_INVITED = 6;

/** Searches and filters ask for people who are there. */
async function invitedBeside(
  tx: ScopedTx,
  { q, role, status, seen, directory, cursor, entity }: UserListParams,
  ownId: string,
): Promise<readonly Invitee[] | null> {
  if (q || role || status || seen || directory || cursor) return null;
  const grant = grantIf(tx, "Invitations.View", { entityId: ownId });
  return grant && (await invitees(tx, widest(tx, grant), { entity, take: MOST_INVITED }));
}
