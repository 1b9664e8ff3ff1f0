import "server-only";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { Presence, Prisma } from "@/lib/platform/db/types";
import type { Cursor, Order } from "@/lib/platform/lists/keyset";
import type { SEEN } from "./schema";
import { nearby } from "./search-plan";

/**
 * Presence is its own table because it is written every minute. The time itself has no index; its hour has, so
 * every range and order uses both.
 */

type Where = Prisma.PresenceWhereInput;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** The stored time of people who were never seen. */
const EPOCH = new Date(0);

const hourOf = (at: Date): Date => new Date(Math.floor(at.getTime() / HOUR) * HOUR);

const from = (at: Date): Where => ({ seenHour: { gte: hourOf(at) }, lastSeenAt: { gte: at } });
const until = (at: Date): Where => ({ seenHour: { lte: hourOf(at) }, lastSeenAt: { lte: at } });

/** Null: never seen. */
export const seenAt = (presence: Pick<Presence, "lastSeenAt"> | null): Date | null =>
  presence && presence.lastSeenAt.getTime() > EPOCH.getTime() ? presence.lastSeenAt : null;

/** What the list's filter means. */
export function lastSeen(seen: (typeof SEEN)[number], now: Date): Where {
  if (seen === "never") return { seenHour: EPOCH, lastSeenAt: EPOCH };
  const [side, days] = seen.split("-");
  const at = new Date(now.getTime() - Number(days) * DAY);
  return side === "within" ? from(at) : { seenHour: { gte: EPOCH, lte: hourOf(at) }, lastSeenAt: { gt: EPOCH, lt: at } };
}

/** One page ordered by last seen, like `keysetQuery` with two sort columns. */
export function seenQuery(order: Order, cursor: Cursor | null, size: number) {
  const forward = (order.direction === "asc") !== (cursor?.back ?? false);
  const direction = forward ? ("asc" as const) : ("desc" as const);
  const beyond = forward ? "gt" : "lt";
  const where: Where[] = [];
  if (cursor?.value instanceof Date) {
    const at = cursor.value;
    where.push(forward ? from(at) : until(at), { OR: [{ lastSeenAt: { [beyond]: at } }, { lastSeenAt: at, userId: { [beyond]: cursor.id } }] });
  }
  return { where, orderBy: [{ seenHour: direction }, { lastSeenAt: direction }, { userId: direction }], take: size + 1 };
}

/** The end of the nearby rows, in this order; null when the list ends first. */
export async function seenEdge(tx: ScopedTx, { where, orderBy, take }: ReturnType<typeof seenQuery>): Promise<Where | null> {
  const last = await tx.presence.findFirst({ where: { AND: where }, orderBy, skip: nearby(take), select: { lastSeenAt: true } });
  return last && (orderBy[0]?.seenHour === "desc" ? from(last.lastSeenAt) : until(last.lastSeenAt));
}
