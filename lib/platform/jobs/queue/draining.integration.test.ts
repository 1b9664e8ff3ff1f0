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
  const asked = await queueFor(me, "Drained", { steps: 3 });
  const own = await database.client.job.create({ data: bareJob({ kind: "test.portal" }) });
  let begun = 0;
  /** Both have begun before either commits. */
  const together = async () => {
    begun += 1;
    while (begun < 2) await new Promise((resume) => setImmediate(resume));
    beginDraining();
  };
  const portal = asPortal(jobKind({ name: "test.portal", payload: z.strictObject({}) }), async ({ step }) => {
    for (const at of [1, 2, 3])
      await step(async () => {
        if (at === 1) await together();
        return { done: 1, isLast: at === 3, reached: String(at) };
      });
  });
  await Promise.all([runQueue([counter(together), portal]), runQueue([counter(together), portal])]);
  expect(await storedJob(asked)).toMatchObject({ state: "pending", done: 1, claimedBy: null, claimedUntil: null, attempts: 0 });
  expect(await storedJob(own.id)).toMatchObject({ state: "pending", done: 1, reached: "1", claimedBy: null, claimedUntil: null, attempts: 0 });
  await runQueue([counter(), portal]);
  expect(await storedJob(asked)).toMatchObject({ done: 1 });
});
