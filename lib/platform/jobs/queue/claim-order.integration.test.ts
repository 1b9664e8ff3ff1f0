import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { Database } from "@/lib/platform/db/client";
import { inSystem } from "@/lib/platform/unit-of-work/scope";
import { colleague } from "@/lib/testing/assignments";
import { OTHER_ENTITY, OWN_ENTITY } from "@/lib/testing/principals";
import { counter, queueFor, storedJob } from "@/lib/testing/queue";
import { openTestWorld } from "@/lib/testing/world";
import { nextJobs, takeJob } from "./claim";
import { URGENCY } from "./job-kind";
import { runQueue } from "./run";

/** Whose job is taken next, and how it is found among a hundred thousand. */

process.env.SESSION_SECRET = "a secret of the tests, long enough to be accepted";

let database: Database;
let me: UserPrincipal;
let other: UserPrincipal;
beforeAll(async () => {
  database = await openTestWorld();
  me = await colleague("entity-admin");
  other = await colleague("entity-admin", { entityId: OTHER_ENTITY });
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.client.job.deleteMany();
  await database.client.savedView.deleteMany();
});

/** The steps in the order in which one worker does them. */
async function order(): Promise<readonly string[]> {
  const steps: string[] = [];
  await runQueue([counter(({ name }) => void steps.push(name))]);
  return steps;
}

test("jobs of one lane run one after another, in the order in which they were queued", async () => {
  await queueFor(me, "First", { steps: 3, lane: "one lane" });
  await queueFor(me, "Second", { steps: 2, lane: "one lane" });
  expect(await order()).toEqual(["First", "First", "First", "Second", "Second"]);
});

test("a job of a lane is not taken while another of that lane is claimed", async () => {
  const id = await queueFor(me, "First", { lane: "one lane" });
  await queueFor(me, "Second", { lane: "one lane" });
  expect(await inSystem(takeJob)).toMatchObject({ id });
  expect(await inSystem(takeJob)).toBeNull();
});

test("jobs that take away go before those that give, and those before the rest", async () => {
  await queueFor(me, "Other", { steps: 2, urgency: URGENCY.other });
  await queueFor(me, "Gives", { steps: 2, urgency: URGENCY.gives });
  await queueFor(me, "Takes away", { steps: 2, urgency: URGENCY.takesAway });
  expect(await order()).toEqual(["Takes away", "Takes away", "Gives", "Gives", "Other", "Other"]);
});

test("three long jobs of one entity starve neither another entity nor a short one of their own", async () => {
  for (const name of ["Long A", "Long B", "Long C"]) await queueFor(me, name, { steps: 20 });
  await queueFor(me, "Short", { steps: 2 });
  await queueFor(other, "Elsewhere", { steps: 5 });
  const steps = await order();
  expect(steps).toHaveLength(67);
  // Each entity has every other step on average, and within an entity each job has its turn in each round.
  expect(steps.lastIndexOf("Elsewhere")).toBeLessThan(40);
  expect(steps.lastIndexOf("Short")).toBeLessThan(40);
});

const plan = z.object({
  "Node Type": z.string(),
  "Index Name": z.string().optional(),
  "Actual Rows": z.number(),
  get Plans() {
    return z.array(plan).optional();
  },
});
type Plan = z.infer<typeof plan>;
const explained = z.tuple([z.object({ "QUERY PLAN": z.tuple([z.object({ Plan: plan })]) })]);
const nodesOf = (one: Plan): readonly Plan[] => [one, ...(one.Plans ?? []).flatMap(nodesOf)];

test("a claim among a hundred thousand jobs reads a handful of rows by its two indexes alone, though nothing was ever analysed", async () => {
  await database.client.$executeRawUnsafe("ALTER TABLE job SET (autovacuum_enabled = false)");
  await database.client.$executeRawUnsafe(`
    INSERT INTO job (id, kind, label, entity_id, request_id, payload, lane)
    SELECT gen_random_uuid(), 'test.count', 'One of many', '${OWN_ENTITY}', gen_random_uuid(), '{}', 'lane ' || n % 50000 FROM generate_series(1, 100000) n`);
  const id = await queueFor(other, "Only one");
  const { text, values } = nextJobs();
  const [answer] = explained.parse(await database.client.$queryRawUnsafe(`EXPLAIN (ANALYZE, FORMAT JSON) ${text}`, ...values));
  const nodes = nodesOf(answer["QUERY PLAN"][0].Plan);
  expect(nodes.filter((node) => node["Node Type"] === "Seq Scan")).toEqual([]);
  expect([...new Set(nodes.flatMap((node) => node["Index Name"] ?? []))].sort()).toEqual(["job_first", "job_turn"]);
  expect(Math.max(...nodes.map((node) => node["Actual Rows"]))).toBeLessThanOrEqual(16);
  const taken: string[] = [];
  for (let turn = 0; turn < 30; turn++) taken.push((await inSystem(takeJob))?.id ?? "");
  expect(taken).toContain(id);
  expect(new Set(taken).size).toBe(30);
  expect(await storedJob(id)).toMatchObject({ attempts: 1 });
});
