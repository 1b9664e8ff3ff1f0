import "server-only";
import { createHmac } from "node:crypto";
import type { ScopedTx, SystemTx } from "@/lib/platform/db/scoped-tx";
import { sessionSecret } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import type { Job } from "@/lib/platform/jobs/job";
import { inSystem } from "@/lib/platform/unit-of-work/scope";
import type { Limit } from "./limits";
import { waitText } from "./wait-text";

/** One or more uses of a limit by a subject: a person's id, a recipient's mailbox or a source address. */
export type Use = {
  readonly limit: Limit;
  readonly subject: string;
  readonly times?: number;
  /** The mailbox, to name in the message to the person. */
  readonly towards?: string;
};

/** A use with its count in this call, its total, and the seconds left in its window. */
export type Counted<U extends Use = Use> = U & { readonly times: number; readonly count: number; readonly seconds: number };

type Row = { name: string; subject: string; count: number; seconds: number };

/**
 * Counts uses by the database's clock, in one statement and in the caller's transaction, so that a rollback
 * uncounts them. Locks rows in one order, to avoid deadlocks.
 */
export async function countUses<U extends Use>(tx: ScopedTx | SystemTx, uses: readonly U[]): Promise<readonly Counted<U>[]> {
  const bySubject = new Map<string, { use: U; row: { name: string; subject: string; minutes: number; times: number } }>();
  for (const use of uses) {
    const { name, minutes } = use.limit;
    const subject = hashed(use.subject);
    const times = (bySubject.get(`${name} ${subject}`)?.row.times ?? 0) + (use.times ?? 1);
    bySubject.set(`${name} ${subject}`, { use, row: { name, subject, minutes, times } });
  }
  if (bySubject.size === 0) return [];
  const found = await tx.$queryRaw<Row[]>`
    INSERT INTO throttle AS t (name, subject, count, ends_at)
    SELECT u.name, u.subject, u.times, now() + make_interval(mins => u.minutes)
    FROM jsonb_to_recordset(${JSON.stringify([...bySubject.values()].map(({ row }) => row))}::jsonb) AS u (name text, subject text, minutes int, times int)
    ORDER BY u.name COLLATE "C", u.subject COLLATE "C"
    ON CONFLICT (name, subject) DO UPDATE SET
      count = CASE WHEN t.ends_at <= now() THEN excluded.count ELSE least(t.count, 1000000000) + excluded.count END,
      ends_at = CASE WHEN t.ends_at <= now() THEN excluded.ends_at ELSE t.ends_at END
    RETURNING name, subject, count, ceil(greatest(extract(epoch FROM ends_at - now()), 1))::int AS seconds`;
  return found.flatMap(({ name, subject, count, seconds }) => {
    const counted = bySubject.get(`${name} ${subject}`);
    return counted ? [{ ...counted.use, times: counted.row.times, count, seconds }] : [];
  });
}

/** The exceeded limit with the longest wait; null when all are within their limits. */
export const exceededOf = (counted: readonly Counted[]): Counted | null =>
  counted.filter(({ limit, count }) => count > limit.most).toSorted((a, b) => b.seconds - a.seconds)[0] ?? null;

/** Counts uses. Throws TOO_MANY with the time of the next attempt when a limit is exceeded. */
export async function assertWithinLimits<U extends Use>(tx: ScopedTx | SystemTx, uses: readonly U[]): Promise<readonly Counted<U>[]> {
  const counted = await countUses(tx, uses);
  const exceeded = exceededOf(counted);
  if (exceeded) throw new TooMany(exceeded);
  return counted;
}

/** A limit is exceeded; the message says when to try again. */
export class TooMany extends AppError {
  override name = "TooMany";
  /** The time of the next attempt. */
  readonly seconds: number;
  constructor({ limit, towards, seconds }: Counted) {
    const what = towards ? `${limit.exceeded} to ${towards}` : limit.exceeded;
    super("TOO_MANY", `${what} ${limit.most} times within ${windowText(limit.minutes)}, which is the limit. ${waitText(seconds, new Date())}`);
    this.seconds = seconds;
  }
}

const windowText = (minutes: number): string => (minutes === 1 ? "a minute" : minutes === 60 ? "an hour" : `${minutes} minutes`);

/** Keyed, so that the table does not reveal addresses or accounts. Case-insensitive. */
const hashed = (subject: string): string => createHmac("sha256", sessionSecret()).update(`throttle ${subject.toLowerCase()}`).digest("base64url");

/** Deletes windows that are over. */
export const clearThrottle: Job = {
  name: "throttle",
  every: 10 * 60_000,
  run: async () => {
    await inSystem((tx) => tx.$executeRaw`DELETE FROM throttle WHERE ends_at < now()`);
  },
};
