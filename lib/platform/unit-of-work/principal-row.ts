import "server-only";
import { type EntityStatus, principalOf, type UserPrincipal, type UserStatus } from "@/lib/platform/authz/principal";
import type { SystemTx } from "@/lib/platform/db/scoped-tx";
import { env } from "@/lib/platform/env";

/** A user and their entity as the database has them. */
export type PrincipalRow = {
  user_id: string;
  tid: string;
  oid: string;
  email: string;
  display_name: string;
  login: string | null;
  role: string;
  global: boolean;
  status: UserStatus;
  authz_version: number;
  role_over: boolean;
  entity_id: string;
  code: string;
  short_name: string;
  legal_name: string;
  entity_status: EntityStatus;
};

export const principalFrom = (row: PrincipalRow): UserPrincipal =>
  principalOf(
    {
      userId: row.user_id,
      oid: row.oid,
      displayName: row.display_name,
      login: row.login,
      email: row.email,
      role: row.role,
      globalAppRole: row.global,
      status: row.status,
      entity: { id: row.entity_id, code: row.code, shortName: row.short_name, legalName: row.legal_name, status: row.entity_status },
    },
    { entityAdminViewsConfig: env().ENTITY_ADMIN_VIEWS_CONFIG },
  );

/** The asker of a job, as they are now. */
export type Asker = {
  readonly principal: UserPrincipal;
  readonly authzVersion: number /** A temporary role has ended and is not settled yet. */;
  readonly roleOver: boolean;
};

/** Reads a person for a job, which has no session to read them with. */
export async function readAsker(tx: SystemTx, userId: string): Promise<Asker | null> {
  const [row] = await tx.$queryRaw<PrincipalRow[]>`
    SELECT u.id AS user_id, u.tid, u.oid, u.email, u.display_name, u.login, u.role, u.global, u.status::text AS status, u.authz_version,
           coalesce(u.role_ends_at <= now(), false) AS role_over,
           e.id AS entity_id, e.code, e.short_name, e.legal_name, e.status::text AS entity_status
    FROM portal_user u JOIN entity e ON e.id = u.entity_id WHERE u.id = ${userId}::uuid`;
  return row ? { principal: principalFrom(row), authzVersion: row.authz_version, roleOver: row.role_over } : null;
}
