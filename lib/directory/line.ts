import "server-only";
import { randomUUID } from "node:crypto";
import { recordBySystem } from "@/lib/audit/system";
import type { SystemTx } from "@/lib/db/scope";
import type { DirectoryWrite } from "@/lib/db/types";
import { env } from "@/lib/env";
import { writeCaughtUp, writeGivenUp } from "./audit-events";

/** The line of writes in the database: who takes which, and what is noted of it. Every function runs in a short transaction. */

/** A write that one worker has taken, with what it needs to know of the person. */
export type ClaimedWrite = Pick<DirectoryWrite, "id" | "entityId" | "userId" | "invitationId" | "kind" | "role" | "global" | "attempts"> & {
  readonly claim: string;
  /** The person's object id, where the directory is known to have them. */
  readonly oid: string | null;
  readonly address: string;
  readonly name: string;
  /** What to call the person on the record. */
  readonly label: string;
};

/** Longer than a write may take, so that nobody else begins on one that is still under way. */
export const LEASE_SECONDS = 60;

/**
 * A later write of the same kind says how the person shall be, so an earlier one has nothing left to say; whoever is invited
 * later still has to exist first. One that a worker is on is left to it.
 */
const supersede = (tx: SystemTx) => tx.$executeRaw`
  UPDATE directory_write SET state = 'superseded' WHERE id IN (
    SELECT w.id FROM directory_write w
    WHERE w.state IN ('pending', 'failed') AND w.kind <> 'invite_guest' AND (w.claimed_until IS NULL OR w.claimed_until < now())
      AND EXISTS (SELECT FROM directory_write later
        WHERE later.person = w.person AND later.position > w.position AND later.kind = w.kind AND later.state <> 'superseded')
    FOR UPDATE OF w SKIP LOCKED)`;

/** Of each person the first that is waiting, if it is due and nobody is on it. */
const claim = (tx: SystemTx, mark: string, most: number) => tx.$queryRaw<{ id: string }[]>`
  UPDATE directory_write SET claimed_by = ${mark}::uuid, claimed_until = now() + make_interval(secs => ${LEASE_SECONDS}::int), attempts = attempts + 1
  WHERE id IN (
    SELECT w.id FROM directory_write w
    WHERE w.state = 'pending' AND w.next_attempt_at <= now() AND (w.claimed_until IS NULL OR w.claimed_until < now())
      AND NOT EXISTS (SELECT FROM directory_write earlier WHERE earlier.person = w.person AND earlier.position < w.position AND earlier.state = 'pending')
    ORDER BY w.next_attempt_at LIMIT ${most}::int
    FOR UPDATE OF w SKIP LOCKED)
  RETURNING id`;

/** Takes up to `most` writes, each of another person: its own until it settles them, or until the lease ends. */
export async function takeWrites(tx: SystemTx, most: number): Promise<readonly ClaimedWrite[]> {
  await supersede(tx);
  const mark = randomUUID();
  const ids = (await claim(tx, mark, most)).map(({ id }) => id);
  if (ids.length === 0) return [];
  const writes = await tx.directoryWrite.findMany({
    where: { id: { in: ids } },
    include: { user: { select: { oid: true, email: true, displayName: true } }, invitation: { select: { oid: true, email: true, name: true } } },
  });
  return writes.map(({ id, entityId, userId, invitationId, oid, kind, role, global, attempts, user, invitation }) => ({
    ...{ id, entityId, userId, invitationId, kind, role, global, attempts, claim: mark },
    oid: user?.oid ?? invitation?.oid ?? oid,
    address: user?.email ?? invitation?.email ?? "",
    name: user?.displayName ?? invitation?.name ?? "",
    label: user?.displayName ?? invitation?.email ?? "Deleted invitation",
  }));
}

/** The directory took it. Nothing is noted where the lease ended and somebody else is on it. */
export async function settleDone(tx: SystemTx, write: ClaimedWrite, guest: string | null): Promise<void> {
  const [settled] = await tx.$queryRaw<{ given_up: boolean }[]>`
    UPDATE directory_write SET state = 'done', done_at = now(), last_error = NULL, claimed_by = NULL, claimed_until = NULL
    WHERE id = ${write.id}::uuid AND claimed_by = ${write.claim}::uuid RETURNING given_up_at IS NOT NULL AS given_up`;
  if (!settled) return;
  if (guest && write.invitationId) await tx.invitation.updateMany({ where: { id: write.invitationId }, data: { oid: guest } });
  if (settled.given_up) await recordBySystem(tx, write.claim, [writeCaughtUp(write)]);
}

/**
 * The directory did not take it: it is due again after the pause, or is given up when it has been tried for
 * DIRECTORY_GIVE_UP_HOURS, which is on the record. True when it was given up.
 */
export async function settleFailed(tx: SystemTx, write: ClaimedWrite, problem: string, pauseSeconds: number): Promise<boolean> {
  const [settled] = await tx.$queryRaw<{ failed: boolean }[]>`
    UPDATE directory_write SET last_error = ${problem}, claimed_by = NULL, claimed_until = NULL,
      next_attempt_at = now() + make_interval(secs => ${pauseSeconds}::float8),
      state = CASE WHEN queued_at + make_interval(hours => ${env().DIRECTORY_GIVE_UP_HOURS}::int) <= now() THEN 'failed'::directory_write_state ELSE 'pending' END,
      given_up_at = CASE WHEN queued_at + make_interval(hours => ${env().DIRECTORY_GIVE_UP_HOURS}::int) <= now() THEN coalesce(given_up_at, now()) ELSE given_up_at END
    WHERE id = ${write.id}::uuid AND claimed_by = ${write.claim}::uuid RETURNING state = 'failed' AS failed`;
  if (!settled?.failed) return false;
  await recordBySystem(tx, write.claim, [writeGivenUp(write, problem)]);
  return true;
}
