import type { ScopedTx } from "@/lib/platform/db/scoped-tx";

/** What `work` returns, and how many rows of a table the database read for it: by its own count, which knows no time. */
export async function countingRows<T>(tx: ScopedTx, table: string, work: () => Promise<T>): Promise<{ readonly value: T; readonly read: number }> {
  const sofar = async () => {
    const [count] = await tx.$queryRaw<{ read: number }[]>`
      SELECT (seq_tup_read + idx_tup_fetch)::int AS read FROM pg_stat_xact_user_tables WHERE relname = ${table}`;
    return count?.read ?? Number.NaN;
  };
  const before = await sofar();
  const value = await work();
  return { value, read: (await sofar()) - before };
}
