import "server-only";
import { recordBySystem } from "@/lib/platform/audit/system";
import type { SystemTx } from "@/lib/platform/db/scoped-tx";
import { jobCancelled, jobFailed } from "./audit-events";
import type { ClaimedJob } from "./claim";
import { pauseAfter } from "./next-due";

/** Records what came of a step. Nothing is recorded of a job that is not this process's any more. */

/** What a step did. */
export type StepResult = {
  /** How many more of the job's things are done. */
  readonly done: number;
  readonly isLast: boolean;
  readonly total?: number;
  /** Where the next step begins. */
  readonly reached?: string;
};

/** A job that goes on failing is given up after so many attempts without a step that succeeds: within about an hour. */
export const MOST_ATTEMPTS = 12;

/** Records a step in the step's own transaction, and hands the job back so that others have their turn before the next step. */
export const settleStep = (tx: SystemTx, job: ClaimedJob, result: StepResult): Promise<number> => noteStep(tx, job, result, { keep: false });

/** The same where this process goes on with the job. */
export const settlePart = (tx: SystemTx, job: ClaimedJob, result: StepResult): Promise<number> => noteStep(tx, job, result, { keep: !result.isLast });

const noteStep = (tx: SystemTx, { id, claim }: ClaimedJob, { done, isLast, total, reached }: StepResult, { keep }: { keep: boolean }): Promise<number> =>
  tx.$executeRaw`
    UPDATE job SET done = done + ${done}::int, total = coalesce(${total ?? null}::int, total), reached = coalesce(${reached ?? null}, reached),
      attempts = CASE WHEN ${keep} THEN 1 ELSE 0 END, last_error = NULL,
      next_attempt_at = date_trunc('milliseconds', clock_timestamp()),
      claimed_by = CASE WHEN ${keep} THEN claimed_by END, claimed_until = CASE WHEN ${keep} THEN claimed_until END,
      state = CASE WHEN ${isLast} THEN 'done'::job_state ELSE 'pending' END, done_at = CASE WHEN ${isLast} THEN now() END
    WHERE id = ${id}::uuid AND claimed_by = ${claim}::uuid AND state = 'pending'`;

/** Hands the job back as if it had not been taken. */
export const release = (tx: SystemTx, { id, claim }: ClaimedJob): Promise<number> => tx.$executeRaw`
  UPDATE job SET claimed_by = NULL, claimed_until = NULL, attempts = attempts - 1 WHERE id = ${id}::uuid AND claimed_by = ${claim}::uuid AND state = 'pending'`;

/** A step failed and may succeed later. After the last attempt the job is given up. True when it was given up. */
export async function settleFailedStep(tx: SystemTx, job: ClaimedJob, problem: string): Promise<boolean> {
  if (job.attempts >= MOST_ATTEMPTS) return giveUp(tx, job, problem);
  await tx.$executeRaw`
    UPDATE job SET last_error = ${problem}, claimed_by = NULL, claimed_until = NULL,
      next_attempt_at = now() + make_interval(secs => ${pauseAfter(job.attempts)}::float8)
    WHERE id = ${job.id}::uuid AND claimed_by = ${job.claim}::uuid AND state = 'pending'`;
  return false;
}

/** Nothing but a person's help gets it any further. True unless it is not this process's any more. */
export async function giveUp(tx: SystemTx, job: ClaimedJob, problem: string): Promise<boolean> {
  const count = await end(tx, job, "failed", problem);
  if (count > 0) await recordBySystem(tx, job.requestId, [jobFailed(job, problem)]);
  return count > 0;
}

/** The asker may no longer do it: the rest is not done. */
export async function stopRefused(tx: SystemTx, job: ClaimedJob, why: string): Promise<void> {
  const count = await end(tx, job, "cancelled", why);
  if (count > 0) await recordBySystem(tx, job.requestId, [jobCancelled(job, why)]);
}

const end = (tx: SystemTx, { id, claim }: ClaimedJob, state: "failed" | "cancelled", why: string): Promise<number> => tx.$executeRaw`
  UPDATE job SET state = ${state}::job_state, last_error = ${why}, claimed_by = NULL, claimed_until = NULL, done_at = now()
  WHERE id = ${id}::uuid AND claimed_by = ${claim}::uuid AND state = 'pending'`;
