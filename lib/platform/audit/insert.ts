import "server-only";
import { uuidv7 } from "uuidv7";
import { insertMany } from "@/lib/platform/db/insert-many";
import type { Prisma } from "@/lib/platform/db/types";
import { SQL_NULL } from "@/lib/platform/db/values";
import { auditUnavailable } from "@/lib/platform/errors";

/**
 * A row of the record, with every column that is written: one that is missing does not compile, and so rows of different builders cannot
 * lose columns to each other. The database gives the time, and what is searched.
 */
export type NewEvent = Required<Omit<Prisma.AuditEventCreateManyInput, "id" | "at" | "searched">> & { readonly id?: string };

/**
 * Writes rows to the record, in the caller's transaction and in one statement whatever their number. The time is the database's clock. Throws AUDIT_UNAVAILABLE.
 */
export async function insertEvents(tx: Prisma.TransactionClient, rows: readonly NewEvent[]): Promise<void> {
  // A client's word for NULL in a JSON column means nothing to SQL.
  const events = rows.map((row) => ({ ...row, id: row.id ?? uuidv7(), changes: row.changes === SQL_NULL ? null : row.changes }));
  await insertMany(tx, "audit_event", events).catch((error: unknown) => {
    throw auditUnavailable(error);
  });
}
