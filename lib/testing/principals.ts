import { type EntityStatus, principalOf, type UserPrincipal, type UserStatus } from "@/lib/platform/authz/principal";

/** People for tests and measurements: any role, stored or invented, with any standing. */

export const OWN_ENTITY = "0190a0c0-0000-7000-8000-00000000000a";
export const OTHER_ENTITY = "0190a0c0-0000-7000-8000-00000000000b";

export type Standing = { globalAppRole?: boolean; status?: UserStatus; entityStatus?: EntityStatus; entityAdminViewsConfig?: boolean };

/** An active person of an active entity, without Global, in a deployment with its defaults, unless `standing` says otherwise. */
export function person(role: string, standing: Standing = {}): UserPrincipal {
  const { globalAppRole = false, status = "active", entityStatus = "active", entityAdminViewsConfig = false } = standing;
  return principalOf(
    {
      userId: "0190a0c0-0000-7000-8000-0000000000f1",
      oid: "6f9f2d3a-5f0e-4a55-9f0c-1d2b3c4d5e6f",
      displayName: "Aroha Ngata",
      email: "aroha.ngata@kauri.example",
      login: "aroha.ngata@kauri.example",
      role,
      globalAppRole,
      status,
      entity: { id: OWN_ENTITY, code: "KAURI", shortName: "Kauri Energy", legalName: "Kauri Energy Limited", status: entityStatus },
    },
    { entityAdminViewsConfig },
  );
}
