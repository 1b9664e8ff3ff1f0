import type { RefusalCode } from "@/lib/adapters/sign-in/refusal";
import type { Access } from "@/lib/platform/authz/decide";
import type { UserStatus } from "@/lib/platform/authz/principal";
import type { RoleKey } from "@/lib/platform/authz/roles";
import type { ErrorCode } from "@/lib/platform/errors";
import { type Moment, workday } from "./clock";
import { ENTITIES, type EntityCode, type WorldEntity } from "./world-entities";

/** What happened in the last two weeks. Each table runs from the oldest to the latest. */

type EntityFields = Partial<Pick<WorldEntity, "legalName" | "shortName" | "status">> & { readonly code?: EntityCode };

export type EntityEdit = {
  readonly at: Moment;
  readonly by: string;
  readonly entity: EntityCode;
  readonly what: "create" | "edit" | "suspend" | "reinstate";
  /** Null: there was no such entity. */
  readonly from: EntityFields | null;
  readonly to: EntityFields;
  readonly reason?: string;
};

const { legalName, shortName } = ENTITIES.PIOPIO;

export const ENTITY_EDITS: readonly EntityEdit[] = [
  {
    at: workday(10, "11:08"),
    by: "operator@aex.example",
    entity: "KAHU",
    what: "edit",
    from: { shortName: "Kahurangi" },
    to: { shortName: "Kahurangi Trading" },
  },
  {
    at: workday(9, "15:46"),
    by: "operator2@aex.example",
    entity: "HARAKEKE",
    what: "suspend",
    from: { status: "active" },
    to: { status: "suspended" },
    reason: "Settlement account could not be verified.",
  },
  {
    at: workday(8, "10:15"),
    by: "operator@aex.example",
    entity: "PIOPIO",
    what: "create",
    from: null,
    to: { code: "PIOPIO", legalName, shortName, status: "active" },
  },
  {
    at: workday(8, "11:37"),
    by: "operator@aex.example",
    entity: "HARAKEKE",
    what: "reinstate",
    from: { status: "suspended" },
    to: { status: "active" },
    reason: "Settlement account verified with the bank.",
  },
  {
    at: workday(7, "15:14"),
    by: "operator2@aex.example",
    entity: "TOTARA",
    what: "edit",
    from: { legalName: "Tōtara Hydro Partnership" },
    to: { legalName: "Tōtara Hydro Limited" },
  },
  {
    at: workday(6, "16:52"),
    by: "operator2@aex.example",
    entity: "WEKA",
    what: "suspend",
    from: { status: "active" },
    to: { status: "suspended" },
    reason: ENTITIES.WEKA.statusReason,
  },
];

type UserFields = { readonly role?: RoleKey; readonly status?: UserStatus };

/** Without a reason of its own it was made for the one that the person's status carries. */
export type UserEdit = {
  readonly at: Moment;
  readonly by: string;
  readonly user: string;
  readonly from: UserFields;
  readonly to: UserFields;
  readonly reason?: string;
};

export const USER_EDITS: readonly UserEdit[] = [
  { at: workday(9, "10:27"), by: "operator@aex.example", user: "terminated@rata.example", from: { status: "active" }, to: { status: "terminated" } },
  {
    at: workday(7, "13:19"),
    by: "operator@aex.example",
    user: "tevita.mahe@totara.example",
    from: { role: "viewer" },
    to: { role: "trader" },
    reason: "Authorised to trade as of this week; letter of Tōtara Hydro on file.",
  },
  { at: workday(5, "09:24"), by: "admin@kauri.example", user: "siaosi.leota@kauri.example", from: { status: "active" }, to: { status: "halted" } },
  { at: workday(4, "16:08"), by: "admin@kauri.example", user: "frozen@kauri.example", from: { status: "active" }, to: { status: "frozen" } },
  {
    at: workday(4, "13:40"),
    by: "operator@aex.example",
    user: "haruto.tanaka@kahu.example",
    from: { role: "trader" },
    to: { role: "credit-manager" },
    reason: "Stands in for Priya Raman during her leave.",
  },
  { at: workday(3, "11:21"), by: "admin@rata.example", user: "deactivated@rata.example", from: { status: "active" }, to: { status: "deactivated" } },
  {
    at: workday(2, "14:03"),
    by: "operator2@aex.example",
    user: "hone.maihi@kereru.example",
    from: { role: "credit-manager" },
    to: { role: "entity-admin" },
    reason: "Second entity admin for Kererū Generation, asked for by the first.",
  },
];

