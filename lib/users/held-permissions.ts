import { type DenialReason, decide } from "@/lib/authz/decide";
import { type Permission, permissionNames } from "@/lib/authz/permissions";
import type { Principal, UserStatus } from "@/lib/authz/principal";

/** A permission of somebody's role, and why it cannot be used now, if so. */
export type HeldPermission = { readonly permission: Permission; readonly withheld: DenialReason | null };

/** What a person's role holds, each with what `decide` says of it inside their own entity. In the order of the catalogue. */
export const heldPermissions = (person: Principal): readonly HeldPermission[] =>
  permissionNames
    .filter((permission) => person.permissions.has(permission))
    .map((permission) => {
      const decision = decide(person, permission, { entityId: person.entity.id });
      return { permission, withheld: decision.outcome === "deny" ? decision.reason : null };
    });

/** What each status would withhold of what a person can use while they are active. */
export function withheldByStatus(person: Principal): Readonly<Record<UserStatus, readonly Permission[]>> {
  const inOwn = { entityId: person.entity.id };
  const usable = permissionNames.filter((permission) => decide({ ...person, status: "active" }, permission, inOwn).outcome === "grant");
  const by = (status: UserStatus) => usable.filter((permission) => decide({ ...person, status }, permission, inOwn).outcome === "deny");
  return { active: by("active"), halted: by("halted"), frozen: by("frozen"), deactivated: by("deactivated"), terminated: by("terminated") };
}
