/**
 * The catalogue: every permission the portal knows, and nothing else. Source of the rules: the product's permission table.
 * A permission is named `Domain.Action`. Adding one here is enough for labels, explanations and My access to show it.
 */

/**
 * Whose things a permission is about. `own-entity`: the entity's own, and with Global any entity's. `own-thing`: what belongs to oneself; Global
 * does not lift that. `counterparty`: what another entity asks of one's own, which only the counterparty's people decide, whatever Global says.
 * `every-entity`: means nothing inside one entity, and is held only together with the Global app role.
 */
export type Reach = "own-entity" | "own-thing" | "counterparty" | "every-entity";

export type PermissionInfo = {
  /** The short name a person reads. */
  label: string;
  /** What holding it unlocks; completes "you may …". */
  unlocks: string;
  /** Nothing is changed by using it: it survives a Frozen status. */
  read?: true;
  /** Trading: withheld by a Halted status. */
  trading?: true;
  /** Every evaluation is on the record, grant and deny alike. */
  audited?: true;
  /** Runs the market itself: never part of a custom role. */
  platformLevel?: true;
  /** How far a grant of it reaches; `decide` judges it. */
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

/** True for a name in the catalogue; unknown names grant nothing anywhere. */
export const isPermission = (name: string): name is Permission => catalogue.has(name);

/** The catalogue's entry; total over `Permission`. */
export const permissionInfo = (permission: Permission): PermissionInfo => PERMISSIONS[permission];

/** The broad area that a person thinks in: `Market` for `Market.Config.View`. */
export const areaOf = (permission: Permission): string => permission.slice(0, permission.indexOf("."));
