import "server-only";
import type { ScopedTx, SystemTx } from "@/lib/platform/db/scoped-tx";
import type { ConfigurationProposal } from "@/lib/platform/db/types";
import { refuse } from "@/lib/platform/unit-of-work/refuse";

/** Any constant: every decision about the configuration takes the same advisory lock. */
const CONFIGURATION_LOCK = 7_042_031;

/**
 * Locks the configuration until the transaction ends, so that versions follow one another and each proposal has
 * one outcome. Returns the database's time once the lock is held.
 */
export async function lockConfiguration(tx: ScopedTx | SystemTx): Promise<Date> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(${CONFIGURATION_LOCK}::bigint)::text`;
  return timeOfTurn(tx);
}

/** The same without waiting: null when another transaction holds the lock. */
export async function tryLockConfiguration(tx: SystemTx): Promise<Date | null> {
  const [row] = await tx.$queryRaw<{ mine: boolean }[]>`SELECT pg_try_advisory_xact_lock(${CONFIGURATION_LOCK}::bigint) AS mine`;
  return row?.mine ? timeOfTurn(tx) : null;
}

/** The wall clock: the transaction may have begun long before it got the lock. */
async function timeOfTurn(tx: ScopedTx | SystemTx): Promise<Date> {
  const [row] = await tx.$queryRaw<{ now: Date }[]>`SELECT date_trunc('milliseconds', clock_timestamp()) AS now`;
  if (!row) throw new Error("The database did not tell the time.");
  return row.now;
}

/** The proposal, locked until the transaction ends. Throws NOT_AUTHORISED when there is none. */
export async function lockedProposal(tx: ScopedTx, id: string): Promise<ConfigurationProposal> {
  await tx.$queryRaw`SELECT id FROM configuration_proposal WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  const proposal = await tx.configurationProposal.findUnique({ where: { id } });
  if (!proposal) return refuse(tx, { code: "NOT_AUTHORISED", message: "There is no such proposal. Go back to the list and choose one." });
  return proposal;
}
