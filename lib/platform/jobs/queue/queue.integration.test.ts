import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { Database } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { authorize } from "@/lib/platform/unit-of-work/authorize";
import { inScope, inSystem } from "@/lib/platform/unit-of-work/scope";
import { colleague } from "@/lib/testing/assignments";
import { bareJob, counter, counting, hurry, queueFor, storedJob, viewsOf } from "@/lib/testing/queue";
import { callerFor } from "@/lib/testing/two-entities";
import { openTestWorld } from "@/lib/testing/world";
import { type ClaimedJob, takeJob } from "./claim";
import { cancelJob, enqueueJob } from "./enqueue";
import { asAsker, asPortal } from "./handler";
import { jobKind } from "./job-kind";
import { MOST_ATTEMPTS } from "./record-outcome";
import { runNext, runQueue } from "./run";

process.env.SESSION_SECRET = "a secret of the tests, long enough to be accepted";

let database: Database;
let me: UserPrincipal;
beforeAll(async () => {
  database = await openTestWorld();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.client.job.deleteMany();
  await database.client.savedView.deleteMany();
  me = await colleague("entity-admin");
});

const recordOf = async (id: string) => {
  const { requestId } = await storedJob(id);
  return database.client.auditEvent.findMany({ where: { requestId }, orderBy: { id: "asc" } });
};
const demote = (data: Parameters<typeof database.client.user.update>[0]["data"]) =>
  database.client.user.update({ where: { id: me.userId }, data: { ...data, authzVersion: { increment: 1 } } });

