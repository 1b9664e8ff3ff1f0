import "server-only";
import type { Grant } from "@/lib/platform/authz/grant";
import { scopeOf } from "@/lib/platform/authz/scope-of";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { Prisma } from "@/lib/platform/db/types";
import { sql } from "@/lib/platform/db/values";
import { keysetPage, PAGE_SIZE, type Page, readCursor } from "@/lib/platform/lists/keyset";
import { all, beyond, foldedPlace, inOrder, type LogFilter, narrowing, place } from "./log-filter";
import { type AuditDetail, type AuditRow, DETAIL_COLUMNS, ROW_COLUMNS, rowOf, type StoredDetail, type StoredRow } from "./row";

/** The log itself: what happened across every entity, or in one. */
export type ReadLog = Grant<"Market.Operate">;

/** Reading along so many entries costs milliseconds, and what is common is among them. */
const NEARBY = 5_000;

/** The log of an entity is what was done to it, by anyone. */
function reached(tx: ScopedTx, grant: ReadLog): Prisma.Sql[] {
  const { entityId } = scopeOf(tx, grant);
  return entityId === null ? [] : [sql`target_entity_id = ${entityId}::uuid`];
}

/** A page of the log, and the time of the entry above it. */
export type LogPage = Page<AuditRow> & { readonly above: Date | null };

/** One page of the log, newest first. */
export async function readLogPage(tx: ScopedTx, grant: ReadLog, filter: LogFilter, cursorText?: string): Promise<LogPage> {
  const cursor = readCursor(cursorText, "date");
  const back = cursor?.back ?? false;
  const along = [...reached(tx, grant), ...place(filter), ...beyond(cursor)];
  const fetched = await firstRows(tx, { along, narrowing: narrowing(filter), order: inOrder(back), take: PAGE_SIZE + 1 });
  // Read backwards, one more entry than the page has is the one above it.
  const above = back ? fetched[PAGE_SIZE]?.at : cursor?.value;
  return { ...keysetPage(fetched.map(rowOf), cursor, (row) => row.at), above: above instanceof Date ? above : null };
}

type Wanted = { readonly along: readonly Prisma.Sql[]; readonly narrowing: readonly Prisma.Sql[]; readonly order: Prisma.Sql; readonly take: number };

/**
 * How common a filter is, the planner guesses, and either of its guesses may be wrong by seconds at a million entries: what is common would be sorted,
 * what is rare looked for along the whole log. So the entries nearby are read first, and what they do not have is looked up and sorted.
 */
async function firstRows(tx: ScopedTx, { along, narrowing: narrow, order, take }: Wanted): Promise<readonly StoredRow[]> {
  if (narrow.length === 0) return tx.$queryRaw<StoredRow[]>(sql`SELECT ${ROW_COLUMNS} FROM audit_event WHERE ${all(along)} ${order} LIMIT ${take}`);
  const near = await tx.$queryRaw<StoredRow[]>(sql`
    SELECT ${ROW_COLUMNS} FROM (SELECT * FROM audit_event WHERE ${all(along)} ${order} LIMIT ${NEARBY}) near WHERE ${all(narrow)} ${order} LIMIT ${take}`);
  if (near.length === take) return near;
  const [edge] = await tx.$queryRaw<object[]>(sql`SELECT at FROM audit_event WHERE ${all(along)} ${order} OFFSET ${NEARBY} LIMIT 1`);
  if (!edge) return near;
  return tx.$queryRaw<StoredRow[]>(sql`
    WITH found AS MATERIALIZED (SELECT id AS found_id, at AS found_at FROM audit_event WHERE ${all([...along, ...narrow])})
    SELECT ${ROW_COLUMNS} FROM (SELECT found_id AS id, found_at AS at FROM found ${order} LIMIT ${take}) first
      JOIN audit_event USING (id, at) ${order}`);
}

/** How many page views are folded before each entry of a page (newer than it), and after the last. */
export type Folded = { readonly before: readonly number[]; readonly after: number };

