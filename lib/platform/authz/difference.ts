import { type AdminTab, shellFor } from "./admin-tabs";
import { EVERY_ENTITY } from "./decide";
import { type Permission, permissionInfo, permissionNames } from "./permissions";
import { principalOf, type UserPrincipal } from "./principal";
import { wouldBeGranted } from "./usable";

/** What somebody gains and loses, each in the order of its table. */
type Both<T> = { readonly gained: readonly T[]; readonly lost: readonly T[] };

export type AccessDifference = {
  /** Permissions that can be used afterwards and could not before, and the other way round. */
  readonly permissions: Both<Permission>;
  /** Those among them whose every use is on the record. */
  readonly audited: Both<Permission>;
  /** Tabs of the Admin panel that appear and disappear. */
  readonly tabs: Both<AdminTab>;
  /** Global: whether the reach beyond their own entity appears or disappears. */
  readonly reach: "gained" | "lost" | null;
};

type Held = { readonly role: string; readonly global: boolean };

/**
 * What would be different for `person` in another role: by the same decisions that are enforced, so that it cannot drift from
 * them. An active person of an active entity is compared; what a status withholds is for the page to say. Pure.
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

/** What a person can use at all: inside their own entity, or across all of them. */
const usable = (principal: UserPrincipal): readonly Permission[] =>
  permissionNames.filter((permission) => [{ entityId: principal.entity.id }, EVERY_ENTITY].some((target) => wouldBeGranted(principal, permission, target)));

const isAudited = (permission: Permission): boolean => permissionInfo(permission).audited === true;

const differing = <T>(before: readonly T[], after: readonly T[]): Both<T> => ({
  gained: after.filter((one) => !before.includes(one)),
  lost: before.filter((one) => !after.includes(one)),
});
