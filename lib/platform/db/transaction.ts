import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import type { Prisma, PrismaClient } from "@/lib/generated/prisma/client";
import type { Requester } from "@/lib/platform/authz/principal";
import { AppError } from "@/lib/platform/errors";
import { isConflict, isRefusedByServer } from "./failures";
import { assertCommitted, transactionId } from "./lost-commit";

export type DatabaseRole = "portal_entity" | "portal_global" | "portal_system";
/** The identity a transaction runs as. */
export type Identity = { readonly role: DatabaseRole; readonly principal: Requester | null; readonly isAnonymous?: true };

/** Milliseconds to wait for a connection, and for the whole transaction. */
const LIMITS = { maxWait: 5_000, timeout: 15_000 };
const ANONYMOUS_LIMITS = { maxWait: 2_000, timeout: 3_000 };
/**
 * Attempts at a transaction that conflicts with another, and the longest first back-off in milliseconds; it
 * doubles.
 */
const ATTEMPTS = 4;
const PAUSE = 50;

/**
 * Runs `work` in one transaction as `identity`. Serialization failures and deadlocks are retried from the
 * start, so `work` must have no side effects outside the transaction. Throws OUTCOME_UNKNOWN when the COMMIT
 * got no answer and its outcome cannot be found.
 */
export async function transaction<T>(client: PrismaClient, identity: Identity, work: (tx: Prisma.TransactionClient) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await once(client, identity, work);
    } catch (error) {
      if (!isConflict(error)) throw error;
      if (attempt === ATTEMPTS)
        throw new AppError("UNAVAILABLE", "Others are changing the same thing right now. Nothing was changed; try again in a moment.", { cause: error });
      await pause(Math.random() * PAUSE * 2 ** attempt);
    }
  }
}

async function once<T>(client: PrismaClient, identity: Identity, work: (tx: Prisma.TransactionClient) => Promise<T>): Promise<T> {
  const finished: { value: T; id: string | null }[] = [];
  try {
    return await client.$transaction(
      async (tx) => {
        await assumeRole(tx, identity);
        const value = await work(tx);
        finished.push({ value, id: await transactionId(tx) });
        return value;
      },
      identity.isAnonymous ? ANONYMOUS_LIMITS : LIMITS,
    );
  } catch (error) {
    const [all] = finished;
    // Only the COMMIT was left. If the server refused it, nothing was committed.
    if (!all || isRefusedByServer(error)) throw error;
    await assertCommitted(client, all.id, error);
    return all.value;
  }
}

/**
 * The first statement of every transaction: its role, its limits, and the settings for reading values, whatever
 * the database's own are. All are local to the transaction, because a pooler hands the connection on
 * afterwards. Policies read `portal.user`, `portal.client` and `portal.entity`, so nothing runs before this.
 */
export const assumeRole = (tx: Pick<Prisma.TransactionClient, "$executeRaw">, { role, principal, isAnonymous }: Identity) =>
  tx.$executeRaw`SELECT set_config('role', ${role}, true), set_config('portal.user', ${principal?.kind === "user" ? principal.userId : ""}, true),
    set_config('portal.client', ${principal?.kind === "client" ? principal.clientId : ""}, true),
    set_config('portal.entity', ${principal?.entity.id ?? ""}, true), set_config('TimeZone', 'UTC', true), set_config('DateStyle', 'ISO', true),
    set_config('statement_timeout', ${isAnonymous ? "2s" : "10s"}, true), set_config('lock_timeout', '8s', true),
    set_config('idle_in_transaction_session_timeout', '15s', true)`;
