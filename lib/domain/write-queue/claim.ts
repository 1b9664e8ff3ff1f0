import "server-only";
import { recordBySystem } from "@/lib/platform/audit/system";
import type { SystemTx } from "@/lib/platform/db/scoped-tx";
import type { DirectoryWrite, Prisma } from "@/lib/platform/db/types";
import { sql } from "@/lib/platform/db/values";
import { env } from "@/lib/platform/env";
import { nextInTurn, type QueueTable, takeInTurn } from "@/lib/platform/jobs/queue/next-due";
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
const LEASE_SECONDS = 60;

const WRITES: QueueTable = { table: sql`directory_write`, turn: sql`entity_id`, lane: sql`person` };

/** The writes whose turn it is, each of another person. */
export const nextWrites = (most: number): Prisma.Sql => nextInTurn(WRITES, most);

/** Takes up to `most` writes, each of another person: its own until it settles them, or until the lease ends. */
export async function takeWrites(tx: SystemTx, most: number): Promise<readonly ClaimedWrite[]> {
  const taken = await takeInTurn(tx, WRITES, most, LEASE_SECONDS);
  if (!taken) return [];
  const writes = await tx.directoryWrite.findMany({
    where: { id: { in: [...taken.ids] } },
    include: { user: { select: { oid: true, email: true, displayName: true } }, invitation: { select: { name: true, state: true } } },
  });
  const guests = await removableGuests(
    tx,
    writes.flatMap(({ kind, address }) => (kind === "remove_guest" && address ? [address] : [])),
  );
  return writes.map(({ id, entityId, userId, invitationId, kind, role, global, attempts, user, invitation, address }) => ({
    ...{ id, entityId, userId, invitationId, kind, role, global, attempts, claim: taken.claim },
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
