import "server-only";
import { assertNotLastHolder } from "@/lib/domain/standing";
import { announceAt, type Held, type Holding, standingAt, takesTwoAgain } from "@/lib/domain/standing/model";
import { type DirectoryChange, writeToDirectory } from "@/lib/domain/write-queue";
import { record } from "@/lib/platform/audit/record";
import type { ScopedTx, SystemTx } from "@/lib/platform/db/scoped-tx";
import type { User } from "@/lib/platform/db/types";
import { userRoleChanged } from "./audit-events";
import type { AssignRoles } from "./lock";
import { supersedeRequestsAbout, supersedeRequestsBy } from "./supersede-requests";

export type Assignment = {
  readonly to: Held;
  /** Null: permanent. */
  readonly endsAt: Date | null;
  readonly reason: string;
  readonly at: Date;
  /** Who is notified when a temporary role ends, besides its holder. */
  readonly askedById: string;
  readonly requestId: string | null;
};

/**
 * Gives a person a role: permanently, which ends every temporary one, or until an instant. It takes effect on
 * their next request, the directory follows, and it is recorded. The caller has locked the person and checked
 * the rules.
 */
export async function applyRole(tx: ScopedTx, grant: AssignRoles, before: User, assignment: Assignment): Promise<User> {
  const { to, endsAt, reason, at, requestId } = assignment;
  // A holder who keeps the role, with no less than before, cannot be the last one to leave.
  if (before.role !== to.role || (before.global && !to.global)) await assertNotLastHolder(tx, grant, before);
  record(tx, grant, ...(await supersedeRequestsAbout(tx, before, at, "They were given another role.")));
  const standing = endsAt ? await forAWhile(tx, before, assignment, endsAt) : await forGood(tx, before, at);
  const after = await tx.user.update({
    where: { id: before.id },
    data: { role: to.role, global: to.global, ...standing, version: { increment: 1 }, authzVersion: { increment: 1 }, updatedAt: at },
  });
  // An approved role is written to the directory even when it changes nothing here: the comparison requested it
  // because the directory had lost it.
  const same = before.role === after.role && before.global === after.global;
  await followInDirectory(tx, requestId !== null && same ? null : before, after);
  record(tx, grant, userRoleChanged(before, after, reason), ...(await supersedeRequestsBy(tx, after)));
  return after;
}

const NONE_RUNS = { baseRole: null, baseGlobal: null, roleEndsAt: null } as const;

async function forGood(tx: ScopedTx, { id }: User, at: Date): Promise<typeof NONE_RUNS> {
  await tx.roleGrant.updateMany({ where: { userId: id, endedAt: null }, data: { endedAt: at } });
  return NONE_RUNS;
}

async function forAWhile(tx: ScopedTx, before: User, { to, at, askedById, requestId }: Assignment, endsAt: Date) {
  const { id: userId, entityId } = before;
  const base = baseOf(before);
  await tx.roleGrant.create({ data: { entityId, userId, ...to, startsAt: at, endsAt, announceAt: announceAt(at, endsAt), askedById, requestId } });
  const open = await tx.roleGrant.findMany({ where: { userId, endedAt: null } });
  // Neither may resurface later: the longer grant of the same role when it is shortened, nor a role that takes
  // two people.
  const over = open.filter((one) => (one.role === to.role && one.global === to.global && one.endsAt > endsAt) || takesTwoAgain(one, to));
  await tx.roleGrant.updateMany({ where: { id: { in: over.map(({ id }) => id) } }, data: { endedAt: at } });
  const running = open.filter((one) => !over.includes(one));
  return { baseRole: base.role, baseGlobal: base.global, roleEndsAt: standingAt(base, running, at).nextEnd };
}

/** The role a person falls back to when no temporary role runs. */
export const baseOf = ({ role, global, baseRole, baseGlobal }: User): Held => ({ role: baseRole ?? role, global: baseGlobal ?? global });

/** All roles that a person holds at an instant, permanent and temporary. */
export async function holdingsOf(tx: ScopedTx, user: User, at: Date): Promise<readonly Holding[]> {
  const running = await tx.roleGrant.findMany({
    where: { userId: user.id, endedAt: null, endsAt: { gt: at } },
    select: { role: true, global: true, endsAt: true },
  });
  return [{ ...baseOf(user), endsAt: null }, ...running];
}

/**
 * Queues the directory writes for a change; all of them when the earlier state is unknown. A terminated person
 * has no groups, and none are written.
 */
export async function followInDirectory(tx: ScopedTx | SystemTx, before: User | null, after: User): Promise<void> {
  if (after.status === "terminated") return;
  const changes: DirectoryChange[] = [];
  if (before?.role !== after.role) changes.push({ kind: "set_role", role: after.role, ...(before ? { from: before.role } : {}) });
  if (before?.global !== after.global) changes.push({ kind: "set_global", global: after.global });
  if (changes.length > 0) await writeToDirectory(tx, { entityId: after.entityId, userId: after.id }, changes);
}
