import "server-only";
import type { ScopedTx } from "@/lib/db/scope";
import { containing } from "@/lib/lists/params";
import type { UserFilters } from "./schema";

/** Smaller tables are read whole before a bad plan is felt. */
const SMALL = 20_000;
const SAMPLE_ROWS = 2_000;
/** From this many in the sample on, walking the list in its order soon finds a page of them; fewer are looked up and sorted. */
const COMMON = 10;

/**
 * Reads a list across all entities with the plan that suits how common its rows are. Under row-level security the planner may
 * not consult its statistics for part of a text, nor for a status, and guesses: wrong by a second at a million people. A sample
 * of the table knows better.
 */
export async function withSearchPlan<T>(tx: ScopedTx, filters: UserFilters, work: () => Promise<T>): Promise<T> {
  if ((!filters.q && !filters.status) || filters.entity) return work();
  const [table] = await tx.$queryRaw<{ rows: number }[]>`SELECT reltuples AS rows FROM pg_class WHERE oid = 'portal_user'::regclass`;
  const rows = table?.rows ?? 0;
  if (rows < SMALL) return work();
  const walk = filters.directory === undefined && (await isCommon(tx, filters, (100 * SAMPLE_ROWS) / rows));
  await tx.$executeRaw`SELECT set_config('enable_bitmapscan', ${walk ? "off" : "on"}, true), set_config('enable_indexscan', ${walk ? "on" : "off"}, true),
    set_config('enable_seqscan', 'off', true)`;
  const result = await work();
  await tx.$executeRaw`SELECT set_config('enable_bitmapscan', 'on', true), set_config('enable_indexscan', 'on', true), set_config('enable_seqscan', 'on', true)`;
  return result;
}

async function isCommon(tx: ScopedTx, { q = "", role, status }: UserFilters, percent: number): Promise<boolean> {
  const pattern = `%${containing(q).contains}%`;
  const [sample] = await tx.$queryRaw<{ found: number }[]>`
    SELECT count(*)::int AS found FROM portal_user TABLESAMPLE SYSTEM (${percent}::real)
    WHERE (display_name ILIKE ${pattern} OR email ILIKE ${pattern}) AND role = coalesce(${role ?? null}, role) AND status::text = coalesce(${status ?? null}, status::text)`;
  return (sample?.found ?? 0) >= COMMON;
}
