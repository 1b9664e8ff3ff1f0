import type { Permission } from "./permissions";

/**
 * The preconfigured roles and exactly what each holds; nothing is inherited and nothing here can be changed at run time.
 * The only file of the portal, beside `lib/adapters/sign-in`, that knows a role by name: every check names a permission.
 */

export type RoleInfo = {
  label: string;
  description: string;
  permissions: readonly Permission[];
  /** Held only when the deployment sets ENTITY_ADMIN_VIEWS_CONFIG. */
  optional?: readonly Permission[];
  /** The Global app role counts only together with such a role. */
  mayBeGlobal?: true;
  /** Given only by two people together, one asking and one deciding: never by one person alone, and never by an invitation. */
  needsSecond?: true;
  /** An entity that has somebody of this role keeps one: the last active one can be neither demoted nor shut out. */
  keptByEntity?: true;
};

export const ROLES = {
  viewer: {
    label: "Viewer",
    description: "Sees the market, credit and documentation; changes nothing.",
    permissions: ["Market.View", "Credit.View", "Docs.View"],
  },
  trader: {
    label: "Trader",
    description: "Trades for the entity.",
    permissions: ["Market.View", "Market.Trade", "Credit.View", "Docs.View"],
  },
  "credit-manager": {
    label: "Credit manager",
    description: "Sets credit limits and decides the requests of counterparties.",
    permissions: ["Market.View", "Credit.View", "Credit.Manage", "Credit.Approve", "Docs.View", "Entity.View"],
  },
  "entity-admin": {
    label: "Entity admin",
    description: "Looks after the entity's own people, credit and documentation.",
    permissions: [
      "Market.View",
      "Credit.View",
      "Credit.Manage",
      "Credit.Approve",
      "Docs.View",
      "Docs.Manage",
      "Users.View",
      "Users.Manage",
      "Invitations.View",
      "Invitations.Send",
      "Entity.View",
    ],
    optional: ["Market.Config.View"],
  },
  operator: {
    label: "Operator",
    description: "Runs the market and admits participants.",
    permissions: [
      "Market.View",
      "Market.Trade",
      "Market.Operate",
      "Market.Config.View",
      "Market.Config.Manage",
      "Market.Config.Approve",
      "Credit.View",
      "Credit.Manage",
      "Credit.Approve",
      "Credit.Override",
      "Docs.View",
      "Docs.Manage",
      "Users.View",
      "Users.Manage",
      "Users.Promote",
      "Invitations.View",
      "Invitations.Send",
      "Entity.View",
      "Entity.Manage",
    ],
    mayBeGlobal: true,
    needsSecond: true,
  },
} as const satisfies Record<string, RoleInfo>;

export type RoleKey = keyof typeof ROLES;

export const roleKeys = Object.keys(ROLES) as readonly RoleKey[];

/** Which roles the holder of a role may give to others; a role that is not here gives none. Source: the rules on people. */
const ASSIGNS: Partial<Record<RoleKey, readonly RoleKey[]>> = {
  "entity-admin": ["viewer", "trader", "credit-manager", "entity-admin"],
  operator: ["viewer", "trader", "credit-manager", "entity-admin", "operator"],
};

export const isRoleKey = (key: string): key is RoleKey => Object.hasOwn(ROLES, key);

/** The role's entry; total over `RoleKey`. */
export const roleInfo = (role: RoleKey): RoleInfo => ROLES[role];

/** What a role holds in this deployment. An unknown role holds nothing. */
export function permissionsOf(role: string, options: { entityAdminViewsConfig: boolean }): ReadonlySet<Permission> {
  if (!isRoleKey(role)) return new Set();
  const info = roleInfo(role);
  return new Set([...info.permissions, ...(options.entityAdminViewsConfig ? (info.optional ?? []) : [])]);
}

/** The roles that the holder of `role` may give; an unknown role gives none. */
export const rolesAssignedBy = (role: string): readonly RoleKey[] => (isRoleKey(role) ? (ASSIGNS[role] ?? []) : []);

/** The roles that hold a permission whatever the deployment: to whom those who may do something are counted. */
export const rolesHolding = (permission: Permission): readonly RoleKey[] => roleKeys.filter((key) => roleInfo(key).permissions.includes(permission));

/** What to call a stored role, known or not. */
export const roleLabel = (role: string): string => (isRoleKey(role) ? ROLES[role].label : "Unknown role");

/** Whether an entity has people of its own who hold it; otherwise only those who run the exchange do. */
export const isGrantedInEntities = (permission: Permission): boolean => rolesHolding(permission).some((key) => !roleInfo(key).mayBeGlobal);
