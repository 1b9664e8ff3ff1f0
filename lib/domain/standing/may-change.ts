import { assignableRoles } from "@/lib/platform/authz/assignable";
import type { Access } from "@/lib/platform/authz/decide";
import type { Grant } from "@/lib/platform/authz/grant";
import { countsAsGlobal, type UserPrincipal } from "@/lib/platform/authz/principal";
import { permissionsOf, roleLabel } from "@/lib/platform/authz/roles";
import type { User } from "@/lib/platform/db/types";
import { refuse } from "@/lib/platform/unit-of-work/refuse";

/** A role together with Global, as somebody holds it or will fall back to it. */
export type Held = { readonly role: string; readonly global: boolean };

/** Changing a person takes being able to give every role that they hold, and Global for a holder of Global. Null where that is so. */
export function whyMayNotChange(principal: Pick<UserPrincipal, "role" | "global">, held: readonly Held[]): string | null {
  const beyond = held.find(({ role }) => grantsAnything(role) && !assignableRoles(principal).some((key) => key === role));
  if (beyond) return `Only somebody who may give the role ${roleLabel(beyond.role)} may change a person who holds it. Ask an operator of the exchange.`;
  return held.some(({ role, global }) => countsAsGlobal(role, global)) && !principal.global
    ? "Only an operator with Global may change a person who holds Global. Ask such a colleague."
    : null;
}

/** A role that this portal does not know grants nothing, so changing its holder takes nothing more. */
const grantsAnything = (role: string): boolean => permissionsOf(role, { entityAdminViewsConfig: true }).size > 0;

export function assertMayChange(
  grant: Grant<Access>,
  { id, displayName, entityId }: Pick<User, "id" | "displayName" | "entityId">,
  held: readonly Held[],
): void {
  const why = whyMayNotChange(grant.principal, held);
  if (why) refuse(grant, { code: "BEYOND_OWN_PERMISSIONS", message: why }, { type: "user", id, label: displayName, entityId });
}
