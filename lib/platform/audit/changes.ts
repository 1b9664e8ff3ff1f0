import type { Changes, FieldValue } from "./event";

type Row = Readonly<Record<string, unknown>>;

/**
 * What differs between two versions of a row, over `fields` only. A cleared field shows its old value, and a row that did not
 * exist before (or does not any more) shows every field.
 */
export function changesOf(before: Row | null, after: Row | null, fields: readonly string[]): Changes {
  const changes: Record<string, { from: FieldValue; to: FieldValue }> = {};
  for (const field of fields) {
    const from = plain(before?.[field]);
    const to = plain(after?.[field]);
    if (from !== to) changes[field] = { from, to };
  }
  return changes;
}

function plain(value: unknown): FieldValue {
  if (value === undefined || value === null) return null;
  if (value instanceof Date) return value.toISOString();
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  return typeof value === "bigint" ? value.toString() : JSON.stringify(value);
}
