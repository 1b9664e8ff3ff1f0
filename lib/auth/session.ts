import "server-only";
import { randomUUID } from "node:crypto";
import type { RequestInfo } from "@/lib/audit/event";
import { type Principal, principalOf } from "@/lib/authz/principal";
import { inSystem, type ScopedTx, type SystemTx } from "@/lib/db/scope";
import { env } from "@/lib/env";
import type { EntityStatus, UserStatus } from "@/lib/generated/prisma/enums";
import type { SessionToken } from "./token";

export type EndReason = "signed-out" | "idle" | "expired" | "replaced";

/** How a session stands: live with its principal, or over. */
export type SessionState = { readonly kind: "live"; readonly principal: Principal } | { readonly kind: "over"; readonly why: EndReason | "unknown" };

/** Writes a session's row and returns its id. Its absolute lifetime starts now. */
export async function startSession(tx: SystemTx, userId: string, request: RequestInfo): Promise<string> {
  const id = randomUUID();
  await tx.$executeRaw`INSERT INTO session (id, user_id, expires_at, source_address, user_agent)
    VALUES (${id}::uuid, ${userId}::uuid, now() + make_interval(hours => ${env().SESSION_ABSOLUTE_HOURS}::int), ${request.sourceAddress}, ${request.userAgent})`;
  return id;
}

/** Ends a session for good, in every process. Ending it twice keeps the first reason. */
export async function endSession(tx: SystemTx | ScopedTx, sessionId: string, reason: EndReason): Promise<void> {
  await tx.$executeRaw`UPDATE session SET ended_at = now(), end_reason = ${reason} WHERE id = ${sessionId}::uuid AND ended_at IS NULL`;
}

type Row = {
  ended: boolean;
  end_reason: string | null;
  expired: boolean;
  idle: boolean;
  unseen: boolean;
  user_id: string;
  tid: string;
  oid: string;
  email: string;
  display_name: string;
  role: string;
  global: boolean;
  status: UserStatus;
  entity_id: string;
  code: string;
  short_name: string;
  legal_name: string;
  entity_status: EntityStatus;
};

/**
 * Loads session, user, role, entity and status in one indexed read, fresh for each request, so that any change acts on the next
 * one. Idle and absolute lifetime are judged by the database's clock.
 */
export function loadSession(token: SessionToken): Promise<SessionState> {
  const { SESSION_IDLE_MINUTES, ENTITY_ADMIN_VIEWS_CONFIG } = env();
  return inSystem(async (tx) => {
    const [row] = await tx.$queryRaw<Row[]>`
      SELECT s.ended_at IS NOT NULL AS ended, s.end_reason, s.expires_at <= now() AS expired,
             s.last_seen_at <= now() - make_interval(mins => ${SESSION_IDLE_MINUTES}::int) AS idle,
             s.last_seen_at <= now() - interval '1 minute' AS unseen,
             u.id AS user_id, u.tid, u.oid, u.email, u.display_name, u.role, u.global, u.status::text AS status,
             e.id AS entity_id, e.code, e.short_name, e.legal_name, e.status::text AS entity_status
      FROM session s JOIN portal_user u ON u.id = s.user_id JOIN entity e ON e.id = u.entity_id
      WHERE s.id = ${token.sid}::uuid`;
    if (!row || row.tid !== token.tid || row.oid !== token.oid) return { kind: "over", why: "unknown" };
    if (row.ended) return { kind: "over", why: isEndReason(row.end_reason) ? row.end_reason : "unknown" };
    const why = row.expired ? "expired" : row.idle ? "idle" : undefined;
    if (why) {
      await endSession(tx, token.sid, why);
      return { kind: "over", why };
    }
    if (row.unseen) await markSeen(tx, token.sid, row.user_id);
    return { kind: "live", principal: principalFrom(row, ENTITY_ADMIN_VIEWS_CONFIG) };
  });
}

const isEndReason = (reason: string | null): reason is EndReason =>
  reason === "signed-out" || reason === "idle" || reason === "expired" || reason === "replaced";

/** Once a minute at most: a write for every request would cost more than it tells. */
async function markSeen(tx: SystemTx, sessionId: string, userId: string): Promise<void> {
  await tx.$executeRaw`UPDATE session SET last_seen_at = now() WHERE id = ${sessionId}::uuid`;
  await tx.$executeRaw`UPDATE portal_user SET last_seen_at = now() WHERE id = ${userId}::uuid`;
}

const principalFrom = (row: Row, entityAdminViewsConfig: boolean): Principal =>
  principalOf(
    {
      userId: row.user_id,
      oid: row.oid,
      displayName: row.display_name,
      email: row.email,
      role: row.role,
      globalAppRole: row.global,
      status: row.status,
      entity: { id: row.entity_id, code: row.code, shortName: row.short_name, legalName: row.legal_name, status: row.entity_status },
    },
    { entityAdminViewsConfig },
  );
