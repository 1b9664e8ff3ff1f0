import "server-only";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { Presence, Prisma } from "@/lib/platform/db/types";
import type { Cursor, Order } from "@/lib/platform/lists/keyset";
import type { SEEN } from "./schema";
import { nearby } from "./search-plan";

/**
 * When people were last seen is a table of its own, where it is written every minute. No index has the time itself; the hour of it has one, so
 * that every range and every order names both.
 */

type Where = Prisma.PresenceWhereInput;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Where those who were never seen stand. */
const EPOCH = new Date(0);

const hourOf = (at: Date): Date => new Date(Math.floor(at.getTime() / HOUR) * HOUR);

const from = (at: Date): Where => ({ seenHour: { gte: hourOf(at) }, lastSeenAt: { gte: at } });
const until = (at: Date): Where => ({ seenHour: { lte: hourOf(at) }, lastSeenAt: { lte: at } });

/** Null: never. */
export const seenAt = (presence: Pick<Presence, "lastSeenAt"> | null): Date | null =>
  presence && presence.lastSeenAt.getTime() > EPOCH.getTime() ? presence.lastSeenAt : null;

/** What the filter of the list stands for. */
export function lastSeen(seen: (typeof SEEN)[number], now: Date): Where {
  if (seen === "never") return { seenHour: EPOCH, lastSeenAt: EPOCH };
  const [side, days] = seen.split("-");
  const at = new Date(now.getTime() - Number(days) * DAY);
  return side === "within" ? from(at) : { seenHour: { gte: EPOCH, lte: hourOf(at) }, lastSeenAt: { gt: EPOCH, lt: at } };
}

/** One page in order of when people were last seen, as `keysetQuery` says it of one column. */
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

/** The end of the rows nearby, in this order; null where the list ends before. */
export async function seenEdge(tx: ScopedTx, { where, orderBy, take }: ReturnType<typeof seenQuery>): Promise<Where | null> {
  const last = await tx.presence.findFirst({ where: { AND: where }, orderBy, skip: nearby(take), select: { lastSeenAt: true } });
  return last && (orderBy[0]?.seenHour === "desc" ? from(last.lastSeenAt) : until(last.lastSeenAt));
}