/** What was tried and changed nothing: refused, or granted and then undone by an error. */
export type Attempt = readonly [at: Moment, by: string, action: string, access: Access, on: EntityCode | "every entity", error?: ErrorCode];

export const ATTEMPTS: readonly Attempt[] = [
  [workday(10, "14:33"), "admin@kauri.example", "assignments.change", "Users.Promote", "KAURI"],
  [workday(9, "09:51"), "operator-local@aex.example", "entities.suspend", "Entity.Manage", "every entity"],
  [workday(8, "10:11"), "operator@aex.example", "entities.create", "Entity.Manage", "every entity", "ALREADY_EXISTS"],
  [workday(7, "10:44"), "operator2@aex.example", "orders.submit", "Credit.Override", "TOTARA", "INVALID_PRICE"],
  [workday(7, "15:11"), "operator2@aex.example", "entities.edit", "Entity.Manage", "every entity", "STALE_BASE"],
  [workday(6, "11:02"), "trader@rata.example", "orders.submit", "Credit.Override", "RATA"],
  [workday(5, "14:26"), "operator-local@aex.example", "configuration.propose", "Market.Config.Manage", "AEX", "INVALID_INPUT"],
  [workday(4, "10:50"), "operator@aex.example", "configuration.approve", "Market.Config.Approve", "AEX", "SELF_APPROVAL"],
  [workday(4, "16:31"), "frozen@kauri.example", "orders.submit", "Market.Trade", "KAURI"],
  [workday(3, "09:14"), "siaosi.leota@kauri.example", "orders.submit", "Market.Trade", "KAURI"],
  [workday(2, "10:37"), "admin@rata.example", "assignments.change", "Users.Promote", "RATA"],
  [workday(1, "11:16"), "operator@aex.example", "orders.submit", "Credit.Override", "KERERU", "CONTRACT_EXPIRED"],
];

/** Sign-ins of people who stand differently before and after. Those that find the door shut are refused. */
export const ARRIVALS: ReadonlyArray<readonly [userName: string, at: Moment]> = [
  ["terminated@rata.example", workday(10, "08:48")],
  ["terminated@rata.example", workday(8, "08:52")],
  ["ana.vakauta@harakeke.example", workday(8, "09:03")],
  ["admin@harakeke.example", workday(8, "09:20")],
  ["emma.sinclair@weka.example", workday(8, "09:34")],
  ["admin@weka.example", workday(7, "08:41")],
  ["credit@weka.example", workday(6, "10:12")],
  ["deactivated@rata.example", workday(6, "09:07")],
  ["admin@weka.example", workday(5, "08:29")],
  ["emma.sinclair@weka.example", workday(5, "08:56")],
  ["admin@weka.example", workday(4, "13:02")],
  ["frozen@kauri.example", workday(3, "08:33")],
  ["deactivated@rata.example", workday(2, "12:44")],
  ["overage@rata.example", workday(2, "09:11")],
  ["frozen@kauri.example", workday(1, "08:46")],
];

/** Sign-ins of people unknown to the portal. */
export const TURNED_AWAY: ReadonlyArray<readonly [userName: string, at: Moment, code: RefusalCode]> = [
  ["norole@kauri.example", workday(7, "09:26"), "NO_ROLE_GROUP"],
  ["norole@kauri.example", workday(7, "09:29"), "NO_ROLE_GROUP"],
  ["tworoles@kauri.example", workday(5, "13:54"), "SEVERAL_ROLE_GROUPS"],
  ["newcomer@kauri.example", workday(3, "10:08"), "NOT_INVITED"],
  ["tworoles@kauri.example", workday(1, "09:17"), "SEVERAL_ROLE_GROUPS"],
];
