import "server-only";
import { randomUUID } from "node:crypto";
import type { MarketState } from "@/lib/generated/prisma/enums";
import type { RequestInfo } from "@/lib/platform/audit/event";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { ScopedTx, SystemTx } from "@/lib/platform/db/scoped-tx";
import { env } from "@/lib/platform/env";
import { type PrincipalRow, principalFrom } from "@/lib/platform/unit-of-work/principal-row";
import { inSystem, readAsSystem } from "@/lib/platform/unit-of-work/scope";
import type { SessionToken } from "./token";

const END_REASONS = ["signed-out", "idle", "expired", "replaced", "ended-by-admin"] as const;

export type EndReason = (typeof END_REASONS)[number];

/** What the shell shows beside the principal; read in the same statement to save each page one of its own. */
export type ShellFacts = { readonly authzVersion: number; readonly market: { readonly state: MarketState; readonly version: number } | null };

/** The state of a session: live with its principal, or over. */
export type SessionState =
  | { readonly kind: "live"; readonly principal: UserPrincipal; readonly shell: ShellFacts }
  | { readonly kind: "over"; readonly why: EndReason | "unknown" };

/** Inserts a session's row and returns its id. Its absolute lifetime starts now. */
export async function startSession(tx: SystemTx, userId: string, request: RequestInfo): Promise<string> {
  const id = randomUUID();
  await tx.$executeRaw`INSERT INTO session (id, user_id, expires_at, source_address, user_agent)
    VALUES (${id}::uuid, ${userId}::uuid, now() + make_interval(hours => ${env().SESSION_ABSOLUTE_HOURS}::int), ${request.sourceAddress}, ${request.userAgent})`;
  return id;
}

/** Ends a session in every process. Ending it again keeps the first reason. */
export async function endSession(tx: SystemTx | ScopedTx, sessionId: string, reason: EndReason): Promise<void> {
  await tx.$executeRaw`UPDATE session SET ended_at = now(), end_reason = ${reason} WHERE id = ${sessionId}::uuid AND ended_at IS NULL`;
}

/** Ends all open sessions of a person, in every process, and returns their number. */
export function endSessionsOf(tx: SystemTx | ScopedTx, userId: string, reason: EndReason): Promise<number> {
  return tx.$executeRaw`UPDATE session SET ended_at = now(), end_reason = ${reason} WHERE user_id = ${userId}::uuid AND ended_at IS NULL`;
}

/** `expireRole` settles an expired temporary role; it is passed in because sessions do not import roles. */
type Options = { readonly expireRole: (tx: SystemTx, userId: string, requestId: string) => Promise<void>; readonly asSeen?: boolean };

type Row = PrincipalRow & {
  ended: boolean;
  end_reason: string | null;
  expired: boolean;
  idle: boolean;
  unseen: boolean;
  market: MarketState | null;
  market_version: number | null;
};

/**
 * Loads session, user, role, entity and status in one indexed read per request, so every change takes effect on
 * the next one. The database's clock judges idle and absolute lifetimes. Updates last seen unless `asSeen` is
 * false: background requests must not keep a person signed in.
 */
export async function loadSession(token: SessionToken, { expireRole, asSeen = true }: Options): Promise<SessionState> {
  const found = await readSession(token);
  // An expired temporary role grants nothing further, whether or not the job has settled it.
  if (found?.role_over) await inSystem((tx) => expireRole(tx, found.user_id, randomUUID()));
  const row = found?.role_over ? await readSession(token) : found;
  if (!row || row.tid !== token.tid || row.oid !== token.oid) return { kind: "over", why: "unknown" };
  if (row.ended) return { kind: "over", why: isEndReason(row.end_reason) ? row.end_reason : "unknown" };
  const why = row.expired ? "expired" : row.idle ? "idle" : undefined;
  if (why) {
    await inSystem((tx) => endSession(tx, token.sid, why));
    return { kind: "over", why };
  }
  if (row.unseen && asSeen) await inSystem((tx) => markSeen(tx, token.sid, row.user_id));
  return { kind: "live", principal: principalFrom(row), shell: shellFrom(row) };
}

async function readSession(token: SessionToken): Promise<Row | undefined> {
  const [row] = await readAsSystem<Row>`
    SELECT s.ended_at IS NOT NULL AS ended, s.end_reason, s.expires_at <= now() AS expired,
           s.last_seen_at <= now() - make_interval(mins => ${env().SESSION_IDLE_MINUTES}::int) AS idle,
           s.last_seen_at <= now() - interval '1 minute' AS unseen, coalesce(u.role_ends_at <= now(), false) AS role_over,
           u.id AS user_id, u.tid, u.oid, u.email, u.display_name, u.login, u.role, u.global, u.status::text AS status, u.authz_version,
           e.id AS entity_id, e.code, e.short_name, e.legal_name, e.status::text AS entity_status, m.state::text AS market, m.version AS market_version
    FROM session s JOIN portal_user u ON u.id = s.user_id JOIN entity e ON e.id = u.entity_id LEFT JOIN market_session m ON true
    WHERE s.id = ${token.sid}::uuid`;
  return row;
}

const shellFrom = ({ authz_version, market, market_version }: Row): ShellFacts => ({
  authzVersion: authz_version,
  market: market && { state: market, version: market_version ?? 0 },
});

const isEndReason = (reason: string | null): reason is EndReason => END_REASONS.some((known) => known === reason);

/** Records that a person is active, at most once a minute: a write per request would cost more than it is worth. */
export async function markSeen(tx: SystemTx, sessionId: string, userId: string): Promise<void> {
  await tx.$executeRaw`UPDATE session SET last_seen_at = now() WHERE id = ${sessionId}::uuid`;
  await tx.$executeRaw`UPDATE presence SET last_seen_at = now() WHERE user_id = ${userId}::uuid`;
}
