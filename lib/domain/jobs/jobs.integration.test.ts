import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { HANDLERS } from "@/lib/composition";
import { EVERY_ENTITY } from "@/lib/platform/authz/decide";
import type { Grant } from "@/lib/platform/authz/grant";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { Database } from "@/lib/platform/db/client";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { runQueue } from "@/lib/platform/jobs/queue/run";
import { authorize } from "@/lib/platform/unit-of-work/authorize";
import { inScope } from "@/lib/platform/unit-of-work/scope";
import { colleague } from "@/lib/testing/assignments";
import { counter, counting, queueFor, storedJob, viewsOf } from "@/lib/testing/queue";
import { callerFor, outcomeOf } from "@/lib/testing/two-entities";
import { globalOperator, openTestWorld } from "@/lib/testing/world";
import { discardJob, retryJob } from "./commands";
import { failedJobs, listJobs } from "./queries";
import { kindLabel } from "./schema";

let database: Database;
let me: UserPrincipal;
let chief: UserPrincipal;
beforeAll(async () => {
  database = await openTestWorld();
  me = await colleague("entity-admin");
  chief = { ...globalOperator, userId: (await colleague("operator", { global: true })).userId };
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.client.job.deleteMany();
  await database.client.savedView.deleteMany();
});

type Work<T> = (tx: ScopedTx, grant: Grant<"Market.Operate">) => Promise<T>;
const operate = <T>(work: Work<T>, as = chief): Promise<T> =>
  inScope(callerFor(as), "jobs.test", (tx) => work(tx, authorize(tx, "Market.Operate", EVERY_ENTITY)));

/** A job with two steps whose second failed for good. */
async function failed(name: string): Promise<string> {
  const id = await queueFor(me, name, { steps: 2 });
  await runQueue([counter()]);
  await database.client.savedView.deleteMany({ where: { name: `${name} 2` } });
  await database.client.$executeRaw`ALTER TABLE job DISABLE TRIGGER job_changes_state`;
  await database.client.job.update({ where: { id }, data: { state: "failed", done: 1, attempts: 12, lastError: "It did not work." } });
  await database.client.$executeRaw`ALTER TABLE job ENABLE TRIGGER job_changes_state`;
  return id;
}

describe("an operator with Global", () => {
  test("retries a failed job, which goes on where it stopped and acts for its asker", async () => {
    const id = await failed("Retried");
    await operate((tx, grant) => retryJob(tx, grant, { id }));
    expect(await storedJob(id)).toMatchObject({ state: "pending", attempts: 0, lastError: null, done: 1 });
    await runQueue([counter()]);
    expect(await storedJob(id)).toMatchObject({ state: "done", done: 2 });
    const views = await database.client.savedView.findMany();
    expect(views.map(({ userId }) => userId)).toEqual([me.userId, me.userId]);
    const [event] = await database.client.auditEvent.findMany({ where: { action: "job.retried" } });
    expect(event).toMatchObject({ actorUserId: chief.userId, targetType: "job", targetId: id, changes: { state: { from: "failed", to: "pending" } } });
  });

  test("discards a failed job, and what it has done stays", async () => {
    const id = await failed("Discarded");
    await operate((tx, grant) => discardJob(tx, grant, { id }));
    await runQueue([counter()]);
    expect(await storedJob(id)).toMatchObject({ state: "cancelled", lastError: `Discarded by ${chief.displayName}.` });
    expect(await viewsOf("Discarded")).toEqual(["Discarded 1"]);
    expect(await outcomeOf(operate((tx, grant) => discardJob(tx, grant, { id })))).toBe("ILLEGAL_TRANSITION");
    expect(await outcomeOf(operate((tx, grant) => retryJob(tx, grant, { id })))).toBe("ILLEGAL_TRANSITION");
    expect(await database.client.auditEvent.count({ where: { action: "job.discarded", targetId: id } })).toBe(1);
  });

  test("does not retry a job that is not held up", async () => {
    const id = await queueFor(me, "Waiting");
    expect(await outcomeOf(operate((tx, grant) => retryJob(tx, grant, { id })))).toBe("ILLEGAL_TRANSITION");
  });

  test("sees the jobs of every entity, those that are not over unless a state is named, page by page", async () => {
    const [gone, waits] = [await failed("Given up"), await queueFor(me, "Waits")];
    const over = await queueFor(me, "Over");
    await runQueue([counter()]);
    await database.client.$executeRaw`UPDATE job SET queued_at = queued_at - interval '1 day' WHERE id = ${gone}::uuid`;
    const ids = async (params: Parameters<typeof listJobs>[2]) => (await operate((tx, grant) => listJobs(tx, grant, params))).rows.map(({ id }) => id);
    expect(await ids({})).toEqual([gone]);
    expect([...(await ids({ state: "done" }))].sort()).toEqual([waits, over].sort());
    expect(await ids({ state: "done", kind: "users.bulkChange" })).toEqual([]);
    expect(await operate((tx, grant) => failedJobs(tx, grant, 5))).toMatchObject([{ id: gone, name: "Given up" }]);
    for (let count = 0; count < 26; count++) await queueFor(me, `Many ${count}`);
    const first = await operate((tx, grant) => listJobs(tx, grant, {}));
    expect([first.rows.length, first.previous]).toEqual([25, null]);
    expect(await ids({ cursor: first.next ?? "" })).toHaveLength(2);
  });
});

test("an operator without Global sees no job of others, and retries none", async () => {
  const id = await failed("Not theirs");
  const local = await colleague("operator");
  expect(await outcomeOf(operate((tx, grant) => retryJob(tx, grant, { id }), local))).toBe("NOT_AUTHORISED");
  expect(await storedJob(id)).toMatchObject({ state: "failed" });
});

test("every kind of job that is registered has a name for operators", () => {
  expect(HANDLERS.map(({ kind }) => kind).filter((kind) => kindLabel(kind) === kind)).toEqual([]);
  expect(kindLabel(counting.name)).toBe("test.count");
});
