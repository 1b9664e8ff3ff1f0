import "server-only";
import type { Target } from "@/lib/authz/decide";
import type { Grant } from "@/lib/authz/grant";
import { countsAsGlobal, type Principal } from "@/lib/authz/principal";
import type { ScopedTx } from "@/lib/db/scope";
import type { User } from "@/lib/db/types";
import { AppError } from "@/lib/errors";
import { assertMayChange, type Held, whyMayNotChange } from "./rules";

type ChangeUsers = Grant<"Users.Manage"> | Grant<"Users.Promote">;
type HoldsRole = Pick<User, "id" | "role" | "global" | "baseRole" | "baseGlobal">;
type Standing = Pick<User, "id" | "role" | "global" | "status"> & { readonly at: Date };

/**
 * A person whom the grant reaches, locked together with whoever acts until the transaction ends, so that two changes of one person
 * take turns; and the database's time of the change. Throws NOT_AUTHORISED where there is nobody, BEYOND_OWN_PERMISSIONS where the person
 * holds a role that whoever acts could not give, and as `lockUsers` does.
 */
export async function lockedUser(tx: ScopedTx, grant: ChangeUsers, id: string): Promise<{ readonly user: User; readonly at: Date }> {
  const { target } = grant;
  const at = await lockUsers(tx, grant, [id]);
  const user = await tx.user.findFirst({ where: { AND: [{ id }, ...("entityId" in target ? [{ entityId: target.entityId }] : [])] } });
  if (!user) throw new AppError("NOT_AUTHORISED", "There is no such person. Go back to the list and choose one.");
  assertMayChange(grant.principal, user, await heldBy(tx, user));
  return { user, at };
}

/** The present role, the one to fall back to, and those that run beneath: whoever changes the person decides about all of them. */
async function heldBy(tx: ScopedTx, { id, role, global, baseRole, baseGlobal }: HoldsRole): Promise<readonly Held[]> {
  const running = await tx.roleGrant.findMany({ where: { userId: id, endedAt: null }, select: { role: true, global: true } });
  return [{ role, global }, { role: baseRole ?? role, global: baseGlobal ?? global }, ...running];
}

/** Why `principal` may not change a person whom they see, for controls; null where they may. The command asks again. */
export async function whyMayNotChangeUser(tx: ScopedTx, principal: Principal, id: string): Promise<string | null> {
  const user = await tx.user.findUniqueOrThrow({ where: { id }, select: { id: true, role: true, global: true, baseRole: true, baseGlobal: true } });
  return whyMayNotChange(principal, await heldBy(tx, user));
}

/**
 * Locks people together with whoever acts, in one order for everybody: nobody waits for somebody who waits for them. The grant was
 * decided on the standing that whoever acts had when their request came in; throws NOT_AUTHORISED where it is another by now, so
 * that who is demoted or shut out changes nobody any more, and of two who change each other at one moment the second loses.
 */
export async function lockUsers(tx: ScopedTx, { principal }: ChangeUsers, ids: readonly string[]): Promise<Date> {
  const all = [...ids, principal.userId];
  const locked = await tx.$queryRaw<Standing[]>`
    SELECT id, role, global, status::text AS status, now() AS at FROM portal_user WHERE id = ANY(${all}::uuid[]) ORDER BY id FOR UPDATE`;
  const own = locked.find(({ id }) => id === principal.userId);
  const stands = own?.role === principal.role && countsAsGlobal(own.role, own.global) === principal.global && own.status === principal.status;
  if (!stands) throw new AppError("NOT_AUTHORISED", "Your own role or status was changed at this moment, so this was not done. Open the page again.");
  return own.at;
}

/** Whose entity decides about a change of theirs; null for somebody who is not visible. */
export async function entityOfUser(tx: ScopedTx, id: string): Promise<(Target & { readonly entityId: string }) | null> {
  const user = await tx.user.findUnique({ where: { id }, select: { entityId: true, displayName: true } });
  return user && { entityId: user.entityId, subject: { type: "user", id, label: user.displayName, entityId: user.entityId } };
}
