import "server-only";
import { randomUUID } from "node:crypto";
import { recordBySystem } from "@/lib/platform/audit/system";
import type { SystemTx } from "@/lib/platform/db/scoped-tx";
import type { DirectoryWrite, Prisma } from "@/lib/platform/db/types";
import { sql } from "@/lib/platform/db/values";
import { env } from "@/lib/platform/env";
import { writeCaughtUp, writeGivenUp } from "./audit-events";
import { type GuestOutcome, noteGuest, removableGuests } from "./guests";

/** Claims and settles queued directory writes. Every function runs in a short transaction. */

/** A write that one worker has taken, with what it needs to know of the person. */
export type ClaimedWrite = Pick<DirectoryWrite, "id" | "entityId" | "userId" | "invitationId" | "kind" | "role" | "global" | "attempts"> & {
  readonly claim: string;
  /** Whose account it is; for a guest, the account that this portal made for the address, if any. */
  readonly oid: string | null;
  readonly address: string;
  readonly name: string;
  /** Whether the invitation that asks for a guest is still open. */
  readonly isInvited: boolean;
  /** What to call the person on the record. */
  readonly label: string;
};

/** Longer than a write may take, so that nobody else begins on one that is still under way. */
export const LEASE_SECONDS = 60;

/**
 * The writes whose turn it is: what takes away before what gives, each entity in turn, and of each person the first that waits, if
 * it is due and nobody is on any of theirs. Walks from entity to entity along an index, and from a person to their first write along
 * another: both are narrow enough to be chosen whether or not the database has counted the table.
 */
export const nextWrites = (most: number): Prisma.Sql => sql`
  WITH RECURSIVE turn AS (
    (SELECT urgency, entity_id FROM directory_write WHERE state = 'pending' ORDER BY urgency, entity_id LIMIT 1)
    UNION ALL
    SELECT further.urgency, further.entity_id FROM turn CROSS JOIN LATERAL (
      SELECT w.urgency, w.entity_id FROM directory_write w
      WHERE w.state = 'pending' AND (w.urgency, w.entity_id) > (turn.urgency, turn.entity_id) ORDER BY w.urgency, w.entity_id LIMIT 1) further
  ), due AS (
    SELECT of_entity.id, turn.urgency, row_number() OVER (PARTITION BY turn.urgency, turn.entity_id ORDER BY of_entity.next_attempt_at, of_entity.position) AS place
    FROM turn CROSS JOIN LATERAL (
      SELECT first.id, w.next_attempt_at, w.position
      FROM directory_write w CROSS JOIN LATERAL (
        SELECT f.id, f.next_attempt_at FROM directory_write f WHERE f.state = 'pending' AND f.person = w.person ORDER BY f.position LIMIT 1) first
      WHERE w.state = 'pending' AND w.urgency = turn.urgency AND w.entity_id = turn.entity_id AND w.next_attempt_at <= now() AND first.next_attempt_at <= now()
        AND NOT EXISTS (SELECT FROM directory_write busy WHERE busy.state = 'pending' AND busy.person = w.person AND busy.claimed_until >= now())
      ORDER BY w.next_attempt_at, w.position LIMIT ${most}::int) of_entity
  )
  SELECT id FROM due GROUP BY id ORDER BY min(urgency), min(place), random() LIMIT ${most}::int`;

/** Asked again row by row: what another worker has taken meanwhile is left to it. */
const claim = (tx: SystemTx, mark: string, ids: readonly string[]) => tx.$queryRaw<{ id: string }[]>`
  UPDATE directory_write SET claimed_by = ${mark}::uuid, claimed_until = now() + make_interval(secs => ${LEASE_SECONDS}::int), attempts = attempts + 1
  WHERE id IN (
    SELECT id FROM directory_write
    WHERE id = ANY(${ids}::uuid[]) AND state = 'pending' AND next_attempt_at <= now() AND (claimed_until IS NULL OR claimed_until < now())
    FOR NO KEY UPDATE SKIP LOCKED)
  RETURNING id`;

/** Takes up to `most` writes, each of another person: its own until it settles them, or until the lease ends. */
export async function takeWrites(tx: SystemTx, most: number): Promise<readonly ClaimedWrite[]> {
  const next = (await tx.$queryRaw<{ id: string }[]>(nextWrites(most))).map(({ id }) => id);
  if (next.length === 0) return [];
  const mark = randomUUID();
  const ids = (await claim(tx, mark, next)).map(({ id }) => id);
  const writes = await tx.directoryWrite.findMany({
    where: { id: { in: ids } },
    include: { user: { select: { oid: true, email: true, displayName: true } }, invitation: { select: { name: true, state: true } } },
  });
  const guests = await removableGuests(
    tx,
    writes.flatMap(({ kind, address }) => (kind === "remove_guest" && address ? [address] : [])),
  );
  return writes.map(({ id, entityId, userId, invitationId, kind, role, global, attempts, user, invitation, address }) => ({
    ...{ id, entityId, userId, invitationId, kind, role, global, attempts, claim: mark },
    oid: user?.oid ?? guests.get(address ?? "") ?? null,
    address: user?.email ?? address ?? "",
    name: user?.displayName ?? invitation?.name ?? "",
    isInvited: invitation?.state === "pending",
    label: user?.displayName ?? address ?? "",
  }));
}

/** The directory took it. Nothing is noted where the lease ended and somebody else is on it. */
export async function settleDone(tx: SystemTx, write: ClaimedWrite, guest: GuestOutcome | null): Promise<void> {
  const [settled] = await tx.$queryRaw<{ given_up: boolean }[]>`
    UPDATE directory_write SET state = 'done', done_at = now(), last_error = NULL, claimed_by = NULL, claimed_until = NULL
    WHERE id = ${write.id}::uuid AND claimed_by = ${write.claim}::uuid RETURNING given_up_at IS NOT NULL AS given_up`;
  if (!settled) return;
  if (guest) await noteGuest(tx, write, guest);
  if (settled.given_up) await recordBySystem(tx, write.claim, [writeCaughtUp(write)]);
}

/**
 * The directory did not take it: it is due again after the pause, or is given up when it has been tried for
 * DIRECTORY_GIVE_UP_HOURS, which is on the record. True when it was given up. Where a later write of the same kind waits, this one
 * has nothing left to say.
 */
export async function settleFailed(tx: SystemTx, write: ClaimedWrite, problem: string, pauseSeconds: number): Promise<boolean> {
  const [settled] = await tx.$queryRaw<{ failed: boolean }[]>`
    UPDATE directory_write w SET last_error = ${problem}, claimed_by = NULL, claimed_until = NULL,
      next_attempt_at = now() + make_interval(secs => ${pauseSeconds}::float8),
      state = CASE
        WHEN EXISTS (SELECT FROM directory_write later WHERE later.person = w.person AND later.kind = w.kind AND later.position > w.position
          AND later.state IN ('pending', 'failed')) THEN 'superseded'::directory_write_state
        WHEN queued_at + make_interval(hours => ${env().DIRECTORY_GIVE_UP_HOURS}::int) <= now() THEN 'failed'::directory_write_state ELSE 'pending' END,
      given_up_at = CASE WHEN queued_at + make_interval(hours => ${env().DIRECTORY_GIVE_UP_HOURS}::int) <= now() THEN coalesce(given_up_at, now()) ELSE given_up_at END
    WHERE id = ${write.id}::uuid AND claimed_by = ${write.claim}::uuid RETURNING state = 'failed' AS failed`;
  if (!settled?.failed) return false;
  await recordBySystem(tx, write.claim, [writeGivenUp(write, problem)]);
  return true;
}
