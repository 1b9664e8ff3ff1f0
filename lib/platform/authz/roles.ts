import type { Permission } from "./permissions";

/**
 * The preconfigured roles and what each holds; nothing is inherited, and nothing changes at run time. Apart
 * from `lib/adapters/sign-in`, this is the only file that knows a role by name: every check names a permission.
 */

export type RoleInfo = {
  label: string;
  description: string;
  permissions: readonly Permission[];
  /** Held only when the deployment sets ENTITY_ADMIN_VIEWS_CONFIG. */
  optional?: readonly Permission[];
  /** Whether the Global app role counts with this role. */
  mayBeGlobal?: true;
  /** Needs two people to assign, one requesting and one approving; never given by an invitation. */
  needsSecond?: true;
  /** Each entity keeps at least one active holder: the last one cannot be demoted or shut out. */
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

/**
 * The roles that the holder of a role may assign; a role that is missing here assigns none. Source: the rules
 * on people.
 */
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

/** The roles that the holder of `role` may assign; none for an unknown role. */
export const rolesAssignedBy = (role: string): readonly RoleKey[] => (isRoleKey(role) ? (ASSIGNS[role] ?? []) : []);

/** The roles that hold a permission in any deployment; used to count who could do something. */
export const rolesHolding = (permission: Permission): readonly RoleKey[] => roleKeys.filter((key) => roleInfo(key).permissions.includes(permission));

/** The label of a stored role, known or not. */
export const roleLabel = (role: string): string => (isRoleKey(role) ? ROLES[role].label : "Unknown role");

/** Whether the role belongs to an entity's own people; otherwise only exchange staff hold it. */
export const isGrantedInEntities = (permission: Permission): boolean => rolesHolding(permission).some((key) => !roleInfo(key).mayBeGlobal);
