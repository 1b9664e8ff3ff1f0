import "server-only";
import type { Prisma } from "./types";

/** This transaction's time on the database's clock, which every stored time and every rule uses. */
export async function databaseTime(tx: Pick<Prisma.TransactionClient, "$queryRaw">): Promise<Date> {
  const [row] = await tx.$queryRaw<{ now: Date }[]>`SELECT now() AS now`;
  if (!row) throw new Error("The database did not tell the time.");
  return row.now;
}
