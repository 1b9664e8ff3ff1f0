import "server-only";
import type { Grant } from "@/lib/platform/authz/grant";
import { scopeOf } from "@/lib/platform/authz/scope-of";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { Dated } from "@/lib/platform/lists/dated";
import { lastSeen } from "./last-seen";

/** People an administrator should look at; each function returns a limited number. */

/** Active people are dormant after this many days without a visit. */
const DORMANT_DAYS = 90;

/** Whose temporary role ends before then, the soonest first. */
export async function endingRoles(
  tx: ScopedTx,
  grant: Grant<"Users.Manage">,
  { now, before, take }: { readonly now: Date; readonly before: Date; readonly take: number },
): Promise<readonly Dated[]> {
  const rows = await tx.user.findMany({
    where: { AND: [...scopeOf(tx, grant).where, { roleEndsAt: { gt: now, lt: before } }] },
    orderBy: [{ roleEndsAt: "asc" }, { id: "asc" }],
    take,
    select: { id: true, displayName: true, roleEndsAt: true },
  });
  return rows.map(({ id, displayName, roleEndsAt }) => ({ id, name: displayName, at: roleEndsAt ?? now }));
}

/** Active people who have signed in before, but not for a long time; the longest absent first. */
export async function dormantPeople(tx: ScopedTx, grant: Grant<"Users.Manage">, now: Date, take: number): Promise<readonly Dated[]> {
  const rows = await tx.presence.findMany({
    where: { AND: [...scopeOf(tx, grant).where, lastSeen(`over-${DORMANT_DAYS}`, now)], user: { status: "active" } },
    orderBy: [{ seenHour: "asc" }, { lastSeenAt: "asc" }, { userId: "asc" }],
    take,
    select: { userId: true, lastSeenAt: true, user: { select: { displayName: true } } },
  });
  return rows.map(({ userId, lastSeenAt, user }) => ({ id: userId, name: user.displayName, at: lastSeenAt }));
}
