import type { DenialReason } from "@/lib/platform/authz/decide";
import { type Permission, permissionNames } from "@/lib/platform/authz/permissions";
import type { UserPrincipal, UserStatus } from "@/lib/platform/authz/principal";
import { usableInOwnEntity, withheldInOwnEntity } from "@/lib/platform/authz/usable";

/** A permission of somebody's role, and why it cannot be used now, if so. */
export type HeldPermission = { readonly permission: Permission; readonly withheld: DenialReason | null };

/** What a person's role holds, each with what their standing withholds of it inside their own entity. In the order of the catalogue. */
export const heldPermissions = (person: UserPrincipal): readonly HeldPermission[] =>
  permissionNames
    .filter((permission) => person.permissions.has(permission))
    .map((permission) => ({ permission, withheld: withheldInOwnEntity(person, permission) ?? null }));

/** What each status would withhold of what a person can use while they are active. */
export function withheldByStatus(person: UserPrincipal): Readonly<Record<UserStatus, readonly Permission[]>> {
  const usable = usableInOwnEntity({ ...person, status: "active" });
  const by = (status: UserStatus) => usable.filter((permission) => withheldInOwnEntity({ ...person, status }, permission));
  return { active: by("active"), halted: by("halted"), frozen: by("frozen"), deactivated: by("deactivated"), terminated: by("terminated") };
}
