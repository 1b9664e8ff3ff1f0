import "server-only";
import { supersedeRequestsAbout, supersedeRequestsBy } from "@/lib/domain/roles";
import { assertNotLastHolder, lockedUser } from "@/lib/domain/standing";
import { USER_STATUSES } from "@/lib/domain/standing/model";
import { type DirectoryChange, writeToDirectory } from "@/lib/domain/write-queue";
import { record } from "@/lib/platform/audit/record";
import type { Grant } from "@/lib/platform/authz/grant";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { User } from "@/lib/platform/db/types";
import { AppError } from "@/lib/platform/errors";
import { endSessionsOf } from "@/lib/platform/sessions/session";
import { userEdited, userStatusChanged } from "./audit-events";
import { assertCanTrade, assertNameConfirmed, assertNotOneself, assertNotOwnProfile, assertNotTerminated, assertStatusDiffers, assertUnchanged } from "./rules";
import type { EditUser, TerminateUser, UserStatusChange } from "./schema";

type ManageUsers = Grant<"Users.Manage">;

/** Edits another person's name and address; the directory's values replace them at their next sign-in. */
export async function editUser(tx: ScopedTx, grant: ManageUsers, input: EditUser): Promise<User> {
  const { user: before, at } = await lockedUser(tx, grant, input.id);
  assertNotOwnProfile(before, grant);
  assertNotTerminated(before);
  assertUnchanged(before, input.version);
  const { displayName, email } = input;
  if (before.displayName === displayName && before.email === email)
    throw new AppError("INVALID_INPUT", "Nothing is different. Change the name or the address, or go back.");
  const after = await tx.user.update({ where: { id: before.id }, data: { displayName, email, version: { increment: 1 }, updatedAt: at } });
  record(tx, grant, userEdited(before, after));
  return after;
}

/**
 * Sets a reversible status. It takes effect on the person's next request; a status that shuts them out also
 * ends their sessions.
 */
export async function setUserStatus(tx: ScopedTx, grant: ManageUsers, input: UserStatusChange): Promise<User> {
  const { user, at } = await lockedUser(tx, grant, input.id);
  assertUnchanged(user, input.version);
  return changeStatus(tx, grant, user, { status: input.status, reason: input.reason, at });
}

/** The same for one of many, without a page that named a version. */
export async function setUserStatusUnversioned(tx: ScopedTx, grant: ManageUsers, input: { id: string; status: User["status"]; reason: string }): Promise<User> {
  const { user, at } = await lockedUser(tx, grant, input.id);
  return changeStatus(tx, grant, user, { status: input.status, reason: input.reason, at });
}

/** Permanent. `grant` is of Users.Manage on every entity: terminating takes Global. */
export async function terminateUser(tx: ScopedTx, grant: ManageUsers, input: TerminateUser): Promise<User> {
  const { user, at } = await lockedUser(tx, grant, input.id);
  assertUnchanged(user, input.version);
  assertNameConfirmed(user, input.name);
  return changeStatus(tx, grant, user, { status: "terminated", reason: input.reason, at });
}

type StatusChange = { readonly status: User["status"]; readonly reason: string; readonly at: Date };

async function changeStatus(tx: ScopedTx, grant: ManageUsers, before: User, { status, reason, at }: StatusChange): Promise<User> {
  assertNotOneself(before, grant);
  assertNotTerminated(before);
  assertStatusDiffers(before, status);
  assertCanTrade(before, status);
  await assertNotLastHolder(tx, grant, before);
  if (USER_STATUSES[status].endsRequests)
    record(tx, grant, ...(await supersedeRequestsAbout(tx, before, at, `Their status was set to ${USER_STATUSES[status].label}: “${reason}”`)));
  const after = await tx.user.update({
    where: { id: before.id },
    data: {
      status,
      statusReason: status === "active" ? null : reason,
      ...(status === "terminated" ? { global: false } : {}),
      version: { increment: 1 },
      authzVersion: { increment: 1 },
      updatedAt: at,
    },
  });
  if (USER_STATUSES[status].shutsOut) await endSessionsOf(tx, before.id, "ended-by-admin");
  await writeToDirectory(tx, { entityId: before.entityId, userId: before.id }, directoryChanges(before, after));
  record(tx, grant, userStatusChanged(before, after, reason), ...(await supersedeRequestsBy(tx, after)));
  return after;
}

/** Queues the directory's part: shut-out people are signed out there too, and terminated ones lose their groups. */
function directoryChanges(before: User, after: User): readonly DirectoryChange[] {
  if (after.status === "terminated")
    return [{ kind: "set_role", role: null }, ...(before.global ? [{ kind: "set_global", global: false } as const] : []), { kind: "revoke_sessions" }];
  // Readmission queues nothing: no group was taken, and one that the directory removed since is settled as a
  // difference.
  return USER_STATUSES[after.status].shutsOut ? [{ kind: "revoke_sessions" }] : [];
}