/** Counts the page views that a page of the log folds; those of all pages add up to all of them. */
export async function countFolded(tx: ScopedTx, grant: ReadLog, filter: LogFilter, { rows, next, above }: LogPage): Promise<Folded> {
  const oldest = rows.at(-1);
  const edges = [...(above ? [sql`at < ${above}`] : []), ...(next && oldest ? [sql`at >= ${oldest.at}`] : [])];
  const times = rows.map(({ at }) => at).toReversed();
  const counted = await tx.$queryRaw<{ slot: number; count: number }[]>(sql`
    SELECT width_bucket(at, ${times}::timestamptz[]) AS slot, count(*)::int AS count FROM audit_event
    WHERE ${all([...reached(tx, grant), ...foldedPlace(filter), ...narrowing(filter), ...edges])} GROUP BY 1`);
  const slots = new Map(counted.map(({ slot, count }) => [slot, count]));
  return { before: rows.map((_, index) => slots.get(rows.length - index) ?? 0), after: slots.get(0) ?? 0 };
}

export type Bar = { readonly from: Date; readonly to: Date; readonly granted: number; readonly refused: number };

/** What matches in each step of time, by outcome. */
export async function countBars(tx: ScopedTx, grant: ReadLog, filter: LogFilter, edges: readonly Date[]): Promise<readonly Bar[]> {
  const where = all([...reached(tx, grant), ...place(filter), ...narrowing(filter)]);
  const counted = await tx.$queryRaw<{ slot: number; granted: number; refused: number }[]>(sql`
    SELECT bar.slot::int, found.granted, found.refused
    FROM unnest(${edges.slice(0, -1)}::timestamptz[], ${edges.slice(1)}::timestamptz[]) WITH ORDINALITY AS bar (begins, ends, slot),
      LATERAL (SELECT (count(*) FILTER (WHERE outcome = 'grant'))::int AS granted, (count(*) FILTER (WHERE outcome = 'deny'))::int AS refused
        FROM audit_event WHERE at >= bar.begins AND at < bar.ends AND ${where}) found`);
  const slots = new Map(counted.map((row) => [row.slot, row]));
  return edges.slice(0, -1).map((from, index) => {
    const { granted = 0, refused = 0 } = slots.get(index + 1) ?? {};
    return { from, to: edges[index + 1] ?? from, granted, refused };
  });
}

/** How many entries match. */
export async function countLog(tx: ScopedTx, grant: ReadLog, filter: LogFilter): Promise<number> {
  const where = all([...reached(tx, grant), ...place(filter), ...narrowing(filter)]);
  const [row] = await tx.$queryRaw<{ count: number }[]>(sql`SELECT count(*)::int AS count FROM audit_event WHERE ${where}`);
  return row?.count ?? 0;
}

/** Where a walk along the log goes on. */
export type LogPlace = { readonly at: Date; readonly id: string };
/** Entries read along at once: few enough to hold in memory. */
const STRETCH = 4_000;

/** What matches in the next stretch of the log, newest first, and where to go on; null at its end. Its cost does not depend on what matches. */
export async function readStretch(
  tx: ScopedTx,
  grant: ReadLog,
  filter: LogFilter,
  from: LogPlace | null,
): Promise<{ readonly rows: readonly AuditDetail[]; readonly next: LogPlace | null }> {
  const along = [...reached(tx, grant), ...place(filter), ...beyond(from && { value: from.at, id: from.id, back: false })];
  const [next] = await tx.$queryRaw<LogPlace[]>(sql`SELECT at, id FROM audit_event WHERE ${all(along)} ${inOrder(false)} OFFSET ${STRETCH - 1} LIMIT 1`);
  const rows = await tx.$queryRaw<StoredDetail[]>(sql`
    SELECT ${DETAIL_COLUMNS} FROM (SELECT * FROM audit_event WHERE ${all(along)} ${inOrder(false)} LIMIT ${STRETCH}) stretch
    WHERE ${all(narrowing(filter))} ${inOrder(false)}`);
  return { rows: rows.map(rowOf), next: next ?? null };
}
