import "server-only";
import type { Target } from "@/lib/platform/authz/decide";
import type { Grant } from "@/lib/platform/authz/grant";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import { scopeOf } from "@/lib/platform/authz/scope-of";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { User } from "@/lib/platform/db/types";
import { refuse } from "@/lib/platform/unit-of-work/refuse";
import { assertMayChange, type Held, whyMayNotChange } from "./may-change";

type ChangeUsers = Grant<"Users.Manage"> | Grant<"Users.Promote">;
type HoldsRole = Pick<User, "id" | "role" | "global" | "baseRole" | "baseGlobal">;

/**
 * A person within the grant, locked until the transaction ends so that two changes take turns, and the
 * database's time. Throws NOT_AUTHORISED when there is none, and BEYOND_OWN_PERMISSIONS when the person holds a
 * role that the caller may not give.
 */
export async function lockedUser(tx: ScopedTx, grant: ChangeUsers, id: string): Promise<{ readonly user: User; readonly at: Date }> {
  const at = await lockUsers(tx, [id]);
  const user = at && (await tx.user.findFirst({ where: { AND: [{ id }, ...scopeOf(tx, grant).where] } }));
  if (!user) return refuse(grant, { code: "NOT_AUTHORISED", message: "There is no such person. Go back to the list and choose one." });
  assertMayChange(grant, user, await heldBy(tx, user));
  return { user, at };
}

/** The present role, the base role and every running temporary one: a change of the person affects all of them. */
async function heldBy(tx: ScopedTx, { id, role, global, baseRole, baseGlobal }: HoldsRole): Promise<readonly Held[]> {
  const running = await tx.roleGrant.findMany({ where: { userId: id, endedAt: null }, select: { role: true, global: true } });
  return [{ role, global }, { role: baseRole ?? role, global: baseGlobal ?? global }, ...running];
}

/** Why `principal` may not change a person they see, for controls; null when they may. Commands check again. */
export async function whyMayNotChangeUser(tx: ScopedTx, principal: UserPrincipal, id: string): Promise<string | null> {
  const user = await tx.user.findUniqueOrThrow({ where: { id }, select: { id: true, role: true, global: true, baseRole: true, baseGlobal: true } });
  return whyMayNotChange(principal, await heldBy(tx, user));
}

/**
 * Locks people in one order and returns the database's time; undefined when there are none. The seam has
 * already locked the caller: of two people who change each other, one is retried and then refused.
 */
export async function lockUsers(tx: ScopedTx, ids: readonly string[]): Promise<Date | undefined> {
  const [first] = await tx.$queryRaw<{ at: Date }[]>`SELECT now() AS at FROM portal_user WHERE id = ANY(${[...ids]}::uuid[]) ORDER BY id FOR NO KEY UPDATE`;
  return first?.at;
}

/** The entity that decides changes of a person; null when they are not visible. */
export async function entityOfUser(tx: ScopedTx, id: string): Promise<(Target & { readonly entityId: string }) | null> {
  const user = await tx.user.findUnique({ where: { id }, select: { entityId: true, displayName: true } });
  return user && { entityId: user.entityId, subject: { type: "user", id, label: user.displayName, entityId: user.entityId } };
}
