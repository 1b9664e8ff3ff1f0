import "server-only";
import { type OpenRequest, openRequestsAbout } from "@/lib/domain/roles";
import { whyMayNotChangeUser } from "@/lib/domain/standing";
import { type DirectoryState, directoryStateOf } from "@/lib/domain/write-queue";
import { type HistoryEntry, historyOf } from "@/lib/platform/audit/queries";
import { EVERY_ENTITY } from "@/lib/platform/authz/decide";
import type { Explanation } from "@/lib/platform/authz/explain";
import type { Grant } from "@/lib/platform/authz/grant";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { authorize, consider, grantIf, whyNot, widest } from "@/lib/platform/unit-of-work/authorize";
import { invitationAcceptedBy } from "./joined-by";
import { type OpenSession, openSessions } from "./sessions";
import { getUser, type UserDetail } from "./users";

/** A user's page. */
export type UserView = {
  readonly user: UserDetail;
  readonly isOneself: boolean;
  /** Why the reader cannot change this user; null when they can, or may change nobody. */
  readonly whyNoChange: string | null;
  /** Their pending role request, for readers who manage the user. */
  readonly openRequest: OpenRequest | null;
  /** Null for readers who do not manage the user. */
  readonly sessions: readonly OpenSession[] | null;
  readonly invitation: { readonly id: string; readonly sentAt: Date } | null;
  readonly mayViewInvitations: boolean;
  readonly mayViewEntity: boolean;
  readonly mayReadLog: boolean;
  readonly directory: DirectoryState | null;
  readonly history: readonly HistoryEntry[];
};

/** More changes than one user collects in years. */
const HISTORY = 200;

/** Reads the page; null when the user is not visible. */
export async function readUserView(tx: ScopedTx, grant: Grant<"Users.View">, id: string): Promise<UserView | null> {
  const reached = widest(tx, grant);
  const user = await getUser(tx, reached, id);
  if (!user) return null;
  const target = { entityId: user.entity.id };
  const manage = grantIf(tx, "Users.Manage", target);
  const invitations = grantIf(tx, "Invitations.View", target);
  return {
    user,
    isOneself: id === grant.principal.userId,
    whyNoChange: manage && (await whyMayNotChangeUser(tx, grant.principal, id)),
    openRequest: manage && ((await openRequestsAbout(tx, manage, [id]))[0] ?? null),
    sessions: manage && (await openSessions(tx, manage, id)),
    invitation: invitations && (await invitationAcceptedBy(tx, invitations, { id, entityId: user.entity.id })),
    mayViewInvitations: invitations !== null,
    mayViewEntity: consider(tx, "Entity.View", EVERY_ENTITY).outcome === "grant",
    mayReadLog: consider(tx, "Market.Operate", EVERY_ENTITY).outcome === "grant",
    directory: (await directoryStateOf(tx, reached, [id])).get(id) ?? null,
    history: await historyOf(tx, reached, { type: "user", id }, HISTORY),
  };
}

export type ManagedUser = {
  readonly user: UserDetail;
  readonly isOneself: boolean;
  /** Their pending role request. */
  readonly openRequest: OpenRequest | null;
  /** Why the reader cannot change this user: they could not assign the role the user holds. Null when they can. */
  readonly whyNoChange: string | null;
  /** Why the reader cannot terminate this user; null when they can. */
  readonly whyNoTermination: Explanation | null;
};

/** Reads a user for a form. Throws for readers who may not change them; null when the user is not visible. */
export async function readManagedUser(tx: ScopedTx, grant: Grant<"Users.View">, id: string): Promise<ManagedUser | null> {
  const user = await getUser(tx, widest(tx, grant), id);
  if (!user) return null;
  const manage = authorize(tx, "Users.Manage", { entityId: user.entity.id });
  return {
    user,
    isOneself: id === grant.principal.userId,
    openRequest: (await openRequestsAbout(tx, manage, [id]))[0] ?? null,
    whyNoChange: await whyMayNotChangeUser(tx, grant.principal, id),
    whyNoTermination: whyNot(tx, "Users.Manage", EVERY_ENTITY),
  };
}

/** The same for terminating, which takes managing the users of every entity. */
export function readUserToTerminate(tx: ScopedTx, grant: Grant<"Users.View">, id: string): Promise<ManagedUser | null> {
  authorize(tx, "Users.Manage", EVERY_ENTITY);
  return readManagedUser(tx, grant, id);
}
