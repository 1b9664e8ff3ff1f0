import "server-only";
import { journalOf, noteRefusal } from "@/lib/platform/audit/journal";
import { asAppError } from "@/lib/platform/db/failures";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { AppError } from "@/lib/platform/errors";

/**
 * Runs one of several pieces of work in the caller's transaction. An expected failure rolls back that piece
 * alone, drops its changes from the record and returns the error; its decisions and refusals stay recorded.
 * Outages and unexpected errors are thrown and end the transaction.
 */
export async function attempt(tx: ScopedTx, work: () => Promise<unknown>): Promise<AppError | null> {
  const journal = journalOf(tx);
  const { changes } = journal;
  const recorded = changes.length;
  await tx.$executeRaw`SAVEPOINT attempt`;
  try {
    await work();
    await tx.$executeRaw`RELEASE SAVEPOINT attempt`;
    return null;
  } catch (thrown) {
    const error = asAppError(thrown);
    if (!(error instanceof AppError) || error.code === "UNAVAILABLE" || error.code === "AUDIT_UNAVAILABLE") throw error;
    await tx.$executeRaw`ROLLBACK TO SAVEPOINT attempt`;
    changes.length = recorded;
    noteRefusal(journal, error);
    return error;
  }
}
