import type { Permission } from "./permissions";
import { isRoleKey, permissionsOf, roleInfo } from "./roles";

export type UserStatus = "active" | "halted" | "frozen" | "deactivated" | "terminated";
export type EntityStatus = "active" | "suspended";

/** Who is asking: loaded from the database for each request, never from the token alone. */
export type Principal = {
  readonly userId: string;
  readonly oid: string;
  readonly displayName: string;
  /** The directory's sign-in name; null for whoever has not signed in since it is kept. */
  readonly login: string | null;
  readonly email: string;
  readonly role: string;
  readonly permissions: ReadonlySet<Permission>;
  /** The Global app role, counted only together with a role that may have it. */
  readonly global: boolean;
  readonly status: UserStatus;
  readonly entity: { readonly id: string; readonly code: string; readonly shortName: string; readonly legalName: string; readonly status: EntityStatus };
};

/** Global lifts entity isolation for operators only; with any other role it counts for nothing. */
export const countsAsGlobal = (role: string, globalAppRole: boolean): boolean => globalAppRole && isRoleKey(role) && roleInfo(role).mayBeGlobal === true;

/** A principal from stored facts; the only place where a role becomes permissions. */
export function principalOf(
  facts: Omit<Principal, "permissions" | "global"> & { globalAppRole: boolean },
  deployment: { entityAdminViewsConfig: boolean },
): Principal {
  const { globalAppRole, ...rest } = facts;
  return { ...rest, permissions: permissionsOf(facts.role, deployment), global: countsAsGlobal(facts.role, globalAppRole) };
}
