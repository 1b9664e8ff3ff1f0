import { changesOf } from "@/lib/platform/audit/changes";
import type { ChangeEvent } from "@/lib/platform/audit/event";
import type { RoleRequest, User } from "@/lib/platform/db/types";

type Person = Pick<User, "id" | "entityId" | "displayName">;

/** The recorded fields of a person and of a request. */
const STANDING = ["role", "global", "baseRole", "baseGlobal", "roleEndsAt"] as const;
const REQUEST = ["fromRole", "fromGlobal", "toRole", "toGlobal", "endsAt", "state"] as const;

const about = ({ id, entityId, displayName }: Person): ChangeEvent["target"] => ({ type: "user", id, label: displayName, entityId });

export const userRoleChanged = (before: User, after: User, reason: string): ChangeEvent => ({
  action: "user.role_changed",
  target: about(after),
  changes: changesOf(before, after, STANDING),
  reason,
});

/** A temporary role expired. */
export const userRoleExpired = (before: User, after: User, reason: string): ChangeEvent => ({
  ...userRoleChanged(before, after, reason),
  action: "user.role_expired",
});

/** An event of a request, recorded in its person's history, where readers look for it. */
const requestEvent = (action: ChangeEvent["action"], person: Person, before: RoleRequest | null, after: RoleRequest, reason?: string): ChangeEvent => ({
  action,
  target: about(person),
  changes: before ? changesOf(before, after, ["state"]) : changesOf(null, after, REQUEST),
  ...(reason ? { reason } : {}),
});

export const roleRequested = (person: Person, request: RoleRequest): ChangeEvent => requestEvent("user.role_requested", person, null, request, request.reason);
export const roleApproved = (person: Person, before: RoleRequest, after: RoleRequest, reason: string): ChangeEvent =>
  requestEvent("user.role_request_approved", person, before, after, reason);
export const roleRejected = (person: Person, before: RoleRequest, after: RoleRequest, reason: string): ChangeEvent =>
  requestEvent("user.role_request_rejected", person, before, after, reason);
/** The person changed before anybody decided. */
export const roleSuperseded = (person: Person, before: RoleRequest, after: RoleRequest, reason: string): ChangeEvent =>
  requestEvent("user.role_request_superseded", person, before, after, reason);
export const roleWithdrawn = (person: Person, before: RoleRequest, after: RoleRequest): ChangeEvent =>
  requestEvent("user.role_request_withdrawn", person, before, after);
