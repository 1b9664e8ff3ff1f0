/**
 * The catalogue of every permission. Source of the rules: the product's permission table. A permission is named
 * `Domain.Action`; adding one here is enough for labels, explanations and My access.
 */

/**
 * How far a permission reaches. `own-entity`: the own entity, and with Global any entity. `own-thing`: what the
 * person owns; Global does not extend it. `counterparty`: what another entity asks of the own, decided by the
 * counterparty's people only, with or without Global. `every-entity`: has no meaning inside one entity and
 * requires Global.
 */
export type Reach = "own-entity" | "own-thing" | "counterparty" | "every-entity";

export type PermissionInfo = {
  /** The label. */
  label: string;
  /** What holding it unlocks; completes "you may …". */
  unlocks: string;
  /** Read-only: a Frozen status does not withhold it. */
  read?: true;
  /** Trading: a Halted status withholds it. */
  trading?: true;
  /** Every decision is recorded, grants and denials alike. */
  audited?: true;
  /** Operates the market itself; never part of a custom role. */
  platformLevel?: true;
  /** How far a grant reaches; `decide` enforces it. */
  reach: Reach;
};

export const PERMISSIONS = {
  "Market.View": { label: "View the market", unlocks: "see market data, the order book and price feeds", read: true, reach: "own-entity" },
  "Market.Trade": {
    label: "Trade",
    unlocks: "place, modify and cancel orders, and open Curve Manager and the Compliance Dashboard",
    trading: true,
    reach: "own-entity",
  },
  "Market.Operate": {
    label: "Operate the market",
    unlocks: "halt and resume the market and use the market operations controls",
    audited: true,
    platformLevel: true,
    reach: "own-entity",
  },
  "Market.Config.View": {
    label: "View configuration",
    unlocks: "see the market configuration and its history",
    read: true,
    platformLevel: true,
    reach: "own-entity",
  },
  "Market.Config.Manage": {
    label: "Propose configuration",
    unlocks: "propose changes to the market configuration",
    audited: true,
    platformLevel: true,
    reach: "own-entity",
  },
  "Market.Config.Approve": {
    label: "Approve configuration",
    unlocks: "approve or reject configuration proposals of other people",
    audited: true,
    platformLevel: true,
    reach: "own-entity",
  },
  "Credit.View": { label: "View credit", unlocks: "see credit limits and how much of them is used", read: true, reach: "own-entity" },
  "Credit.Manage": { label: "Manage credit", unlocks: "create, modify and delete credit limits, and submit limit requests", reach: "own-entity" },
  "Credit.Approve": { label: "Approve credit", unlocks: "approve or reject the limit requests of counterparties", reach: "counterparty" },
  "Credit.Override": {
    label: "Override credit",
    unlocks: "submit orders past the credit checks; every use is recorded",
    trading: true,
    audited: true,
    platformLevel: true,
    reach: "own-entity",
  },
  "Docs.View": { label: "View documentation", unlocks: "see the ISDA status per counterparty", read: true, reach: "own-entity" },
  "Docs.Manage": { label: "Manage documentation", unlocks: "update ISDA statuses and notes", reach: "own-entity" },
  "Users.View": { label: "View users", unlocks: "see the users of your entity and their roles", read: true, reach: "own-entity" },
  "Users.Manage": { label: "Manage users", unlocks: "edit and deactivate the users of your entity", reach: "own-entity" },
  "Users.Promote": { label: "Change roles", unlocks: "change a user's role", audited: true, reach: "own-entity" },
  "Invitations.View": { label: "View invitations", unlocks: "see pending and accepted invitations", read: true, reach: "own-entity" },
  "Invitations.Send": { label: "Send invitations", unlocks: "invite people to your entity", reach: "own-entity" },
  "Entity.View": { label: "View entity", unlocks: "see entity details, and counterparty details in the credit panel", read: true, reach: "own-entity" },
  "Entity.Manage": {
    label: "Manage entities",
    unlocks: "create, configure, suspend and reinstate entities",
    audited: true,
    platformLevel: true,
    reach: "every-entity",
  },
} as const satisfies Record<`${string}.${string}`, PermissionInfo>;

export type Permission = keyof typeof PERMISSIONS;

export const permissionNames = Object.keys(PERMISSIONS) as readonly Permission[];

const catalogue: ReadonlyMap<string, PermissionInfo> = new Map(Object.entries(PERMISSIONS));

/** Whether a name is in the catalogue; unknown names grant nothing. */
export const isPermission = (name: string): name is Permission => catalogue.has(name);

/** The catalogue's entry; total over `Permission`. */
export const permissionInfo = (permission: Permission): PermissionInfo => PERMISSIONS[permission];

/** The area in a permission's name: `Market` for `Market.Config.View`. */
export const areaOf = (permission: Permission): string => permission.slice(0, permission.indexOf("."));
