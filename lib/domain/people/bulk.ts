import "server-only";
import { randomUUID } from "node:crypto";
import { uuidv7 } from "uuidv7";
import { entityOfUser, lockUsers } from "@/lib/domain/standing";
import { record } from "@/lib/platform/audit/record";
import { NOT_VISIBLE } from "@/lib/platform/authz/decide";
import type { Grant } from "@/lib/platform/authz/grant";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { BulkRun } from "@/lib/platform/db/types";
import { AppError } from "@/lib/platform/errors";
import { cancelJob, enqueueJob } from "@/lib/platform/jobs/queue/enqueue";
import { asAsker } from "@/lib/platform/jobs/queue/handler";
import { jobKind, URGENCY } from "@/lib/platform/jobs/queue/job-kind";
import type { StepResult } from "@/lib/platform/jobs/queue/record-outcome";
import { attempt } from "@/lib/platform/unit-of-work/attempt";
import { authorize } from "@/lib/platform/unit-of-work/authorize";
import { refuse } from "@/lib/platform/unit-of-work/refuse";
import { bulkContinued, bulkStarted, bulkStopped } from "./audit-events";
import { peopleIn } from "./bulk-queries";
import { type BulkScope, bulkRunInput, MOST_AT_ONCE, runTitle, type StartBulk } from "./bulk-schema";
import { setUserStatusUnversioned } from "./commands";
import { filtersOnRecord } from "./filters";
import { selectionHash } from "./selection";
import { endAllSessions } from "./sessions";
import { ownRun } from "./target";

const bulkChange = jobKind({ name: "users.bulkChange", payload: bulkRunInput });

type ManageUsers = Grant<"Users.Manage">;

/** People per step: few enough that their rows are not locked for long. */
export const CHUNK = 25;

/** Stores the run's people and queues the job that changes them; changes nobody yet. */
export async function startBulk(tx: ScopedTx, grant: ManageUsers, { scope, seen, selection, change, reason }: StartBulk): Promise<BulkRun> {
  const people = await peopleIn(tx, grant, scope);
  assertWithinReach(grant, people, scope);
  assertSelectionUnchanged(people, { seen, selection });
  const id = uuidv7();
  const what = {
    operation: change === "end_sessions" ? "end_sessions" : "set_status",
    status: change === "end_sessions" ? null : change,
    total: people.length,
  } as const;
  const urgency = change === "active" ? URGENCY.gives : URGENCY.takesAway;
  const jobId = await enqueueJob(tx, grant, bulkChange, { payload: { id }, label: runTitle(what), urgency, total: people.length });
  const run = await tx.bulkRun.create({ data: { id, jobId, userId: grant.principal.userId, ...what, reason, scope: await issueMessage(tx, scope) } });
  const rows = people.map(({ id, displayName }, index) => ({
    id: randomUUID(),
    runId: run.id,
    position: index + 1,
    ownerId: run.userId,
    userId: id,
    label: displayName,
  }));
  await tx.bulkRow.createMany({ data: rows });
  record(tx, grant, bulkStarted(grant, run));
  return run;
}

/** People are never deleted, so a missing id was never the caller's to choose. */
function assertWithinReach(grant: ManageUsers, people: readonly { readonly id: string }[], scope: BulkScope): void {
  const reached = new Set(people.map(({ id }) => id));
  const [first, ...more] = "ids" in scope ? scope.ids.filter((id) => !reached.has(id)) : [];
  if (first === undefined) return;
  const label = more.length > 0 ? `${first} and ${more.length} more` : first;
  const message = "Some of the people you chose no longer exist. Go back to the list and choose again.";
  refuse(grant, { code: "NOT_AUTHORISED", message }, { type: "user", id: first, label, entityId: null });
}

