import "server-only";
import type { Grant } from "@/lib/authz/grant";
import type { ScopedTx } from "@/lib/db/scope";
import { databaseTime } from "@/lib/db/time";
import type { Prisma } from "@/lib/db/types";
import { wherePendingInDirectory } from "@/lib/directory/pending";
import { literal } from "@/lib/lists/params";
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

/** What parts words counts as one letter and capitals as small ones, here as in the database: three letters in a row are looked up, across words too. */
const PARTS = /[ .,@'’_+/()-]/g;
const LETTER = "ǀ";
const asSearched = (q: string): string => Array.from(q.replace(PARTS, LETTER), (character) => character.toLowerCase()).join("");

/** Whose name or address holds the text. With fewer than three letters to look up, two must begin a word of it, and one the name. */
function matching(q: string): Where {
  const text = asSearched(q);
  if (text.length === 1) return { searched: { startsWith: literal(LETTER + text) } };
  return { searched: { contains: literal(text.length === 2 ? LETTER + text : text) } };
}

/** The text as a pattern for `searched`. */
export const patternOf = (q: string): string => `%${literal(asSearched(q))}%`;

const DAY = 86_400_000;
const EPOCH = new Date(0);

/** By the column in whose order lists are: whoever was never seen stands there at the epoch. */
function lastSeen(seen: (typeof SEEN)[number], now: Date): Where {
  if (seen === "never") return { seenOrder: EPOCH };
  const [side, days] = seen.split("-");
  const at = new Date(now.getTime() - Number(days) * DAY);
  return { seenOrder: side === "within" ? { gte: at } : { gt: EPOCH, lt: at } };
}
