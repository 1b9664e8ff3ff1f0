import type { DenialReason } from "@/lib/platform/authz/decide";
import { type Permission, permissionNames } from "@/lib/platform/authz/permissions";
import type { UserPrincipal, UserStatus } from "@/lib/platform/authz/principal";
import { usableInOwnEntity, withheldInOwnEntity } from "@/lib/platform/authz/usable";

/** A permission of a person's role, and why it cannot be used now, if so. */
export type HeldPermission = { readonly permission: Permission; readonly withheld: DenialReason | null };

/** The permissions of a person's role, each with what withholds it in the own entity, in catalogue order. */
export const heldPermissions = (person: UserPrincipal): readonly HeldPermission[] =>
  permissionNames
    .filter((permission) => person.permissions.has(permission))
    .map((permission) => ({ permission, withheld: withheldInOwnEntity(person, permission) ?? null }));

/** What each status would withhold of what the person can use while active. */
export function withheldByStatus(person: UserPrincipal): Readonly<Record<UserStatus, readonly Permission[]>> {
  const usable = usableInOwnEntity({ ...person, status: "active" });
  const by = (status: UserStatus) => usable.filter((permission) => withheldInOwnEntity({ ...person, status }, permission));
  return { active: by("active"), halted: by("halted"), frozen: by("frozen"), deactivated: by("deactivated"), terminated: by("terminated") };
}