/** The confirmed selection must still be the one shown. */
export function assertSelectionUnchanged(people: readonly { readonly id: string }[], { seen, selection }: Pick<StartBulk, "seen" | "selection">): void {
  const found = people.length;
  if (found === 0) throw new AppError("INVALID_INPUT", "None of the people you chose are left. Go back to the list and choose again.");
  if (found > MOST_AT_ONCE) throw new AppError("INVALID_INPUT", `More than ${MOST_AT_ONCE.toLocaleString("en-NZ")} people match. Narrow the list first.`);
  if (selectionHash(people) === selection) return;
  throw new AppError(
    "STALE_BASE",
    found === seen
      ? `The selection changed: other people are among the ${found} now. Reopen the form to review it.`
      : `The selection changed from ${seen} to ${found} people. Reopen the form to review it.`,
  );
}

const issueMessage = async (tx: ScopedTx, scope: BulkScope): Promise<string> => ("ids" in scope ? "Chosen one by one" : filtersOnRecord(tx, scope.filters));

/**
 * Changes the next people of a run, each with its own decision, savepoint and audit events, under the caller's
 * present standing. Two steps of one run take turns.
 */
export async function continueBulk(tx: ScopedTx, grant: ManageUsers, { id }: { readonly id: string }): Promise<StepResult> {
  const run = await lockedRun(tx, grant, id);
  const next = await tx.bulkRow.findMany({ where: { runId: id, state: "waiting" }, orderBy: { position: "asc" }, take: CHUNK + 1 });
  const rows = next.slice(0, CHUNK);
  if (rows.length === 0) throw new AppError("ILLEGAL_TRANSITION", "This run is done already.");
  // Locks all of them at once: two runs over the same people wait for each other instead of deadlocking.
  await lockUsers(
    tx,
    rows.map(({ userId }) => userId),
  );
  let failed = 0;
  for (const row of rows) {
    const error = await attempt(tx, () => change(tx, run, row.userId));
    if (error) failed += 1;
    const outcome = error ? ({ state: "failed", code: error.code, message: error.message } as const) : ({ state: "done", code: null, message: null } as const);
    await tx.$executeRaw`UPDATE bulk_row SET state = ${outcome.state}::bulk_row_state, code = ${outcome.code}, message = ${outcome.message}, done_at = now() WHERE id = ${row.id}::uuid`;
  }
  record(tx, grant, bulkContinued(grant, run, { done: rows.length - failed, failed }));
  return { done: rows.length, isLast: next.length <= CHUNK };
}

/** Carries a run on; each step reads the standing of the person who started it anew. */
export const bulkChanges = asAsker(bulkChange, async ({ tx, payload: { id } }) =>
  continueBulk(tx, authorize(tx, "Users.Manage", await ownRun(tx, id)), { id }),
);

/** Stops a run after the step under way; changes already made stay. */
export async function stopBulk(tx: ScopedTx, grant: ManageUsers, { id }: { readonly id: string }): Promise<void> {
  const run = await lockedRun(tx, grant, id);
  const stopped = run.jobId !== null && (await cancelJob(tx, grant, run.jobId, `Stopped by ${grant.principal.displayName}.`));
  if (!stopped) throw new AppError("ILLEGAL_TRANSITION", "This run is over already.");
  const waiting = await tx.bulkRow.count({ where: { runId: id, state: "waiting" } });
  record(tx, grant, bulkStopped(grant, run, waiting));
}

async function lockedRun(tx: ScopedTx, grant: ManageUsers, id: string): Promise<BulkRun> {
  const [locked] = await tx.$queryRaw<
    { id: string }[]
  >`SELECT id FROM bulk_run WHERE id = ${id}::uuid AND user_id = ${grant.principal.userId}::uuid FOR NO KEY UPDATE`;
  const run = locked && (await tx.bulkRun.findUnique({ where: { id: locked.id } }));
  return run ?? refuse(grant, { code: "NOT_AUTHORISED", message: "There is no such run of yours. Go back to the list and begin again." });
}

async function change(tx: ScopedTx, { operation, status, reason }: BulkRun, id: string): Promise<void> {
  const grant = authorize(tx, "Users.Manage", (await entityOfUser(tx, id)) ?? { ...NOT_VISIBLE, subject: { type: "user", id, label: id, entityId: null } });
  if (operation === "end_sessions") await endAllSessions(tx, grant, { id, reason });
  else if (status) await setUserStatusUnversioned(tx, grant, { id, status, reason });
}