describe("a job", () => {
  test("a job runs step by step in its asker's scope, and each step commits how far it got", async () => {
    const id = await queueFor(me, "Steps", { steps: 3 });
    expect(await storedJob(id)).toMatchObject({ state: "pending", done: 0, total: 3, askedById: me.userId, askedBy: me.displayName, entityId: me.entity.id });
    const handler = counter(({ number }) => {
      if (number === 3) throw new AppError("UNAVAILABLE", "Not for now.");
    });
    await runQueue([handler]);
    expect(await storedJob(id)).toMatchObject({ state: "pending", done: 2, lastError: "Not for now." });
    expect(await viewsOf("Steps")).toEqual(["Steps 1", "Steps 2"]);
    await hurry();
    await runQueue([counter()]);
    expect(await storedJob(id)).toMatchObject({ state: "done", done: 3, attempts: 0, claimedBy: null, lastError: null });
    const owners = await database.client.savedView.findMany({ where: { name: { startsWith: "Steps " } } });
    expect(owners.map(({ userId }) => userId)).toEqual([me.userId, me.userId, me.userId]);
  });

  test("a job exists exactly when the change that queued it does", async () => {
    const queued = inScope(callerFor(me), "test.queue", async (tx) => {
      const grant = authorize(tx, "signed-in", { entityId: me.entity.id });
      await enqueueJob(tx, grant, counting, { payload: { steps: 1, name: "Gone" }, label: "Gone", urgency: 2 });
      throw new AppError("INVALID_INPUT", "Not after all.");
    });
    await expect(queued).rejects.toThrow("Not after all.");
    expect(await database.client.job.count()).toBe(0);
  });

  test("a job's asker who may no longer do it stops it: the rest is not done, with the reason on the job and on the record", async () => {
    const id = await queueFor(me, "Demoted", { steps: 3 });
    await runQueue([counter(async ({ number }) => void (number === 1 && (await demoteSoon())))]);
    expect(await viewsOf("Demoted")).toEqual(["Demoted 1"]);
    expect(await storedJob(id)).toMatchObject({ state: "cancelled", done: 1, lastError: expect.stringContaining("deactivated") });
    const events = await recordOf(id);
    expect(events.map(({ action, outcome, reasonCode, actorUserId }) => ({ action, outcome, reasonCode, actorUserId }))).toEqual([
      { action: "test.count", outcome: "deny", reasonCode: "USER_DEACTIVATED", actorUserId: me.userId },
      { action: "job.cancelled", outcome: "grant", reasonCode: null, actorUserId: null },
    ]);
  });

  /** Waits for the step's lock on the person, so it takes effect as the step commits. */
  const demoteSoon = async () => void demote({ status: "deactivated" }).catch(() => {});

  test("a step reads its asker's standing again: a role given after the job was queued counts", async () => {
    const kind = jobKind({ name: "test.manage", payload: z.strictObject({ steps: z.int(), name: z.string() }) });
    const handler = asAsker(kind, async ({ tx }) => {
      authorize(tx, "Users.Manage", { entityId: me.entity.id });
      return { done: 1, isLast: true };
    });
    for (const [role, state] of [
      ["viewer", "cancelled"],
      ["entity-admin", "done"],
    ] as const) {
      const id = await queueFor(me, "Managed");
      await database.client.$executeRaw`UPDATE job SET kind = 'test.manage' WHERE id = ${id}::uuid`;
      await demote({ role });
      await runQueue([handler]);
      expect(await storedJob(id)).toMatchObject({ state });
    }
  });

  test("a step does nothing when its asker changed after the job was taken, and the next one decides anew", async () => {
    const id = await queueFor(me, "Overtaken");
    const taken = await inSystem(takeJob);
    if (!taken) throw new Error("There is a job.");
    await demote({ status: "deactivated" });
    await expect(counter().perform(taken)).rejects.toThrow("changed a moment ago");
    expect(await viewsOf("Overtaken")).toEqual([]);
    await hurry();
    await runQueue([counter()]);
    expect(await storedJob(id)).toMatchObject({ state: "cancelled", lastError: expect.stringContaining("deactivated") });
  });

  test("a poisoned payload fails at once with a sentence, on the record", async () => {
    const id = await queueFor(me, "Poisoned", { payload: { steps: "many", name: "Poisoned" } });
    await runQueue([counter()]);
    expect(await storedJob(id)).toMatchObject({ state: "failed", attempts: 1, lastError: "Its payload cannot be read: steps: This must be a number." });
    expect(await recordOf(id)).toMatchObject([{ action: "job.failed", actorUserId: null, targetType: "job", targetId: id, targetLabel: "Poisoned" }]);
    const sound = await queueFor(me, "Sound");
    await runQueue([counter()]);
    expect(await storedJob(sound)).toMatchObject({ state: "done" });
  });

  test("an invalid request fails at once, because trying again cannot help", async () => {
    const id = await queueFor(me, "Impossible");
    await runQueue([
      counter(() => {
        throw new AppError("ILLEGAL_TRANSITION", "That cannot be done now.");
      }),
    ]);
    expect(await storedJob(id)).toMatchObject({ state: "failed", attempts: 1, lastError: "That cannot be done now." });
    expect(await viewsOf("Impossible")).toEqual([]);
  });

  test("a failing step is rolled back, backs off, and is given up after a bounded number of attempts", async () => {
    const id = await queueFor(me, "Failing", { steps: 2 });
    let broken = true;
    const handler = counter(({ number }) => {
      if (broken && number === 2) throw new Error("The disk is on fire.");
    });
    // One step at a time: on a slow machine the first pause is soon over.
    await runNext([handler]);
    await runNext([handler]);
    const [first] = await database.client.$queryRaw<{ waits: number; error: string }[]>`
      SELECT extract(epoch FROM next_attempt_at - queued_at)::float8 AS waits, last_error AS error FROM job`;
    expect(first?.waits).toBeGreaterThan(0.5);
    expect(first?.error).toMatch(/^An unexpected error; the log has it under [0-9a-f-]{36}\.$/);
    expect(await viewsOf("Failing")).toEqual(["Failing 1"]);
    for (let attempt = 2; attempt <= MOST_ATTEMPTS; attempt++) {
      await hurry();
      await runNext([handler]);
      expect(await storedJob(id)).toMatchObject({ attempts: attempt, done: 1, state: attempt === MOST_ATTEMPTS ? "failed" : "pending" });
    }
    broken = false;
    await database.client.job.update({ where: { id }, data: { state: "pending", attempts: 0, nextAttemptAt: new Date() } });
    await runQueue([handler]);
    expect(await storedJob(id)).toMatchObject({ state: "done", done: 2, attempts: 0 });
    expect(await viewsOf("Failing")).toEqual(["Failing 1", "Failing 2"]);
  });

  test("a job that ends its process each time is given up as well", async () => {
    const id = await queueFor(me, "Fatal");
    for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
      await hurry();
      expect(await inSystem(takeJob)).toMatchObject({ id, attempts: attempt });
    }
    await hurry();
    await runQueue([counter()]);
    expect(await storedJob(id)).toMatchObject({ state: "failed", lastError: "The process ended each time this was tried." });
  });

  test("a job of a kind that this version does not know waits for one that does", async () => {
    const id = await queueFor(me, "Newer");
    await runQueue([]);
    expect(await storedJob(id)).toMatchObject({ state: "pending", lastError: "This version of the portal knows no job of the kind test.count." });
    await hurry();
    await runQueue([counter()]);
    expect(await storedJob(id)).toMatchObject({ state: "done" });
  });

  test("a job can be stopped between two steps, and stays stopped", async () => {
    const id = await queueFor(me, "Stopped", { steps: 3 });
    const stop = () => inScope(callerFor(me), "test.stop", (tx) => cancelJob(tx, authorize(tx, "signed-in", { entityId: me.entity.id }), id, "Stopped."));
    const stopped: boolean[] = [];
    const perform = async (job: ClaimedJob) => {
      await counter().perform(job);
      stopped.push(await stop());
    };
    await runQueue([{ ...counter(), perform }]);
    expect(stopped).toEqual([true]);
    expect(await storedJob(id)).toMatchObject({ state: "cancelled", done: 1, lastError: "Stopped." });
    expect(await stop()).toBe(false);
    await hurry();
    await runQueue([counter()]);
    expect(await viewsOf("Stopped")).toEqual(["Stopped 1"]);
  });
});

