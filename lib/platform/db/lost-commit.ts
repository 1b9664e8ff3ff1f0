import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import type { Prisma, PrismaClient } from "@/lib/generated/prisma/client";
import { outcomeUnknown, unavailable } from "@/lib/platform/errors";

/** Milliseconds to look for a transaction's outcome, and between two attempts. */
const FIND_OUT_WITHIN = 5_000;
const ASK_EVERY = 100;

/** The transaction's id; null before it has written anything, when its COMMIT changes nothing either. */
export async function transactionId(tx: Prisma.TransactionClient): Promise<string | null> {
  const [row] = await tx.$queryRaw<{ id: string | null }[]>`SELECT pg_current_xact_id_if_assigned()::text AS id`;
  return row?.id ?? null;
}

/**
 * Looks up, on another connection, the outcome of a transaction whose COMMIT got no answer. Throws UNAVAILABLE
 * when it rolled back, and OUTCOME_UNKNOWN when the outcome cannot be found in time.
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
