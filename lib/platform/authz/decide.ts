import type { ErrorSubject } from "@/lib/platform/errors";
import { type Permission, permissionInfo, permissionNames } from "./permissions";
import type { Principal } from "./principal";
import { PANEL_DOORS, type Requirement } from "./requirement";

/**
 * What a decision is about: one entity, or all of them at once (the operators' views and the market itself). The subject is the thing
 * in question, where there is one: it goes on the record, and decides nothing.
 */
export type Target = ({ readonly entityId: string } | { readonly everyEntity: true }) & { readonly subject?: ErrorSubject };

export const EVERY_ENTITY: Target = { everyEntity: true };

/** Stands for what the caller cannot see: no entity has this id. Only Global reaches past it, to a row that is not there. */
export const NOT_VISIBLE: Target = { entityId: "00000000-0000-0000-0000-000000000000" };

/** What can be asked for: a permission of the catalogue, the Admin panel, or just a live account. */
export type Access = Permission | "panel" | "signed-in";

export type DenialReason =
  | "USER_DEACTIVATED"
  | "USER_TERMINATED"
  | "ENTITY_SUSPENDED"
  | "PERMISSION_MISSING"
  | "USER_HALTED"
  | "USER_FROZEN"
  | "GLOBAL_REQUIRED"
  | "OTHER_ENTITY";

export type Decision = { readonly access: Access; readonly target: Target } & (
  | { readonly outcome: "grant"; readonly globalUsed: boolean }
  | { readonly outcome: "deny"; readonly reason: DenialReason }
);

/**
 * Whether `principal` may have `access` to `target`. Pure, total and synchronous; the same function decides for pages, actions,
 * explanations and tests. Source: the permission and role tables, the status mask, and entity isolation.
 */
export function decide(principal: Principal, access: Access, target: Target): Decision {
  const reason = shutOut(principal) ?? reasonToDeny(principal, access, target);
  if (reason) return { access, target, outcome: "deny", reason };
  return { access, target, outcome: "grant", globalUsed: principal.global && isPermissionAccess(access) && reachesBeyondOwn(principal, access, target) };
}

/** The target that a door of the portal stands for. */
export const targetAcross = (principal: Principal, across: Requirement["across"]): Target =>
  across === "every-entity" ? EVERY_ENTITY : { entityId: principal.entity.id };

/** Decides a door of the portal: its permission on the principal's own entity, or on every entity. */
export const decideRequirement = (principal: Principal, { permission, across }: Requirement): Decision =>
  decide(principal, permission, targetAcross(principal, across));

export const isPermissionAccess = (access: Access): access is Permission => access !== "panel" && access !== "signed-in";

/** Permissions that mean nothing inside one entity. */
const GLOBAL_ONLY: ReadonlySet<Permission> = new Set(permissionNames.filter((permission) => permissionInfo(permission).needsGlobal));

/** Why this account may do nothing at all, if so. */
function shutOut({ status, entity }: Principal): DenialReason | undefined {
  if (status === "terminated") return "USER_TERMINATED";
  if (status === "deactivated") return "USER_DEACTIVATED";
  return entity.status === "suspended" ? "ENTITY_SUSPENDED" : undefined;
}

function reasonToDeny(principal: Principal, access: Access, target: Target): DenialReason | undefined {
  if (access === "signed-in") return undefined;
  if (access === "panel") {
    const isOpen = PANEL_DOORS.some(({ permission, across }) => !reasonToDeny(principal, permission, targetAcross(principal, across)));
    return isOpen ? undefined : "PERMISSION_MISSING";
  }
  if (!principal.permissions.has(access)) return "PERMISSION_MISSING";
  const standing = reasonOfStanding(principal, access);
  if (standing) return standing;
  if (principal.global || !reachesBeyondOwn(principal, access, target)) return undefined;
  return "everyEntity" in target || GLOBAL_ONLY.has(access) ? "GLOBAL_REQUIRED" : "OTHER_ENTITY";
}

/** What a person's status, or their entity's, withholds of a permission that their role holds. */
export function reasonOfStanding(principal: Principal, permission: Permission): DenialReason | undefined {
  const shut = shutOut(principal);
  if (shut) return shut;
  if (principal.status === "frozen" && !permissionInfo(permission).read) return "USER_FROZEN";
  return principal.status === "halted" && permissionInfo(permission).trading ? "USER_HALTED" : undefined;
}

const reachesBeyondOwn = (principal: Principal, permission: Permission, target: Target): boolean =>
  "everyEntity" in target || target.entityId !== principal.entity.id || GLOBAL_ONLY.has(permission);
