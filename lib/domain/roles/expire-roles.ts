import "server-only";
import { standingAt } from "@/lib/domain/standing/model";
import { recordBySystem } from "@/lib/platform/audit/system";
import { roleLabel } from "@/lib/platform/authz/roles";
import type { SystemTx } from "@/lib/platform/db/scoped-tx";
import { databaseTime } from "@/lib/platform/db/time";
import type { RoleGrant, User } from "@/lib/platform/db/types";
import { baseOf, followInDirectory } from "./apply";
import { userRoleExpired } from "./audit-events";
import { supersedeRequestsAbout, supersedeRequestsBy } from "./supersede-requests";

/**
 * Settles a person's expired temporary roles: they get the latest one still running, or their base role.
 * Recorded, and queued for the directory. Does nothing when no role has expired; safe to run concurrently.
 * `requestId` groups everything that one request or run settles.
 */
export async function expireRole(tx: SystemTx, userId: string, requestId: string): Promise<void> {
  await tx.$queryRaw`SELECT id FROM portal_user WHERE id = ${userId}::uuid FOR NO KEY UPDATE`;
  const before = await tx.user.findUnique({ where: { id: userId } });
  const at = await databaseTime(tx);
  if (!before?.roleEndsAt || before.roleEndsAt > at) return;
  const open = await tx.roleGrant.findMany({ where: { userId, endedAt: null } });
  const { over, running, nextEnd, held } = standingAt(baseOf(before), open, at);
  await tx.roleGrant.updateMany({ where: { id: { in: over.map(({ id }) => id) } }, data: { endedAt: at } });
  const change = changeTo(before, held);
  const ended = "role" in change ? await supersedeRequestsAbout(tx, before, at, "A temporary role of theirs ran out.") : [];
  const after = await tx.user.update({ where: { id: userId }, data: { ...change, ...fallback(before, running, nextEnd), updatedAt: at } });
  await followInDirectory(tx, before, after);
  await recordBySystem(tx, requestId, [...ended, userRoleExpired(before, after, reasonFor(over)), ...(await supersedeRequestsBy(tx, after))]);
}

/** The role in effect. A terminated person keeps the recorded role, without Global. */
function changeTo(before: User, held: { readonly role: string; readonly global: boolean }) {
  if (before.status === "terminated" || (before.role === held.role && before.global === held.global)) return {};
  return { role: held.role, global: held.global, version: { increment: 1 }, authzVersion: { increment: 1 } };
}

const fallback = (before: User, running: readonly RoleGrant[], nextEnd: Date | null) =>
  running.length > 0 ? { ...baseColumns(before), roleEndsAt: nextEnd } : { baseRole: null, baseGlobal: null, roleEndsAt: null };

const baseColumns = (before: User) => {
  const { role, global } = baseOf(before);
  return { baseRole: role, baseGlobal: global };
};

const names = new Intl.ListFormat("en-NZ");

const reasonFor = (over: readonly RoleGrant[]): string =>
  over.length > 0 ? `Its time is over: ${names.format(over.map(({ role }) => roleLabel(role)))}.` : "Its time is over.";
