import { type AdminTab, shellFor } from "./admin-tabs";
import { EVERY_ENTITY } from "./decide";
import { type Permission, permissionInfo, permissionNames } from "./permissions";
import { principalOf, type UserPrincipal } from "./principal";
import { wouldBeGranted } from "./usable";

/** What a change of role adds and removes, each in table order. */
type Both<T> = { readonly gained: readonly T[]; readonly lost: readonly T[] };

export type AccessDifference = {
  /** Permissions that become usable, and those that stop being usable. */
  readonly permissions: Both<Permission>;
  /** The audited ones among them. */
  readonly audited: Both<Permission>;
  /** Admin tabs that appear and disappear. */
  readonly tabs: Both<AdminTab>;
  /** Whether reach beyond the own entity (Global) appears or disappears. */
  readonly reach: "gained" | "lost" | null;
};

type Held = { readonly role: string; readonly global: boolean };

/**
 * Compares what `person` could use in another role. Uses `decide`, so it cannot drift from what is enforced.
 * Both sides are compared as active; the page reports what a status withholds. Pure.
 */
export function accessDifference(person: UserPrincipal, to: Held, deployment: { entityAdminViewsConfig: boolean }): AccessDifference {
  const standing = (held: Held): UserPrincipal =>
    principalOf({ ...person, ...held, globalAppRole: held.global, status: "active", entity: { ...person.entity, status: "active" } }, deployment);
  const [before, after] = [standing(person), standing(to)];
  const permissions = differing(usable(before), usable(after));
  return {
    permissions,
    audited: { gained: permissions.gained.filter(isAudited), lost: permissions.lost.filter(isAudited) },
    tabs: differing(shellFor(before).tabs, shellFor(after).tabs),
    reach: before.global === after.global ? null : after.global ? "gained" : "lost",
  };
}

/** What a person can use inside their own entity or across all of them. */
const usable = (principal: UserPrincipal): readonly Permission[] =>
  permissionNames.filter((permission) => [{ entityId: principal.entity.id }, EVERY_ENTITY].some((target) => wouldBeGranted(principal, permission, target)));

const isAudited = (permission: Permission): boolean => permissionInfo(permission).audited === true;

const differing = <T>(before: readonly T[], after: readonly T[]): Both<T> => ({
  gained: after.filter((one) => !before.includes(one)),
  lost: before.filter((one) => !after.includes(one)),
});
