import { createHash, createHmac } from "node:crypto";
import { roleKeys } from "@/lib/platform/authz/roles";

/** The fixed facts of the local directory: one tenant, one application, one group per role. */

/** A stable UUID derived from a name, so the demo world and the directory agree without shared state. */
export function stableId(name: string): string {
  const hex = createHash("sha256").update(`rolebook:${name}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

export const LOCAL_TENANT_ID = stableId("tenant");
export const LOCAL_CLIENT_ID = stableId("application");

/** group id → role key. */
export const LOCAL_ROLE_GROUPS: ReadonlyMap<string, string> = new Map(roleKeys.map((role) => [stableId(`group:${role}`), role]));

/** The application as Graph knows it, and the app role on it that lifts entity isolation. */
export const LOCAL_SERVICE_PRINCIPAL_ID = stableId("service principal");
export const LOCAL_GLOBAL_ROLE = { id: stableId("app role:Global"), value: "Global" } as const;

/** The application's secret, derived so the portal and the directory need not exchange one. */
export const localClientSecret = (sessionSecret: string): string => createHmac("sha256", sessionSecret).update("local directory client").digest("base64url");

export type LocalPerson = {
  oid: string;
  userName: string;
  displayName: string;
  /** Group ids, role groups and others. */
  groups: readonly string[];
  /** App roles, such as Global. */
  appRoles: readonly string[];
  /** The person's description on the sign-in page, such as "Trader, Kauri Energy". */
  about: string;
  /** The heading to list the person under, such as the entity's name. */
  group?: string;
  /** A suggested person, listed before everyone else. */
  featured?: true;
  /** When Graph created the guest, and whether the account is still unused. */
  invitedAt?: string;
  unused?: true;
  /** Omits groups from the token, as Entra does for people in too many groups. */
  groupsByGraphOnly?: true;
};
