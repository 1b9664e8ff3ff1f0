import "server-only";
import type { Prisma } from "./types";

/** The time of this transaction on the database's clock, by which everything is stored and judged. */
export async function databaseTime(tx: Pick<Prisma.TransactionClient, "$queryRaw">): Promise<Date> {
  const [row] = await tx.$queryRaw<{ now: Date }[]>`SELECT now() AS now`;
  if (!row) throw new Error("The database did not tell the time.");
  return row.now;
}
