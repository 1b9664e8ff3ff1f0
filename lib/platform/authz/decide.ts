import type { ErrorSubject } from "@/lib/platform/errors";
import { type Permission, permissionInfo, permissionNames, type Reach } from "./permissions";
import type { Principal, Requester } from "./principal";
import { PANEL_DOORS, type Requirement } from "./requirement";

/**
 * What a decision is about: one entity, or every entity (operator views and the market itself). `subject` is
 * recorded and decides nothing. `ownerId` is the person who owns the thing; `counterpartyId` is the entity that
 * the thing asks something of.
 */
export type Target = ({ readonly entityId: string } | { readonly everyEntity: true }) & {
  readonly subject?: ErrorSubject;
  readonly ownerId?: string;
  readonly counterpartyId?: string;
};

export const EVERY_ENTITY: Target = { everyEntity: true };

/**
 * Target for a row the caller cannot see: no entity has this id. Only Global reaches past it, to a row that
 * does not exist.
 */
const NOBODY = "00000000-0000-0000-0000-000000000000";
export const NOT_VISIBLE: Target = { entityId: NOBODY };

/** Target for an own thing that does not exist: it has no owner, so it is refused like somebody else's. */
export const nobodysThing = ({ entity }: Requester, subject: ErrorSubject): Target => ({ entityId: entity.id, ownerId: NOBODY, subject });

/** What can be asked for: a permission, the Admin panel, or any live account. */
export type Access = Permission | "panel" | "signed-in";

export type DenialReason =
  | "USER_DEACTIVATED"
  | "USER_TERMINATED"
  | "ENTITY_SUSPENDED"
  | "PERMISSION_MISSING"
  | "USER_HALTED"
  | "USER_FROZEN"
  | "GLOBAL_REQUIRED"
  | "OTHER_ENTITY"
  | "OTHER_PERSON"
  | "NOT_COUNTERPARTY"
  | "PERSON_REQUIRED";

export type Decision = { readonly access: Access; readonly target: Target } & (
  | { readonly outcome: "grant"; readonly globalUsed: boolean }
  | { readonly outcome: "deny"; readonly reason: DenialReason }
);

/**
 * Decides whether `principal` (user, client or system) has `access` to `target`. Pure, total and synchronous:
 * pages, actions, explanations and tests all use it. Source: the permission and role tables, the status mask,
 * entity isolation.
 */
export function decide(principal: Principal, access: Access, target: Target): Decision {
  const reason = principal.kind === "system" ? reasonOfSystem(access) : (shutOut(principal) ?? reasonToDeny(principal, access, target));
  if (reason) return { access, target, outcome: "deny", reason };
  const globalUsed = principal.kind !== "system" && principal.global && isPermissionAccess(access) && lifted(principal, access, target);
  return { access, target, outcome: "grant", globalUsed };
}

/** The system may do whatever its jobs do; it opens no page and owns nothing. */
const reasonOfSystem = (access: Access): DenialReason | undefined => (isPermissionAccess(access) ? undefined : "PERMISSION_MISSING");

/** The target of a page's requirement. */
export const targetAcross = (principal: Requester, across: Requirement["across"]): Target =>
  across === "every-entity" ? EVERY_ENTITY : { entityId: principal.entity.id };

/** Decides a page's requirement: the permission on the principal's own entity, or on every entity. */
export const decideRequirement = (principal: Requester, { permission, across }: Requirement): Decision =>
  decide(principal, permission, targetAcross(principal, across));

export const isPermissionAccess = (access: Access): access is Permission => access !== "panel" && access !== "signed-in";

const reaching = (reach: Reach): ReadonlySet<Permission> => new Set(permissionNames.filter((permission) => permissionInfo(permission).reach === reach));

/** Permissions without meaning inside one entity, and permissions of the counterparty. */
const GLOBAL_ONLY = reaching("every-entity");
const COUNTERPARTYS = reaching("counterparty");

/** Why the account is refused everything; null when it is not. */
function shutOut(principal: Requester): DenialReason | undefined {
  if (principal.kind === "user" && principal.status === "terminated") return "USER_TERMINATED";
  if (principal.kind === "user" && principal.status === "deactivated") return "USER_DEACTIVATED";
  return principal.entity.status === "suspended" ? "ENTITY_SUSPENDED" : undefined;
}

function reasonToDeny(principal: Requester, access: Access, target: Target): DenialReason | undefined {
  // Clients have no pages and own nothing.
  if (principal.kind === "client" && !isPermissionAccess(access)) return "PERMISSION_MISSING";
  // A live account alone grants only own things: its `reach` is "own-thing".
  if (access === "signed-in") return reasonOfOwner(principal, target);
  if (access === "panel") {
    const isOpen = PANEL_DOORS.some(({ permission, across }) => !reasonToDeny(principal, permission, targetAcross(principal, across)));
    return isOpen ? reasonOfOwner(principal, target) : "PERMISSION_MISSING";
  }
  if (!principal.permissions.has(access)) return "PERMISSION_MISSING";
  const standing = reasonOfStanding(principal, access);
  if (standing) return standing;
  if (isCounterpartys(access, target)) return target.counterpartyId === principal.entity.id && !isOf(principal, target) ? undefined : "NOT_COUNTERPARTY";
  if (principal.global || !reachesBeyondOwn(principal, access, target)) return reasonOfOwner(principal, target);
  return "everyEntity" in target || GLOBAL_ONLY.has(access) ? "GLOBAL_REQUIRED" : "OTHER_ENTITY";
}

const isCounterpartys = (access: Permission, target: Target): boolean => target.counterpartyId !== undefined && COUNTERPARTYS.has(access);

const isOf = ({ entity }: Requester, target: Target): boolean => "entityId" in target && target.entityId === entity.id;

const reasonOfOwner = (principal: Requester, { ownerId }: Target): DenialReason | undefined =>
  ownerId === undefined || (principal.kind === "user" && ownerId === principal.userId) ? undefined : "OTHER_PERSON";

/** What the status of the person or their entity withholds of a permission that the role holds. */
export function reasonOfStanding(principal: Requester, permission: Permission): DenialReason | undefined {
  const shut = shutOut(principal);
  if (shut) return shut;
  if (principal.kind === "client") return undefined;
  if (principal.status === "frozen" && !permissionInfo(permission).read) return "USER_FROZEN";
  return principal.status === "halted" && permissionInfo(permission).trading ? "USER_HALTED" : undefined;
}

const lifted = (principal: Requester, permission: Permission, target: Target): boolean =>
  reachesBeyondOwn(principal, permission, target) && !isCounterpartys(permission, target);

const reachesBeyondOwn = (principal: Requester, permission: Permission, target: Target): boolean =>
  "everyEntity" in target || target.entityId !== principal.entity.id || GLOBAL_ONLY.has(permission);
