import "server-only";
import { createHmac } from "node:crypto";
import { inSystem, type ScopedTx, type SystemTx } from "@/lib/db/scope";
import { sessionSecret } from "@/lib/env";
import { AppError } from "@/lib/errors";
import type { Job } from "@/lib/jobs/job";
import type { Limit } from "./limits";
import { waitText } from "./wait-text";

/** One use of a limit by (or towards) a subject: a person's id, a recipient's address, a source address. */
export type Use = { readonly limit: Limit; readonly subject: string };

/** The first limit that is exceeded, and how long until it may be tried again. */
export type Exceeded = { readonly limit: Limit; readonly seconds: number };

type Row = { name: string; subject: string; count: number; seconds: number };

/**
 * Counts these uses by the database's clock, in one statement and in the caller's transaction: what is rolled back was not done and
 * does not count. Rows are locked in one order, so that two callers never wait for each other.
 */
export async function countUses(tx: ScopedTx | SystemTx, uses: readonly Use[]): Promise<Exceeded | null> {
  const counted = new Map(uses.map(({ limit, subject }) => [`${limit.name} ${hashed(subject)}`, { limit, subject: hashed(subject) }]));
  const rows = JSON.stringify([...counted.values()].map(({ limit, subject }) => ({ name: limit.name, subject, minutes: limit.minutes })));
  const found = await tx.$queryRaw<Row[]>`
    INSERT INTO throttle AS t (name, subject, count, ends_at)
    SELECT u.name, u.subject, 1, now() + make_interval(mins => u.minutes)
    FROM jsonb_to_recordset(${rows}::jsonb) AS u (name text, subject text, minutes int) ORDER BY u.name COLLATE "C", u.subject COLLATE "C"
    ON CONFLICT (name, subject) DO UPDATE SET
      count = CASE WHEN t.ends_at <= now() THEN 1 ELSE least(t.count, 1000000000) + 1 END,
      ends_at = CASE WHEN t.ends_at <= now() THEN excluded.ends_at ELSE t.ends_at END
    RETURNING name, subject, count, ceil(greatest(extract(epoch FROM ends_at - now()), 1))::int AS seconds`;
  const exceeded = found.flatMap(({ name, subject, count, seconds }) => {
    const limit = counted.get(`${name} ${subject}`)?.limit;
    return limit && count > limit.most ? [{ limit, seconds }] : [];
  });
  return exceeded.toSorted((a, b) => b.seconds - a.seconds)[0] ?? null;
}

/** Counts these uses. Throws TOO_MANY, which says when it may be tried again, once there are more than their limits allow. */
export async function assertWithinLimits(tx: ScopedTx | SystemTx, uses: readonly Use[]): Promise<void> {
  const exceeded = await countUses(tx, uses);
  if (exceeded) throw new TooMany(exceeded);
}

/** Too often; says when it may be tried again. */
export class TooMany extends AppError {
  override name = "TooMany";
  /** Until it may be tried again. */
  readonly seconds: number;
  constructor({ limit, seconds }: Exceeded) {
    super("TOO_MANY", `${limit.exceeded} ${limit.most} times within ${windowText(limit.minutes)}, which is the limit. ${waitText(seconds, new Date())}`);
    this.seconds = seconds;
  }
}

const windowText = (minutes: number): string => (minutes === 1 ? "a minute" : minutes === 60 ? "an hour" : `${minutes} minutes`);

/** Keyed, so that the table tells nobody whose address or account was counted. Letter case does not make another address. */
const hashed = (subject: string): string => createHmac("sha256", sessionSecret()).update(`throttle ${subject.toLowerCase()}`).digest("base64url");

/** Removes windows that are over. */
export const clearThrottle: Job = {
  name: "throttle",
  every: 10 * 60_000,
  run: async () => {
    await inSystem((tx) => tx.$executeRaw`DELETE FROM throttle WHERE ends_at < now()`);
  },
};
