import "server-only";
import { randomUUID } from "node:crypto";
import type { SystemTx } from "@/lib/platform/db/scoped-tx";
import type { Prisma } from "@/lib/platform/db/types";
import { sql } from "@/lib/platform/db/values";

/** Takes rows of a table as a queue: whose turn it is, one row of a lane at a time, under a lease, and retried with back-off. */

/** A table with `state`, `urgency`, `position`, `attempts`, `next_attempt_at`, `claimed_by` and `claimed_until`, and an index for each walk. */
export type QueueTable = {
  readonly table: Prisma.Sql;
  /** Whose turn it is: these take turns. Indexed as (urgency, turn, next_attempt_at, position) where pending. */
  readonly turn: Prisma.Sql;
  /** Rows of one lane go one after another. Indexed as (lane, position) where pending. */
  readonly lane: Prisma.Sql;
};

/**
 * The rows whose turn it is: what takes away before what gives, each entity in turn, and of each lane the first that is pending, if it
 * is due and none of the lane is claimed. Walks from turn to turn along one index, and from a lane to its first row along another:
 * both are narrow enough to be chosen whether or not the database has statistics.
 */
export const nextInTurn = ({ table, turn, lane }: QueueTable, most: number): Prisma.Sql => sql`
  WITH RECURSIVE turns AS (
    (SELECT urgency, ${turn} AS turn FROM ${table} WHERE state = 'pending' ORDER BY urgency, ${turn} LIMIT 1)
    UNION ALL
    SELECT further.urgency, further.turn FROM turns CROSS JOIN LATERAL (
      SELECT q.urgency, q.${turn} AS turn FROM ${table} q
      WHERE q.state = 'pending' AND (q.urgency, q.${turn}) > (turns.urgency, turns.turn) ORDER BY q.urgency, q.${turn} LIMIT 1) further
  ), due AS (
    SELECT of_turn.id, turns.urgency, row_number() OVER (PARTITION BY turns.urgency, turns.turn ORDER BY of_turn.next_attempt_at, of_turn.position) AS place
    FROM turns CROSS JOIN LATERAL (
      SELECT first.id, q.next_attempt_at, q.position
      FROM ${table} q CROSS JOIN LATERAL (
        SELECT f.id, f.next_attempt_at FROM ${table} f WHERE f.state = 'pending' AND f.${lane} = q.${lane} ORDER BY f.position LIMIT 1) first
      WHERE q.state = 'pending' AND q.urgency = turns.urgency AND q.${turn} = turns.turn AND q.next_attempt_at <= now() AND first.next_attempt_at <= now()
        AND NOT EXISTS (SELECT FROM ${table} busy WHERE busy.state = 'pending' AND busy.${lane} = q.${lane} AND busy.claimed_until >= now())
      ORDER BY q.next_attempt_at, q.position LIMIT ${most}::int) of_turn
  )
  SELECT id FROM due GROUP BY id ORDER BY min(urgency), min(place), random() LIMIT ${most}::int`;

/** The rows that this process has taken: nobody else's until they are settled, or until the lease ends. */
export type Claimed = { readonly claim: string; readonly ids: readonly string[] };

/** Claims those of these rows that nobody else has taken meanwhile. */
export async function claimRows(tx: SystemTx, { table }: QueueTable, ids: readonly string[], leaseSeconds: number): Promise<Claimed> {
  const claim = randomUUID();
  const rows = await tx.$queryRaw<{ id: string }[]>(sql`
    UPDATE ${table} SET claimed_by = ${claim}::uuid, claimed_until = now() + make_interval(secs => ${leaseSeconds}::int), attempts = attempts + 1
    WHERE id IN (
      SELECT id FROM ${table}
      WHERE id = ANY(${ids}::uuid[]) AND state = 'pending' AND next_attempt_at <= now() AND (claimed_until IS NULL OR claimed_until < now())
      FOR NO KEY UPDATE SKIP LOCKED)
    RETURNING id`);
  return { claim, ids: rows.map(({ id }) => id) };
}

/** Takes up to `most` rows whose turn it is, each of another lane. */
export async function takeInTurn(tx: SystemTx, queue: QueueTable, most: number, leaseSeconds: number): Promise<Claimed | null> {
  const next = (await tx.$queryRaw<{ id: string }[]>(nextInTurn(queue, most))).map(({ id }) => id);
  return next.length > 0 ? claimRows(tx, queue, next, leaseSeconds) : null;
}

const LONGEST_PAUSE_SECONDS = 10 * 60;

/** Back-off in seconds: exponential, with jitter. */
export const pauseAfter = (attempts: number, chance = Math.random()): number =>
  Math.min(LONGEST_PAUSE_SECONDS, 2 ** Math.min(attempts - 1, 20)) * (0.5 + chance / 2);
