import "server-only";
import type { Access } from "@/lib/platform/authz/decide";
import type { Grant } from "@/lib/platform/authz/grant";
import { countsAsGlobal } from "@/lib/platform/authz/principal";
import { isRoleKey, roleInfo } from "@/lib/platform/authz/roles";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { Prisma, User } from "@/lib/platform/db/types";
import { type Reason, refuse } from "@/lib/platform/unit-of-work/refuse";

export type Leaver = Pick<User, "id" | "entityId" | "displayName" | "role" | "global" | "status">;

/** The number of other active holders of what must always have one. */
export type Remaining = {
  /** Operators with Global; null when the person leaving is not one. */
  readonly operators: number | null;
  /** Holders, in the leaver's entity, of a role that each entity keeps; null when theirs is no such role. */
  readonly sameRole: number | null;
};

/**
 * Why a person may not leave; null when they may. Somebody active must remain who can run the market, and who
 * can manage each entity.
 */
export function whyLast({ displayName }: Pick<Leaver, "displayName">, { operators, sameRole }: Remaining): Reason | null {
  if (operators === 0)
    return { code: "LAST_OPERATOR", message: `${displayName} is the last active operator with Global. Make another person one first, then come back to this.` };
  return sameRole === 0
    ? { code: "LAST_OPERATOR", message: `${displayName} is the last active person of their entity with this role. Give it to another person first.` }
    : null;
}

/** Any constant: every removal of a holder takes the same lock, so that two of them take turns. */
const LEAVING_LOCK = 7_042_028;

/**
 * Refuses with LAST_OPERATOR when nobody would remain after `leaver` is demoted or loses the use of their role.
 * The caller has locked the leaver's row and not changed it yet. Two holders who remove each other take turns:
 * the second counts what the first has left.
 */
export async function assertNotLastHolder(tx: ScopedTx, grant: Grant<Access>, leaver: Leaver): Promise<void> {
  const isOperator = countsAsGlobal(leaver.role, leaver.global);
  const isKept = isRoleKey(leaver.role) && roleInfo(leaver.role).keptByEntity === true;
  if (leaver.status !== "active" || (!isOperator && !isKept)) return;
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(${LEAVING_LOCK}::bigint)::text`;
  // Temporary holders do not count: their role expires.
  const others = { status: "active", roleEndsAt: null, NOT: { id: leaver.id } } as const;
  const why = whyLast(leaver, {
    operators: isOperator ? await countOperators(tx, others) : null,
    sameRole: isKept ? await tx.user.count({ where: { ...others, entityId: leaver.entityId, role: leaver.role }, take: 1 }) : null,
  });
  if (why) refuse(grant, why);
}

/**
 * Global counts only with a role that may have it. Inside one entity only its own operators are visible, so it
 * refuses rather than guesses.
 */
async function countOperators(tx: ScopedTx, others: Prisma.UserWhereInput): Promise<number> {
  const holders = await tx.user.findMany({
    where: { ...others, global: true, entity: { status: "active" } },
    select: { role: true, global: true },
  });
  return holders.filter(({ role, global }) => countsAsGlobal(role, global)).length;
}
