import type { Permission } from "./permissions";
import { isRoleKey, permissionsOf, roleInfo } from "./roles";

export type UserStatus = "active" | "halted" | "frozen" | "deactivated" | "terminated";
export type EntityStatus = "active" | "suspended";

export type EntityOfPrincipal = {
  readonly id: string;
  readonly code: string;
  readonly shortName: string;
  readonly legalName: string;
  readonly status: EntityStatus;
};

/** A signed-in person, loaded from the database on each request and never from the token alone. */
export type UserPrincipal = {
  readonly kind: "user";
  readonly userId: string;
  readonly oid: string;
  readonly displayName: string;
  /** The directory's sign-in name in lower case; null until the first sign-in that recorded one. */
  readonly login: string | null;
  readonly email: string;
  readonly role: string;
  readonly permissions: ReadonlySet<Permission>;
  /** The Global app role; counts only with a role that may have it. */
  readonly global: boolean;
  readonly status: UserStatus;
  readonly entity: EntityOfPrincipal;
};

/** A program acting for an entity: it holds named permissions, for that entity or every entity, and owns nothing. */
export type ClientPrincipal = {
  readonly kind: "client";
  readonly clientId: string;
  readonly displayName: string;
  readonly permissions: ReadonlySet<Permission>;
  /** Whether it reaches every entity. */
  readonly global: boolean;
  readonly entity: EntityOfPrincipal;
};

/** The portal itself: what jobs act as. */
export type SystemPrincipal = { readonly kind: "system"; readonly displayName: string };

/** A principal that can make a request. */
export type Requester = UserPrincipal | ClientPrincipal;

/** Any principal. */
export type Principal = Requester | SystemPrincipal;

export const SYSTEM: SystemPrincipal = { kind: "system", displayName: "Rolebook" };

/** Global lifts entity isolation for operators only; with any other role it has no effect. */
export const countsAsGlobal = (role: string, globalAppRole: boolean): boolean => globalAppRole && isRoleKey(role) && roleInfo(role).mayBeGlobal === true;

/** A user's row, as far as it says whose it is. */
export type Account = { readonly id: string; readonly oid: string; readonly login: string | null };

/**
 * Whether an account is the caller's own: the same row, the same directory identity, or the same sign-in name there, which the directory
 * proved and gives to one person: it made their account anew. The portal's e-mail is a label that others can edit.
 * The database repeats it: `portal_is_oneself`.
 */
export const isSamePerson = ({ id, oid, login }: Account, { userId, ...own }: Pick<UserPrincipal, "userId" | "oid" | "login">): boolean =>
  id === userId || oid === own.oid || (login !== null && login === own.login);

/** Builds a principal from stored facts; the only place where a role becomes permissions. */
export function principalOf(
  facts: Omit<UserPrincipal, "kind" | "permissions" | "global"> & { globalAppRole: boolean },
  deployment: { entityAdminViewsConfig: boolean },
): UserPrincipal {
  const { globalAppRole, ...rest } = facts;
  return { kind: "user", ...rest, permissions: permissionsOf(facts.role, deployment), global: countsAsGlobal(facts.role, globalAppRole) };
}
