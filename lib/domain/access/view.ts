import { ADMIN_TABS, doorOf, PAGES, type Page } from "@/lib/platform/authz/admin-tabs";
import { type Access, type Decision, EVERY_ENTITY, type Target, targetAcross } from "@/lib/platform/authz/decide";
import { type Explanation, explain } from "@/lib/platform/authz/explain";
import { areaOf, type Permission, permissionNames } from "@/lib/platform/authz/permissions";
import type { UserPrincipal } from "@/lib/platform/authz/principal";

/** What one person may do, in words. Every word comes from the catalogue and from the explanations of decisions. */

type Standing = { readonly held: boolean; readonly explanation: Explanation };
export type PermissionStanding = Standing & {
  readonly permission: Permission;
  /** Held by the role, and withheld by the person's status. */
  readonly withheld: boolean;
};
export type PageStanding = Standing & { readonly page: Page };

export type AccessView = {
  /** Every permission of the catalogue, once, in catalogue order. */
  readonly permissions: readonly PermissionStanding[];
  /** Every tab and page, once; the Admin tabs first. */
  readonly pages: readonly PageStanding[];
};

/** Decides for the person the view is about; the page records each decision as well. */
export type Decide = (access: Access, target: Target) => Decision;

export function accessView(principal: UserPrincipal, decide: Decide): AccessView {
  const standing = (decision: Decision): Standing => ({ held: decision.outcome === "grant", explanation: explain(principal, decision) });
  return {
    permissions: permissionNames.map((permission) => {
      const decision = widest(principal, permission, decide);
      return { permission, withheld: isWithheld(decision), ...standing(decision) };
    }),
    pages: [...ADMIN_TABS, ...PAGES].map((page) => {
      const { permission, across } = doorOf(page.id);
      return { page, ...standing(decide(permission, targetAcross(principal, across))) };
    }),
  };
}

/** A held permission is held in the own entity; it may also reach across all of them. */
function widest({ entity }: UserPrincipal, permission: Permission, decide: Decide): Decision {
  const inside = decide(permission, { entityId: entity.id });
  if (inside.outcome === "deny") return inside;
  const everywhere = decide(permission, EVERY_ENTITY);
  return everywhere.outcome === "grant" ? everywhere : inside;
}

const isWithheld = (decision: Decision): boolean => decision.outcome === "deny" && (decision.reason === "USER_HALTED" || decision.reason === "USER_FROZEN");

/** Groups permissions by area, areas and permissions in catalogue order. */
export function byArea<T extends { readonly permission: Permission }>(standings: readonly T[]): readonly (readonly [area: string, standings: readonly T[]])[] {
  const areas = new Map<string, T[]>();
  for (const standing of standings) {
    const area = areaOf(standing.permission);
    areas.set(area, [...(areas.get(area) ?? []), standing]);
  }
  return [...areas];
}
