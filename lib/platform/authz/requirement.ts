import type { Permission } from "./permissions";

/** What a page requires: a permission in the own entity, or across all of them (which takes Global). */
export type Requirement<P extends Permission = Permission> = { readonly permission: P; readonly across: "own-entity" | "every-entity" };

export const own = <P extends Permission>(permission: P) => ({ permission, across: "own-entity" }) as const;
export const every = <P extends Permission>(permission: P) => ({ permission, across: "every-entity" }) as const;

/** Any one of these opens the Admin panel. */
export const PANEL_DOORS: readonly Requirement[] = [
  own("Entity.View"),
  own("Users.View"),
  own("Invitations.View"),
  own("Market.Config.Manage"),
  every("Market.Operate"),
];
