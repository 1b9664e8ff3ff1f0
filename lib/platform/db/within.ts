import "server-only";
import { isStatementTimeout } from "./failures";
import type { Prisma } from "./types";

/** The answer of a read that took too long. */
export const TOO_SLOW = "too-slow";

type Statements = Pick<Prisma.TransactionClient, "$executeRaw" | "$queryRaw">;

/**
 * Runs reads that may take so many milliseconds each, and gives up on them without losing the transaction. The embedded database has no such limit.
 */
export async function within<T>(tx: Statements, milliseconds: number, read: () => Promise<T>): Promise<T | typeof TOO_SLOW> {
  await tx.$executeRaw`SAVEPOINT within`;
  const [before] = await tx.$queryRaw<{ limit: string }[]>`
    SELECT current_setting('statement_timeout') AS limit, set_config('statement_timeout', ${`${milliseconds}ms`}, true) AS now`;
  try {
    const value = await read();
    await tx.$executeRaw`SELECT set_config('statement_timeout', ${before?.limit ?? "10s"}, true)`;
    await tx.$executeRaw`RELEASE SAVEPOINT within`;
    return value;
  } catch (error) {
    if (!isStatementTimeout(error)) throw error;
    // The limit before it comes back with the savepoint.
    await tx.$executeRaw`ROLLBACK TO SAVEPOINT within`;
    return TOO_SLOW;
  }
}
