import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import type { Prisma, PrismaClient } from "@/lib/generated/prisma/client";
import { outcomeUnknown, unavailable } from "@/lib/platform/errors";

/** Milliseconds in which it is found out what became of a transaction, and between two questions. */
const FIND_OUT_WITHIN = 5_000;
const ASK_EVERY = 100;

/** The transaction's number; null while it has written nothing, when committing it changes nothing either. */
export async function transactionId(tx: Prisma.TransactionClient): Promise<string | null> {
  const [row] = await tx.$queryRaw<{ id: string | null }[]>`SELECT pg_current_xact_id_if_assigned()::text AS id`;
  return row?.id ?? null;
}

/**
 * Finds out on another connection what became of a transaction whose COMMIT was not answered. Throws UNAVAILABLE where it was rolled
 * back, and OUTCOME_UNKNOWN where that cannot be found out in time.
 */
export async function assertCommitted(client: PrismaClient, id: string | null, cause: unknown): Promise<void> {
  if (id === null) return;
  for (const end = Date.now() + FIND_OUT_WITHIN; Date.now() < end; await pause(ASK_EVERY)) {
    const status = await statusOf(client, id);
    if (status === "committed") return;
    if (status === "aborted") throw unavailable(cause);
  }
  throw outcomeUnknown(cause);
}

async function statusOf(client: PrismaClient, id: string): Promise<string | null> {
  try {
    const [row] = await client.$queryRaw<{ status: string | null }[]>`SELECT pg_xact_status(${id}::xid8) AS status`;
    return row?.status ?? null;
  } catch {
    return null;
  }
}
