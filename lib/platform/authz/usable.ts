import { type Access, type DenialReason, decide, reasonOfStanding, type Target } from "./decide";
import { type Permission, permissionInfo, permissionNames } from "./permissions";
import type { UserPrincipal } from "./principal";
import type { Requirement } from "./requirement";

/** What a role holds after its status is applied, for display. Enforces nothing and records nothing. */

/** Why a permission that the role holds cannot be used in the own entity; undefined when it can. */
export const withheldInOwnEntity = (person: UserPrincipal, permission: Permission): DenialReason | undefined =>
  reasonOfStanding(person, permission) ?? (permissionInfo(permission).reach === "every-entity" && !person.global ? "GLOBAL_REQUIRED" : undefined);

/** The permissions usable in the own entity, in catalogue order. */
export const usableInOwnEntity = (person: UserPrincipal): readonly Permission[] =>
  permissionNames.filter((permission) => person.permissions.has(permission) && !withheldInOwnEntity(person, permission));

/** Whether a person meets a requirement, for drawing a link to a page that decides for itself. */
export const isUsable = (person: UserPrincipal, { permission, across }: Requirement): boolean =>
  person.permissions.has(permission) && !withheldInOwnEntity(person, permission) && (across === "own-entity" || person.global);

/**
 * Whether a person who is not acting now would be granted access, for rules about their earlier requests. Opens
 * nothing.
 */
export const wouldBeGranted = (person: UserPrincipal, access: Access, target: Target): boolean => decide(person, access, target).outcome === "grant";
