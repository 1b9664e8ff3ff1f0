import "server-only";
import type { Prisma } from "./types";

/**
 * Inserts rows in order, in one statement with one parameter: the client's own way costs over a millisecond a
 * row. Keys are camel-case columns, the same for every row; unnamed columns take their default. Row-level
 * security applies.
 */
export async function insertMany(
  tx: Pick<Prisma.TransactionClient, "$executeRawUnsafe">,
  table: "audit_event" | "directory_write" | "mail_message",
  rows: readonly Readonly<Record<string, unknown>>[],
): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const columnOf = (key: string) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  // Names come from code, never from input.
  const columns = Object.keys(first)
    .map((key) => `"${columnOf(key)}"`)
    .join(", ");
  const json = JSON.stringify(rows.map((row) => Object.fromEntries(Object.entries(row).map(([key, value]) => [columnOf(key), value]))));
  await tx.$executeRawUnsafe(
    `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(null::${table}, $1::jsonb) WITH ORDINALITY ORDER BY ordinality`,
    json,
  );
}
