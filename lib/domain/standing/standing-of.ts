import "server-only";
import { principalOf, type UserPrincipal } from "@/lib/platform/authz/principal";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { databaseTime } from "@/lib/platform/db/time";
import type { Entity, User } from "@/lib/platform/db/types";
import { env } from "@/lib/platform/env";
import { heldAt } from "./standing";

/** How a stored person stands. */
export function standingOf({ id: userId, global: globalAppRole, entity, ...facts }: User & { readonly entity: Entity }): UserPrincipal {
  return principalOf({ ...facts, userId, globalAppRole, entity }, { entityAdminViewsConfig: env().ENTITY_ADMIN_VIEWS_CONFIG });
}

/**
 * How somebody stands now who is not acting, held until the transaction ends, wherever they are: for rules about what they asked for. An
 * actor inside one entity need not see them, so the transaction is the portal's own for these statements. A role whose time is over does not
 * count, settled or not. Null where there is nobody.
 */
export async function heldStandingOf(tx: ScopedTx, userId: string): Promise<UserPrincipal | null> {
  const [own] = await tx.$queryRaw<{ role: string }[]>`SELECT current_user::text AS role`;
  if (!own) throw new Error("The database did not say whose transaction this is.");
  await tx.$executeRaw`SELECT set_config('role', 'portal_system', true)`;
  await tx.$queryRaw`SELECT id FROM portal_user WHERE id = ${userId}::uuid FOR SHARE`;
  const person = await tx.user.findUnique({ where: { id: userId }, include: { entity: true, roleGrants: { where: { endedAt: null } } } });
  const at = await databaseTime(tx);
  // A statement that failed has ended the transaction, and the role with it.
  await tx.$executeRaw`SELECT set_config('role', ${own.role}, true)`;
  return person && standingOf({ ...person, ...heldAt(person, person.roleGrants, at) });
}
