import "server-only";
import { journalOf, noteRefusal } from "@/lib/platform/audit/journal";
import { asAppError } from "@/lib/platform/db/failures";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { AppError } from "@/lib/platform/errors";

/**
 * Runs one of several pieces of work in the caller's transaction. One that fails as expected is undone alone, its changes taken off
 * the record, and its error returned; what was decided and refused stays on the record. An outage, and anything unexpected, is thrown and ends
 * the whole transaction.
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
