import "server-only";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { Prisma } from "@/lib/platform/db/types";
import { containingPattern } from "@/lib/platform/lists/fold";
import type { keysetQuery } from "@/lib/platform/lists/keyset";
import type { UserFilters } from "./schema";

/** The sort columns of the people list. */
export type UserField = "displayName" | "email" | "createdAt";

type Where = Prisma.UserWhereInput;
/** The source of the list, its order, and the number of rows wanted. */
type Stretch = ReturnType<typeof keysetQuery<UserField>>;

/** In smaller tables a bad plan is not noticeable. */
const SMALL = 20_000;
const SAMPLE_ROWS = 500;
/** From this many in the sample on, a page of matches is likely among the list's next rows. */
const COMMON = 4;
/** How many of the list's next rows are searched first. */
export const nearby = (take: number): number => Math.max(2_000, 10 * take);

/**
 * Searches the list across all entities. Under row-level security the planner cannot use its statistics for
 * LIKE or status, and its guesses cost seconds at a million people. So the plan is chosen here: common values
 * are searched among the list's next rows first; rare ones, or those not found there, through their index, then
 * sorted.
 */
export async function searchUsers<R, E>(
  tx: ScopedTx,
  filters: UserFilters,
  { take, edge: edgeOf, find }: { readonly take: number; readonly edge: () => Promise<E | null>; readonly find: (within: readonly E[]) => Promise<R[]> },
): Promise<R[]> {
  if ((!filters.q && !filters.status) || filters.entity || isTakenForRare(filters.q)) return find([]);
  const { large, common } = await planFor(tx, filters);
  if (!large) return find([]);
  const edge = common && !filters.directory ? await edgeOf() : null;
  const near = edge ? await find([edge]) : [];
  if (common && near.length < take) await plan(tx, "lookup");
  const found = edge && near.length === take ? near : await find([]);
  await plan(tx, "any");
  return found;
}

/** Several words are rare; from this many letters on the planner, which judges by length alone, agrees. */
const isTakenForRare = (q = ""): boolean => q.length >= 6 && q.includes(" ");

type Plan = { readonly large: boolean; readonly common: boolean };

/**
 * Sets the plan for the rest of the transaction: along the list for common values, by index for rare ones, none
 * for a small table. A sample of the table tells which is which.
 */
async function planFor(tx: ScopedTx, { q = "", role, status }: UserFilters): Promise<Plan> {
  const [plan] = await tx.$queryRaw<Plan[]>`
    WITH portal_users AS (SELECT reltuples AS rows, reltuples >= ${SMALL} AS large FROM pg_class WHERE oid = 'portal_user'::regclass),
      sample AS (
        SELECT count(*) >= ${COMMON} AS common
        FROM portal_user TABLESAMPLE SYSTEM ((SELECT CASE WHEN large THEN 100 * ${SAMPLE_ROWS}::real / rows ELSE 0 END FROM portal_users))
        WHERE searched LIKE ${containingPattern(q)} AND role = coalesce(${role ?? null}, role) AND status::text = coalesce(${status ?? null}, status::text))
    SELECT large, common, set_config('enable_bitmapscan', CASE WHEN large AND common THEN 'off' ELSE 'on' END, true),
      set_config('enable_indexscan', CASE WHEN large AND NOT common THEN 'off' ELSE 'on' END, true),
      set_config('enable_seqscan', CASE WHEN large THEN 'off' ELSE 'on' END, true)
    FROM portal_users, sample`;
  return plan ?? { large: false, common: false };
}

/** The end of the nearby rows; null when the list ends first. */
export async function edgeOf(tx: ScopedTx, field: UserField, { where, orderBy, take }: Stretch): Promise<Where | null> {
  const select = { displayName: field === "displayName", email: field === "email", createdAt: field === "createdAt" };
  const last = await tx.user.findFirst({ where: { AND: where }, orderBy, skip: nearby(take), select });
  const falling = orderBy.some(({ id }) => id === "desc");
  return last && { [field]: { [falling ? "gte" : "lte"]: last[field] } };
}

const plan = (tx: ScopedTx, by: "lookup" | "any"): Promise<unknown> =>
  tx.$executeRaw`SELECT set_config('enable_bitmapscan', 'on', true), set_config('enable_indexscan', ${by === "any" ? "on" : "off"}, true),
    set_config('enable_seqscan', ${by === "any" ? "on" : "off"}, true)`;
