import "server-only";
import type { Caller } from "@/lib/platform/audit/event";
import { type ClientPrincipal, countsAsGlobal, type EntityStatus, type UserPrincipal, type UserStatus } from "@/lib/platform/authz/principal";
import type { Prisma } from "@/lib/platform/db/types";
import { Refusal } from "@/lib/platform/refusal";

/** An actor about to make a change: the caller, and the authorization version the request was let in with. */
export type UserActor = Caller & { readonly authzVersion: number };
export type Actor = UserActor | Caller<ClientPrincipal>;

/** A client has no session and no row yet: the adapter that admits it checks it. */
export const isPerson = (actor: Actor): actor is UserActor => actor.principal.kind === "user";

type Row = {
  role: string;
  global: boolean;
  role_over: boolean;
  status: UserStatus;
  authz_version: number;
  entity_id: string;
  entity_status: EntityStatus;
  session_live: boolean;
};

/** The person's role, status or entity is not what the work was begun with. */
export class StandingChanged extends Refusal {
  override name = "StandingChanged";
  constructor() {
    super("NOT_AUTHORISED", "Your role or status changed a moment ago, so nothing was done. Open the page again to see what you may do now.");
  }
}

/**
 * Locks the actor's user and session, and shares a lock on their entity's standing, until the transaction ends;
 * then compares them with what the request was let in with. A concurrent shut-out either waits for this act or
 * is seen by it. Runs as `portal_system`, before anything else. Throws AUTH_EXPIRED, or `StandingChanged`.
 */
export async function assertStanding(tx: Prisma.TransactionClient, actor: UserActor): Promise<void> {
  if (await lockStanding(tx, actor)) return;
  throw new Refusal("AUTH_EXPIRED", "You are signed out. Sign in again in another tab, then come back and send this again: nothing you typed is lost.");
}

/** The same without a session, for a job that goes on after its asker has left. Throws `StandingChanged`. */
export async function assertAccount(tx: Prisma.TransactionClient, actor: UserActor): Promise<void> {
  await lockStanding(tx, actor);
}

/** Whether the session is live. */
async function lockStanding(tx: Prisma.TransactionClient, { principal, authzVersion, request }: UserActor): Promise<boolean> {
  await tx.$queryRaw`
    WITH person AS (SELECT FROM portal_user WHERE id = ${principal.userId}::uuid FOR NO KEY UPDATE),
         session AS (SELECT FROM session WHERE id = ${request.sessionId}::uuid FOR NO KEY UPDATE)
    SELECT (SELECT count(*) FROM person)::int, (SELECT count(*) FROM session)::int,
           pg_advisory_xact_lock_shared(entity_standing_key(${principal.entity.id}::uuid))::text`;
  // A second statement: the one that waited for the locks still has the snapshot from before the wait.
  const [row] = await tx.$queryRaw<Row[]>`
    SELECT u.role, u.global, coalesce(u.role_ends_at <= clock_timestamp(), false) AS role_over, u.status::text AS status, u.authz_version,
           u.entity_id, e.status::text AS entity_status, s.id IS NOT NULL AS session_live
    FROM portal_user u JOIN entity e ON e.id = u.entity_id
    LEFT JOIN session s ON s.id = ${request.sessionId}::uuid AND s.user_id = u.id AND s.ended_at IS NULL AND s.expires_at > clock_timestamp()
    WHERE u.id = ${principal.userId}::uuid`;
  if (!row || !isUnchanged(row, principal) || row.authz_version !== authzVersion) throw new StandingChanged();
  return row.session_live;
}

const isUnchanged = (row: Row, { role, global, status, entity }: UserPrincipal): boolean =>
  row.role === role &&
  countsAsGlobal(row.role, row.global) === global &&
  row.status === status &&
  row.entity_id === entity.id &&
  row.entity_status === entity.status &&
  !row.role_over;
