import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import type { Database } from "@/lib/platform/db/client";
import { inSystem } from "@/lib/platform/unit-of-work/scope";
import { OTHER_ENTITY, OWN_ENTITY } from "@/lib/testing/principals";
import { openTwoEntities } from "@/lib/testing/two-entities";
import { nextWrites, settleDone, takeWrites } from "./claim";
import { writeToDirectory } from "./enqueue";

/** Who is served when ten thousand invitations wait, in a database that has never counted its tables. */

const MANY = 10_000;
let database: Database;
const run = (statement: string) => database.client.$executeRawUnsafe(statement);

beforeAll(async () => {
  database = await openTwoEntities();
  await run("ALTER TABLE directory_write SET (autovacuum_enabled = false)");
  await run("DELETE FROM directory_write");
  await run(`INSERT INTO directory_write (id, entity_id, kind, address, urgency)
    SELECT gen_random_uuid(), '${OWN_ENTITY}', 'invite_guest', 'person' || n || '@kauri.example', 2 FROM generate_series(1, ${MANY}) n`);
}, 120_000);
afterAll(() => database.close());

const plan = z.object({
  "Node Type": z.string(),
  "Index Name": z.string().optional(),
  "Actual Rows": z.number(),
  get Plans() {
    return z.array(plan).optional();
  },
});
type Plan = z.infer<typeof plan>;
const explained = z.tuple([z.object({ "QUERY PLAN": z.tuple([z.object({ Plan: plan, "Execution Time": z.number() })]) })]);
const nodesOf = (one: Plan): readonly Plan[] => [one, ...(one.Plans ?? []).flatMap(nodesOf)];

test("a claim reads a handful of rows by indexes alone, though nothing was ever analysed", async () => {
  const [table] = await database.client.$queryRaw<{ analysed: boolean }[]>`
    SELECT EXISTS (SELECT FROM pg_stats WHERE tablename = 'directory_write') AS analysed`;
  expect(table?.analysed).toBe(false);
  const { text, values } = nextWrites(8);
  const [answer] = explained.parse(await database.client.$queryRawUnsafe(`EXPLAIN (ANALYZE, FORMAT JSON) ${text}`, ...values));
  const nodes = nodesOf(answer["QUERY PLAN"][0].Plan);
  expect(nodes.filter((node) => node["Node Type"] === "Seq Scan")).toEqual([]);
  const used = new Set(nodes.flatMap((node) => node["Index Name"] ?? []));
  expect([...used].filter((name) => !["directory_write_turn", "directory_write_first"].includes(name))).toEqual([]);
  expect(Math.max(...nodes.map((node) => node["Actual Rows"] ?? 0))).toBeLessThanOrEqual(16);
});

test("a termination is taken before ten thousand invitations, and so is what takes a role down, before what gives one", async () => {
  const users = await database.client.user.findMany({ where: { entityId: OWN_ENTITY }, orderBy: { id: "asc" } });
  const [first, second] = users;
  if (!first || !second) throw new Error("Two people are needed.");
  await inSystem(async (tx) => {
    await writeToDirectory(tx, { entityId: OWN_ENTITY, userId: first.id }, [{ kind: "set_role", role: "trader", from: "viewer" }]);
    await writeToDirectory(tx, { entityId: OWN_ENTITY, userId: second.id }, [{ kind: "set_role", role: "viewer", from: "trader" }]);
  });
  expect(await inSystem((tx) => takeWrites(tx, 1))).toMatchObject([{ userId: second.id, role: "viewer" }]);
  await inSystem((tx) => writeToDirectory(tx, { entityId: OWN_ENTITY, userId: first.id }, [{ kind: "set_role", role: null }, { kind: "revoke_sessions" }]));
  const [taken] = await inSystem((tx) => takeWrites(tx, 1));
  expect(taken).toMatchObject({ userId: first.id, kind: "set_role", role: null });
  if (taken) await inSystem((tx) => settleDone(tx, taken, null));
  expect(await inSystem((tx) => takeWrites(tx, 1))).toMatchObject([{ userId: first.id, kind: "revoke_sessions" }]);
});

test("what takes away is not held up by what was given to the same person before it", async () => {
  const { id } = await database.client.user.create({
    data: { entityId: OTHER_ENTITY, tid: randomUUID(), oid: randomUUID(), email: "held.up@rata.example", displayName: "Held Up", role: "operator" },
  });
  await inSystem((tx) => writeToDirectory(tx, { entityId: OTHER_ENTITY, userId: id }, [{ kind: "set_global", global: true }]));
  await inSystem((tx) => writeToDirectory(tx, { entityId: OTHER_ENTITY, userId: id }, [{ kind: "set_role", role: null }]));
  const kinds: (string | undefined)[] = [];
  for (let turn = 0; turn < 2; turn++) {
    const [taken] = await inSystem((tx) => takeWrites(tx, 1));
    kinds.push(taken?.userId === id ? taken.kind : undefined);
    if (taken) await inSystem((tx) => settleDone(tx, taken, null));
  }
  expect(kinds).toEqual(["set_global", "set_role"]);
});

test("entities take turns: one with a single invitation is served in the first round beside one with ten thousand", async () => {
  await run(
    `INSERT INTO directory_write (id, entity_id, kind, address, urgency) VALUES (gen_random_uuid(), '${OTHER_ENTITY}', 'invite_guest', 'only@rata.example', 2)`,
  );
  const taken = await inSystem((tx) => takeWrites(tx, 8));
  expect(taken.map(({ address }) => address)).toContain("only@rata.example");
  expect(taken).toHaveLength(8);
});

test("people whose first write backs off hold up nobody else of their entity", async () => {
  await run(`UPDATE directory_write SET next_attempt_at = now() + interval '1 hour' WHERE address <> 'person${MANY}@kauri.example' AND state = 'pending'`);
  expect(await inSystem((tx) => takeWrites(tx, 8))).toMatchObject([{ address: `person${MANY}@kauri.example` }]);
});