describe("a claim", () => {
  test("two workers do each step of each job once", async () => {
    const ids = await Promise.all(Array.from({ length: 6 }, (_, index) => queueFor(me, `Both ${index}`, { steps: 4 })));
    await Promise.all([runQueue([counter()]), runQueue([counter()])]);
    for (const [index, id] of ids.entries()) {
      expect(await storedJob(id)).toMatchObject({ state: "done", done: 4 });
      expect(await viewsOf(`Both ${index}`)).toHaveLength(4);
    }
  });

  test("a process whose lease has ended and whose job another one took commits nothing of its step", async () => {
    const id = await queueFor(me, "Late");
    const late = await inSystem(takeJob);
    if (!late) throw new Error("There is a job.");
    await hurry();
    await runQueue([counter()]);
    await expect(counter().perform(late)).rejects.toThrow("not this process's any more");
    expect(await storedJob(id)).toMatchObject({ state: "done", done: 1 });
    expect(await viewsOf("Late")).toEqual(["Late 1"]);
  });

  test("a job that nobody asked for does nothing in anybody's name", async () => {
    const job = await database.client.job.create({ data: bareJob({ kind: "test.count", payload: { steps: 1, name: "Nobody" } }) });
    await runQueue([counter()]);
    expect(await storedJob(job.id)).toMatchObject({ state: "failed", lastError: expect.stringContaining("It acts for its asker, and has none.") });
  });

  test("a job of the portal's own goes on from where it got to", async () => {
    const kind = jobKind({ name: "test.portal", payload: z.strictObject({}) });
    const job = await database.client.job.create({ data: bareJob({ kind: "test.portal" }) });
    let broken = true;
    const handler = asPortal(kind, async ({ reached, step }) => {
      for (let at = Number(reached ?? 0) + 1; at <= 3; at++) {
        if (at === 2 && broken) throw new AppError("UNAVAILABLE", "The other side does not answer.");
        await step(async () => ({ done: 1, isLast: at === 3, reached: String(at), total: 3 }));
      }
    });
    await runQueue([handler]);
    expect(await storedJob(job.id)).toMatchObject({ state: "pending", done: 1, reached: "1", lastError: "The other side does not answer." });
    broken = false;
    await hurry();
    await runQueue([handler]);
    expect(await storedJob(job.id)).toMatchObject({ state: "done", done: 3, total: 3, reached: "3", lastError: null });
  });
});
