import { stableId } from "@/lib/adapters/entra/local-tenant";
import type { RoleKey } from "@/lib/platform/authz/roles";
import { daysAgo, type Moment, workday } from "./clock";

/** Role requests and their outcomes, and temporary roles. */

type Decision = { readonly is: "approved" | "rejected" | "withdrawn" | "superseded"; readonly at: Moment; readonly by?: string; readonly reason?: string };

export type WorldRoleRequest = {
  readonly user: string;
  readonly from: RoleKey;
  readonly to: RoleKey;
  readonly by: string;
  readonly asked: Moment;
  readonly reason: string;
  readonly endsAt?: Moment;
  /** Without one it waits. */
  readonly decision?: Decision;
};

export const idOfRoleRequest = ({ user, to }: WorldRoleRequest): string => stableId(`role request:${user}:${to}`);

export const ROLE_REQUESTS: readonly WorldRoleRequest[] = [
  {
    user: "mereana.potiki@kauri.example",
    from: "viewer",
    to: "trader",
    by: "admin@kauri.example",
    asked: workday(1, "15:20"),
    reason: "Joins the trading desk next week; her certificate is with the exchange.",
  },
  {
    user: "isla.mackenzie@aex.example",
    from: "viewer",
    to: "operator",
    by: "operator2@aex.example",
    asked: workday(1, "11:40"),
    reason: "Third operator, so that halts are covered during leave.",
  },
  {
    user: "ravi.patel@kauri.example",
    from: "trader",
    to: "credit-manager",
    by: "admin@kauri.example",
    asked: workday(3, "15:02"),
    reason: "Leaves the desk for credit; his book is with Mele Fonoti from Monday.",
  },
  {
    user: "trader@rata.example",
    from: "trader",
    to: "credit-manager",
    by: "admin@rata.example",
    asked: workday(2, "09:50"),
    reason: "Stands in for Mei-Ling Chen, who is away for three weeks.",
    endsAt: daysAgo(-22, "17:00"),
  },
  {
    user: "hone.maihi@kereru.example",
    from: "credit-manager",
    to: "entity-admin",
    by: "admin@kereru.example",
    asked: workday(3, "16:12"),
    reason: "A second entity admin, so that people are looked after while I travel.",
    decision: {
      is: "approved",
      at: workday(2, "14:03"),
      by: "operator2@aex.example",
      reason: "Second entity admin for Kererū Generation, asked for by the first.",
    },
  },
  {
    user: "siaosi.leota@kauri.example",
    from: "trader",
    to: "credit-manager",
    by: "admin@kauri.example",
    asked: workday(6, "14:22"),
    reason: "Moves from the desk to credit at the end of the month.",
    decision: { is: "superseded", at: workday(5, "09:24") },
  },
  {
    user: "ravi.patel@kauri.example",
    from: "trader",
    to: "entity-admin",
    by: "admin@kauri.example",
    asked: workday(6, "10:31"),
    reason: "Helps me with invitations in busy weeks.",
    decision: {
      is: "rejected",
      at: workday(5, "11:47"),
      by: "operator@aex.example",
      reason: "Traders do not also give roles. Propose somebody off the desk.",
    },
  },
  {
    user: "tevita.mahe@totara.example",
    from: "viewer",
    to: "trader",
    by: "admin@totara.example",
    asked: workday(8, "13:55"),
    reason: "Passed the trading course; the letter is with the exchange.",
    decision: {
      is: "approved",
      at: workday(7, "13:19"),
      by: "operator@aex.example",
      reason: "Authorised to trade as of this week; letter of Tōtara Hydro on file.",
    },
  },
  {
    user: "arjun.singh@totara.example",
    from: "trader",
    to: "credit-manager",
    by: "admin@totara.example",
    asked: workday(9, "10:05"),
    reason: "Cover for Hannah Fraser in the second week of the month.",
    decision: { is: "withdrawn", at: workday(9, "15:36"), by: "admin@totara.example" },
  },
];

/** Temporary roles that run. Their holders stand with them in the table of people; this is what comes back. */
export type WorldRoleGrant = { readonly user: string; readonly base: RoleKey; readonly by: string; readonly from: Moment; readonly until: Moment };

export const ROLE_GRANTS: readonly WorldRoleGrant[] = [
  { user: "haruto.tanaka@kahu.example", base: "trader", by: "operator@aex.example", from: workday(4, "13:40"), until: daysAgo(-9, "17:00") },
];
