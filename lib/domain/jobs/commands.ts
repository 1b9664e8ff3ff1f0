import "server-only";
import { record } from "@/lib/platform/audit/record";
import type { Grant } from "@/lib/platform/authz/grant";
import { assertGrantOf } from "@/lib/platform/authz/scope-of";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { databaseTime } from "@/lib/platform/db/time";
import type { Job } from "@/lib/platform/db/types";
import { AppError } from "@/lib/platform/errors";
import { cancelJob } from "@/lib/platform/jobs/queue/enqueue";
import { refuse } from "@/lib/platform/unit-of-work/refuse";
import { jobDiscarded, jobRetried } from "./audit-events";

type Operate = Grant<"Market.Operate">;

/** Has a job that failed, or that backs off, tried again at once, as often as a new one. It acts for its asker, as they are then. */
export async function retryJob(tx: ScopedTx, grant: Operate, { id }: { readonly id: string }): Promise<void> {
  const before = await lockedJob(tx, grant, id);
  if (before.state !== "failed" && (before.state !== "pending" || before.attempts === 0))
    throw new AppError("ILLEGAL_TRANSITION", "This job is not held up. There is nothing to try again.");
  const data = { state: "pending", attempts: 0, nextAttemptAt: await databaseTime(tx), lastError: null, doneAt: null } as const;
  record(tx, grant, jobRetried(before, await tx.job.update({ where: { id }, data })));
}

/** Gives up for good what a job has not done yet; what it has done stays. */
export async function discardJob(tx: ScopedTx, grant: Operate, { id }: { readonly id: string }): Promise<void> {
  const before = await lockedJob(tx, grant, id);
  if (!(await cancelJob(tx, grant, id, `Discarded by ${grant.principal.displayName}.`))) throw new AppError("ILLEGAL_TRANSITION", "This job is over already.");
  record(tx, grant, jobDiscarded(before, await tx.job.findUniqueOrThrow({ where: { id } })));
}

async function lockedJob(tx: ScopedTx, grant: Operate, id: string): Promise<Job> {
  assertGrantOf(tx, grant);
  await tx.$queryRaw`SELECT id FROM job WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  const job = await tx.job.findUnique({ where: { id } });
  return job ?? refuse(grant, { code: "NOT_AUTHORISED", message: "There is no such job. Go back to the list and choose one." });
}
