import "server-only";
import type { SystemTx } from "@/lib/platform/db/scoped-tx";
import type { Job } from "@/lib/platform/db/types";
import { sql } from "@/lib/platform/db/values";
import { type Asker, readAsker } from "@/lib/platform/unit-of-work/principal-row";
import { claimRows, nextInTurn, type QueueTable } from "./next-due";

/** Longer than a step takes, and renewed while one goes on, so that nobody else begins on the same job. */
const LEASE_SECONDS = 60;
export const RENEW_MS = (LEASE_SECONDS * 1_000) / 3;

/** Of more than one, because others take some of them at the same moment. */
const CANDIDATES = 8;

const JOBS: QueueTable = { table: sql`job`, turn: sql`turn`, lane: sql`lane` };

/** The jobs whose turn it is. */
export const nextJobs = () => nextInTurn(JOBS, CANDIDATES);

/** A job that this process has taken. */
export type ClaimedJob = Pick<Job, "id" | "kind" | "label" | "entityId" | "askedById" | "requestId" | "payload" | "attempts" | "reached"> & {
  readonly claim: string;
  /** Who asked for it, as they are now; null for the portal's own. */
  readonly asker: Asker | null;
};

/** Takes the next job that is due; null when there is none. */
export async function takeJob(tx: SystemTx): Promise<ClaimedJob | null> {
  for (const { id } of await tx.$queryRaw<{ id: string }[]>(nextJobs())) {
    const { claim, ids } = await claimRows(tx, JOBS, [id], LEASE_SECONDS);
    if (ids.length === 0) continue;
    const job = await tx.job.findUniqueOrThrow({ where: { id } });
    return { ...job, claim, asker: job.askedById === null ? null : await readAsker(tx, job.askedById) };
  }
  return null;
}

/** Somebody stopped the job, or another process took it over after the lease had ended: what this step did is rolled back. */
export class LostClaim extends Error {
  override name = "LostClaim";
}

/** Locks the job until the transaction ends. Throws `LostClaim` where it is not this process's any more. */
export async function holdClaim(tx: SystemTx, { id, claim }: ClaimedJob): Promise<void> {
  const [held] = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM job WHERE id = ${id}::uuid AND claimed_by = ${claim}::uuid AND state = 'pending' FOR NO KEY UPDATE`;
  if (!held) throw new LostClaim("This job is not this process's any more.");
}

/** Goes on holding the job. */
export const renewClaim = (tx: SystemTx, { id, claim }: ClaimedJob): Promise<number> => tx.$executeRaw`
  UPDATE job SET claimed_until = now() + make_interval(secs => ${LEASE_SECONDS}::int) WHERE id = ${id}::uuid AND claimed_by = ${claim}::uuid AND state = 'pending'`;
