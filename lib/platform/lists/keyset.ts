import { z } from "zod";

/** Keyset paging: a page starts after a row, never at an offset, so page 1,000 costs the same as page 1. */

export type Order<F extends string = string> = { readonly field: F; readonly direction: "asc" | "desc" };

/** Where a page starts: after this row, or (`back`) before it. */
export type Cursor = { readonly value: string | Date; readonly id: string; readonly back: boolean };

export type Page<T> = { readonly rows: readonly T[]; readonly next: string | null; readonly previous: string | null };

export const PAGE_SIZE = 25;

/** A count that stopped at a bound says so. */
export type Counted = { readonly count: number; readonly isMore: boolean };

const MOST_COUNTED = 1_000;

/** Counts no further than a person cares to know. `count` gets the number of rows to stop at. */
export async function countUpTo(count: (take: number) => Promise<number>): Promise<Counted> {
  const found = await count(MOST_COUNTED + 1);
  return { count: Math.min(found, MOST_COUNTED), isMore: found > MOST_COUNTED };
}

const encoded = z.tuple([z.enum(["t", "d"]), z.string().max(700), z.uuid(), z.boolean()]);

const encode = ({ value, id, back }: Cursor): string =>
  Buffer.from(JSON.stringify(value instanceof Date ? ["d", value.toISOString(), id, back] : ["t", value, id, back])).toString("base64url");

/** The years that JavaScript and PostgreSQL write alike. */
const YEARS = /^(?!0000)\d{4}-/;

/** Decodes a cursor for a list sorted by `kind`; null when absent, or when this list did not write it. */
export function readCursor(text: string | undefined, kind: "text" | "date"): Cursor | null {
  if (!text) return null;
  try {
    const [written, value, id, back] = encoded.parse(JSON.parse(Buffer.from(text, "base64url").toString()));
    if (written !== (kind === "date" ? "d" : "t")) return null;
    if (kind === "date") return YEARS.test(value) && !Number.isNaN(Date.parse(value)) ? { value: new Date(value), id, back } : null;
    return value.isWellFormed() && !value.includes("\u0000") ? { value, id, back } : null;
  } catch {
    return null;
  }
}

type Comparison = { readonly [field: string]: unknown };

/**
 * Prisma arguments for one page plus one row, which shows whether there is a next page. The range on the sorted
 * column is separate from the tie-break, so the index starts at the right place.
 */
export function keysetQuery<F extends string>(order: Order<F>, cursor: Cursor | null, size = PAGE_SIZE) {
  const forward = (order.direction === "asc") !== (cursor?.back ?? false);
  const direction = forward ? ("asc" as const) : ("desc" as const);
  const beyond = forward ? "gt" : "lt";
  const where: Comparison[] = cursor
    ? [
        { [order.field]: { [`${beyond}e`]: cursor.value } },
        { OR: [{ [order.field]: { [beyond]: cursor.value } }, { [order.field]: cursor.value, id: { [beyond]: cursor.id } }] },
      ]
    : [];
  return { where, orderBy: [{ [order.field]: direction }, { id: direction }], take: size + 1 };
}

/** Splits the rows of `keysetQuery` into a page and the cursors of its neighbours. */
export function keysetPage<T extends { id: string }>(
  fetched: readonly T[],
  cursor: Cursor | null,
  positionOf: (row: T) => string | Date,
  size = PAGE_SIZE,
): Page<T> {
  const more = fetched.length > size;
  const kept = fetched.slice(0, size);
  const rows = cursor?.back ? kept.toReversed() : kept;
  const first = rows[0];
  const last = rows.at(-1);
  const hasPrevious = cursor?.back ? more : cursor !== null;
  const hasNext = cursor?.back ? true : more;
  return {
    rows,
    next: last && hasNext ? encode({ value: positionOf(last), id: last.id, back: false }) : null,
    previous: first && hasPrevious ? encode({ value: positionOf(first), id: first.id, back: true }) : null,
  };
}
