import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import type { Database } from "@/lib/platform/db/client";
import { colleague } from "@/lib/testing/assignments";
import { bareJob, counter, queueFor, storedJob } from "@/lib/testing/queue";
import { openTestWorld } from "@/lib/testing/world";
import { beginDraining } from "../draining";
import { asPortal } from "./handler";
import { jobKind } from "./job-kind";
import { runQueue } from "./run";

process.env.SESSION_SECRET = "a secret of the tests, long enough to be accepted";

let database: Database;
beforeAll(async () => {
  database = await openTestWorld();
});
afterAll(() => database.close());

test("a process that is about to end finishes the steps it is on, hands its jobs back, and takes no other", async () => {
  const me = await colleague("entity-admin");
  const own = await database.client.job.create({ data: bareJob({ kind: "test.portal", urgency: 0 }) });
  const asked = await queueFor(me, "Drained", { steps: 3 });
  const portal = asPortal(jobKind({ name: "test.portal", payload: z.strictObject({}) }), async ({ step }) => {
    await step(async () => ({ done: 1, isLast: false, reached: "1" }));
    // Another worker of this process is on the other job when the end begins.
    await runQueue([counter(beginDraining)]);
    await step(async () => ({ done: 1, isLast: true, reached: "2" }));
  });
  await runQueue([portal]);
  expect(await storedJob(asked)).toMatchObject({ state: "pending", done: 1, claimedBy: null, claimedUntil: null, attempts: 0 });
  expect(await storedJob(own.id)).toMatchObject({ state: "pending", done: 1, reached: "1", claimedBy: null, claimedUntil: null, attempts: 0 });
  await runQueue([counter(), portal]);
  expect(await storedJob(asked)).toMatchObject({ done: 1 });
});
