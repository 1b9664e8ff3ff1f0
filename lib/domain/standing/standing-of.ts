import "server-only";
import { principalOf, type UserPrincipal } from "@/lib/platform/authz/principal";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { databaseTime } from "@/lib/platform/db/time";
import type { Entity, User } from "@/lib/platform/db/types";
import { env } from "@/lib/platform/env";
import { heldAt } from "./standing";

/** A stored person's standing. */
export function standingOf({ id: userId, global: globalAppRole, entity, ...facts }: User & { readonly entity: Entity }): UserPrincipal {
  return principalOf({ ...facts, userId, globalAppRole, entity }, { entityAdminViewsConfig: env().ENTITY_ADMIN_VIEWS_CONFIG });
}

/**
 * The present standing of a person who is not the caller, locked until the transaction ends: for rules about
 * their own requests. A caller inside one entity may not see them, so these statements run as `portal_system`.
 * An expired role does not count, settled or not. Null when there is no such person.
 */
export async function heldStandingOf(tx: ScopedTx, userId: string): Promise<UserPrincipal | null> {
  const [own] = await tx.$queryRaw<{ role: string }[]>`SELECT current_user::text AS role`;
  if (!own) throw new Error("The database did not say whose transaction this is.");
  await tx.$executeRaw`SELECT set_config('role', 'portal_system', true)`;
  await tx.$queryRaw`SELECT id FROM portal_user WHERE id = ${userId}::uuid FOR SHARE`;
  const person = await tx.user.findUnique({ where: { id: userId }, include: { entity: true, roleGrants: { where: { endedAt: null } } } });
  const at = await databaseTime(tx);
  // A failed statement has ended the transaction, and the role with it.
  await tx.$executeRaw`SELECT set_config('role', ${own.role}, true)`;
  return person && standingOf({ ...person, ...heldAt(person, person.roleGrants, at) });
}
