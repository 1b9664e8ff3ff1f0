import { type Access, type DenialReason, decide, reasonOfStanding, type Target } from "./decide";
import { type Permission, permissionInfo, permissionNames } from "./permissions";
import type { UserPrincipal } from "./principal";
import type { Requirement } from "./requirement";

/** What a role holds and a standing leaves of it, for showing what somebody has. Nothing is decided by it, and so nothing is on record. */

/** Why somebody cannot use, inside their own entity, a permission that their role holds; undefined where they can. */
export const withheldInOwnEntity = (person: UserPrincipal, permission: Permission): DenialReason | undefined =>
  reasonOfStanding(person, permission) ?? (permissionInfo(permission).reach === "every-entity" && !person.global ? "GLOBAL_REQUIRED" : undefined);

/** What somebody can use inside their own entity. In the order of the catalogue. */
export const usableInOwnEntity = (person: UserPrincipal): readonly Permission[] =>
  permissionNames.filter((permission) => person.permissions.has(permission) && !withheldInOwnEntity(person, permission));

/** Whether a requirement is met by what somebody holds, for drawing the way to a page that decides for itself. */
export const isUsable = (person: UserPrincipal, { permission, across }: Requirement): boolean =>
  person.permissions.has(permission) && !withheldInOwnEntity(person, permission) && (across === "own-entity" || person.global);

/** Whether somebody who is not asking now would be granted it: for rules about what they asked for before. It opens nothing. */
export const wouldBeGranted = (person: UserPrincipal, access: Access, target: Target): boolean => decide(person, access, target).outcome === "grant";
