import { assignableRoles } from "@/lib/platform/authz/assignable";
import type { Access } from "@/lib/platform/authz/decide";
import type { Grant } from "@/lib/platform/authz/grant";
import { countsAsGlobal, type UserPrincipal } from "@/lib/platform/authz/principal";
import { permissionsOf, roleLabel } from "@/lib/platform/authz/roles";
import type { User } from "@/lib/platform/db/types";
import { refuse } from "@/lib/platform/unit-of-work/refuse";

/** A role with Global, held now or fallen back to later. */
export type Held = { readonly role: string; readonly global: boolean };

/**
 * Changing a person takes the right to give every role that they hold, and Global for a holder of Global. Null
 * when that holds.
 */
export function whyMayNotChange(principal: Pick<UserPrincipal, "role" | "global">, held: readonly Held[]): string | null {
  const beyond = held.find(({ role }) => grantsAnything(role) && !assignableRoles(principal).some((key) => key === role));
  if (beyond) return `Only somebody who may give the role ${roleLabel(beyond.role)} may change a person who holds it. Ask an operator of the exchange.`;
  return held.some(({ role, global }) => countsAsGlobal(role, global)) && !principal.global
    ? "Only an operator with Global may change a person who holds Global. Ask such a colleague."
    : null;
}

/** An unknown role grants nothing, so changing its holder needs nothing more. */
const grantsAnything = (role: string): boolean => permissionsOf(role, { entityAdminViewsConfig: true }).size > 0;

export function assertMayChange(
  grant: Grant<Access>,
  { id, displayName, entityId }: Pick<User, "id" | "displayName" | "entityId">,
  held: readonly Held[],
): void {
  const why = whyMayNotChange(grant.principal, held);
  if (why) refuse(grant, { code: "BEYOND_OWN_PERMISSIONS", message: why }, { type: "user", id, label: displayName, entityId });
}
