import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { groupIdsOf } from "@/lib/adapters/entra/graph";
import { startTestDirectory, type TestDirectory } from "@/lib/dev/directory/test-directory";
import type { Database } from "@/lib/platform/db/client";
import { ACCOUNTS } from "./authority-accounts";
import { type Command, sequences } from "./authority-commands";
import { violationsOf } from "./authority-model";
import { SCRIPTS } from "./authority-scripts";
import type { Step } from "./authority-state";
import { World } from "./authority-world";
import { openTestWorld } from "./world";

/**
 * A random search: whatever a few people, the clock and the directory do in whatever order, nobody's role, Global or group changes without the
 * decisions that the domain asks for. AUTHORITY_SEQUENCES makes it long, AUTHORITY_SEED repeats or varies it.
 */

const { AUTHORITY_SEQUENCES = "60", AUTHORITY_SEED = "9" } = process.env;
const NUMBER = Number(AUTHORITY_SEQUENCES);

let database: Database;
let directory: TestDirectory;
let world: World;
beforeAll(async () => {
  directory = await startTestDirectory(ACCOUNTS.map(({ member: _, ...person }) => person));
  database = await openTestWorld();
  world = await World.open(database, directory);
  // The first call of a process looks up where tokens are given out, which takes a moment.
  await groupIdsOf(ACCOUNTS[0]?.oid ?? "");
});
afterAll(async () => {
  await database.close();
  await directory.stop();
});

/** What a search that is worth its name has done at least once: everything that can be. */
const DONE =
  "send resend revoke delete signIn change request approve reject withdraw status takeDirectory writePortal askComparison compare retry giveUp settle expire tell tamper pass".split(
    " ",
  );

test(`no role, Global or group changes without the decisions that it takes, in ${NUMBER} random sequences`, { timeout: 60_000 + NUMBER * 2_000 }, async () => {
  const outcomes = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(sequences, async (commands) => {
      for (const { kind, outcome } of await run(commands)) outcomes.set(`${kind} ${outcome}`, (outcomes.get(`${kind} ${outcome}`) ?? 0) + 1);
    }),
    { numRuns: NUMBER, seed: Number(AUTHORITY_SEED), examples: SCRIPTS.map((commands) => [commands]) },
  );
  // A search in which nothing is ever done would find nothing.
  expect(DONE.filter((kind) => !outcomes.has(`${kind} done`))).toEqual([]);
});

const role = (by: number, ask: boolean, account: number, to: string, global: boolean, hours: number | null): Command => ({
  kind: "role",
  by,
  ask,
  account,
  role: to,
  global,
  hours,
  stale: false,
});
const approve: Command = { kind: "decide", by: 3, decision: "approve", newest: 0 };
const pass: Command = { kind: "pass", hours: 3 };

/** Account 4 is an operator without Global, 5 a viewer, 7 nobody's. */
test.each<readonly [string, readonly Command[], readonly string[]]>([
  [
    "Global that two gave is not told to the directory once it took the role",
    [
      role(2, true, 4, "operator", true, null),
      approve,
      { kind: "tamper", account: 4, roles: ["viewer"], global: false },
      { kind: "signIn", account: 4, token: null },
    ],
    ["done", "done", "done", "done"],
  ],
  [
    "an invitation lets nobody in after the end of its sender's role, settled or not",
    [
      role(2, false, 5, "entity-admin", false, 2),
      { kind: "send", by: 5, address: 7, entity: 0, role: "trader", comesBack: false },
      pass,
      { kind: "signIn", account: 7, token: 0 },
    ],
    ["done", "done", "done", "INVITATION_ROLE_WITHDRAWN"],
  ],
  [
    "a request is not approved after the end of its requester's role, settled or not",
    [role(2, false, 5, "entity-admin", false, 2), role(5, true, 0, "trader", false, null), pass, approve],
    ["done", "done", "done", "STALE_BASE"],
  ],
  [
    "what takes two does not come back at the end of a lesser role, whatever the directory says by then",
    [
      role(2, false, 4, "viewer", false, 2),
      role(2, true, 5, "operator", false, 5),
      approve,
      role(2, false, 5, "trader", false, 2),
      { kind: "tamper", account: 5, roles: ["viewer"], global: false },
      pass,
      { kind: "job", job: "settle" },
    ],
    ["APPROVAL_REQUIRED", "done", "done", "done", "done", "done", "done"],
  ],
])("found by the search: %s", async (_name, commands, outcomes) => {
  const steps = await run([...commands, { kind: "job", job: "tell" }]);
  expect(steps.map(({ outcome }) => outcome)).toEqual([...outcomes, "done"]);
});

async function run(commands: readonly Command[]): Promise<readonly Step[]> {
  await world.begin();
  const steps: Step[] = [];
  let before = await world.state();
  for (const command of commands) {
    const step = await world.perform(before, command);
    if (!step) continue;
    steps.push(step);
    const after = await world.state();
    const violations = violationsOf(before, step, after);
    if (violations.length > 0) throw new Error([...violations, ...steps.map((one) => JSON.stringify(one))].join("\n"));
    before = after;
  }
  return steps;
}
