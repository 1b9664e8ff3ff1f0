import "server-only";
import { lockedUser } from "@/lib/domain/standing";
import { writeToDirectory } from "@/lib/domain/write-queue";
import { record } from "@/lib/platform/audit/record";
import type { Grant } from "@/lib/platform/authz/grant";
import { scopeOf } from "@/lib/platform/authz/scope-of";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { Session } from "@/lib/platform/db/types";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { endSession, endSessionsOf } from "@/lib/platform/sessions/session";
import { refuse } from "@/lib/platform/unit-of-work/refuse";
import { userSessionEnded, userSessionsEnded } from "./audit-events";
import type { EndSession, EndSessions } from "./schema";

type ManageUsers = Grant<"Users.Manage">;

export type OpenSession = Pick<Session, "id" | "createdAt" | "lastSeenAt" | "sourceAddress" | "userAgent">;

const MOST = 50;

/** The sessions that would still be accepted, the last used first; 50 at most. */
export function openSessions(tx: ScopedTx, grant: ManageUsers, userId: string): Promise<OpenSession[]> {
  const { entityId: reached } = scopeOf(tx, grant);
  return tx.$queryRaw<OpenSession[]>`
    SELECT s.id, s.created_at AS "createdAt", s.last_seen_at AS "lastSeenAt", s.source_address AS "sourceAddress", s.user_agent AS "userAgent"
    FROM session s JOIN portal_user u ON u.id = s.user_id
    WHERE s.user_id = ${userId}::uuid AND (${reached}::uuid IS NULL OR u.entity_id = ${reached}::uuid) AND s.ended_at IS NULL AND s.expires_at > now()
      AND s.last_seen_at > now() - make_interval(mins => ${env().SESSION_IDLE_MINUTES}::int)
    ORDER BY s.last_seen_at DESC, s.id LIMIT ${MOST}::int`;
}

/** Ends one session of a person; the directory's session continues, so they can sign in again. */
export async function endOneSession(tx: ScopedTx, grant: ManageUsers, { id, sessionId }: EndSession): Promise<void> {
  const { user } = await lockedUser(tx, grant, id);
  const session = await tx.session.findFirst({ where: { id: sessionId, userId: user.id }, select: { id: true, endedAt: true } });
  if (!session) {
    const message = `There is no such session of ${user.displayName}. Open their page again to see which are open.`;
    return refuse(grant, { code: "NOT_AUTHORISED", message }, { type: "session", id: sessionId, label: sessionId, entityId: user.entityId });
  }
  if (session.endedAt) throw nothingOpen(user.displayName);
  await endSession(tx, session.id, "ended-by-admin");
  record(tx, grant, userSessionEnded(user));
}

/** Ends all of a person's sessions, in the directory as well. */
export async function endAllSessions(tx: ScopedTx, grant: ManageUsers, { id, reason }: EndSessions & { readonly reason?: string }): Promise<number> {
  const { user } = await lockedUser(tx, grant, id);
  const ended = await endSessionsOf(tx, user.id, "ended-by-admin");
  if (ended === 0) throw nothingOpen(user.displayName);
  await writeToDirectory(tx, { entityId: user.entityId, userId: user.id }, [{ kind: "revoke_sessions" }]);
  record(tx, grant, userSessionsEnded(user, ended, reason));
  return ended;
}

const nothingOpen = (name: string) => new AppError("ILLEGAL_TRANSITION", `${name} has no such session open any more. Open their page again to see which are.`);
