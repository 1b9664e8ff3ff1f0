import "server-only";
import type { Grant } from "@/lib/authz/grant";
import type { ScopedTx } from "@/lib/db/scope";
import { databaseTime } from "@/lib/db/time";
import type { Prisma } from "@/lib/db/types";
import { wherePendingInDirectory } from "@/lib/directory/pending";
import { containing, startingWith } from "@/lib/lists/params";
import type { SEEN, UserFilters } from "./schema";

type Where = Prisma.UserWhereInput;

/** Which people a grant reaches; row-level security holds the same line on its own. */
export const reachedBy = ({ target }: Grant<"Users.View"> | Grant<"Users.Manage">): Where[] => ("entityId" in target ? [{ entityId: target.entityId }] : []);

/** Whom the filters leave of those whom the grant reaches: the one reading of them, for the list, the export and bulk changes. */
export async function usersWhere(tx: ScopedTx, grant: Grant<"Users.View"> | Grant<"Users.Manage">, filters: UserFilters): Promise<readonly Where[]> {
  const { q, role, status, entity, seen, directory } = filters;
  const where: Where[] = [...reachedBy(grant)];
  if (entity) where.push({ entityId: entity });
  if (role) where.push({ role });
  if (status) where.push({ status });
  if (directory) where.push(wherePendingInDirectory);
  if (q) where.push(matching(q));
  if (seen) where.push(lastSeen(seen, await databaseTime(tx)));
  return where;
}

/** Shorter texts hold no three letters to look up, so they must begin a word: those are found by its blank and their letters. */
const SHORT = 3;

const matching = (q: string): Where =>
  q.length < SHORT
    ? { OR: [{ displayName: startingWith(q) }, { displayName: containing(` ${q}`) }, { email: startingWith(q) }] }
    : { OR: [{ displayName: containing(q) }, ...(mayBeOfAnAddress(q) ? [{ email: containing(q) }] : [])] };

/** No address holds a blank (the database sees to it), so words are looked up once, among the names. */
export const mayBeOfAnAddress = (q: string): boolean => !q.includes(" ");

const DAY = 86_400_000;
const EPOCH = new Date(0);

/** By the column in whose order lists are: whoever was never seen stands there at the epoch. */
function lastSeen(seen: (typeof SEEN)[number], now: Date): Where {
  if (seen === "never") return { seenOrder: EPOCH };
  const [side, days] = seen.split("-");
  const at = new Date(now.getTime() - Number(days) * DAY);
  return { seenOrder: side === "within" ? { gte: at } : { gt: EPOCH, lt: at } };
}
