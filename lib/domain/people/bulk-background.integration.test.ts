import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Grant } from "@/lib/platform/authz/grant";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { Database } from "@/lib/platform/db/client";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { ClaimedJob } from "@/lib/platform/jobs/queue/claim";
import { runQueue } from "@/lib/platform/jobs/queue/run";
import { authorize } from "@/lib/platform/unit-of-work/authorize";
import { inScope } from "@/lib/platform/unit-of-work/scope";
import { hurry } from "@/lib/testing/queue";
import { callerFor, outcomeOf, recordOf } from "@/lib/testing/two-entities";
import { addUsers, entityAdmin, globalOperator, openTestWorld } from "@/lib/testing/world";
import { bulkChanges, CHUNK, startBulk, stopBulk } from "./bulk";
import { getBulkRun } from "./bulk-queries";
import { type StartBulk, startBulkInput } from "./bulk-schema";
import { selectionHash } from "./selection";

const REASON = "Because the test says so.";

let database: Database;
let me: UserPrincipal;
let colleague: UserPrincipal;
beforeAll(async () => {
  database = await openTestWorld();
  const [first = "", second = ""] = await addUsers([
    { displayName: "First Admin", role: "entity-admin" },
    { displayName: "Second Admin", role: "entity-admin" },
  ]);
  me = { ...entityAdmin, userId: first };
  colleague = { ...entityAdmin, userId: second };
});
afterAll(() => database.close());
beforeEach(() => database.client.job.updateMany({ where: { state: "pending" }, data: { state: "cancelled" } }));

type Work<T> = (tx: ScopedTx, grant: Grant<"Users.Manage">) => Promise<T>;
const perform = <T>(work: Work<T>, as = me, caller = callerFor(as)): Promise<T> =>
  inScope(caller, "users.test", (tx) => work(tx, authorize(tx, "Users.Manage", { entityId: as.entity.id })));
const start = (people: readonly string[], change: StartBulk["change"], as = me, caller = callerFor(as)) => {
  const shown = { seen: people.length, selection: selectionHash(people.map((id) => ({ id }))) };
  return perform((tx, grant) => startBulk(tx, grant, startBulkInput.parse({ scope: { ids: people }, ...shown, change, reason: REASON })), as, caller);
};
const run = (id: string, as = me) => perform((tx, grant) => getBulkRun(tx, grant, id), as);
const stored = (id: string) => database.client.user.findUniqueOrThrow({ where: { id } });

describe("a bulk run in the background", () => {
  const traders = (name: string, many: number) => addUsers(Array.from({ length: many }, (_, index) => ({ displayName: `${name} ${index}`, role: "trader" })));
  /** Runs the queue as far as `many` steps. */
  const steps = async (many: number) => {
    let left = many;
    const handler = {
      ...bulkChanges,
      perform: (job: ClaimedJob) => {
        left -= 1;
        return left < 0 ? Promise.reject(new Error("No further for now.")) : bulkChanges.perform(job);
      },
    };
    await runQueue([handler]);
    await hurry();
  };

  test("a bulk run goes on with nobody looking, as its owner and under the request that began it", async () => {
    const people = await traders("Unattended", CHUNK * 2);
    const caller = callerFor(me);
    const { id } = await start(people, "halted", me, caller);
    expect(await run(id)).toMatchObject({ state: "pending", waiting: CHUNK * 2 });
    await runQueue([bulkChanges]);
    expect(await run(id)).toMatchObject({ state: "done", waiting: 0, done: CHUNK * 2, problem: null });
    const events = await recordOf(database, caller);
    const changed = events.filter(({ action }) => action === "user.status_changed");
    expect(changed).toHaveLength(CHUNK * 2);
    expect(new Set(changed.map(({ actorUserId, actorRole, sessionId }) => `${actorUserId} ${actorRole} ${sessionId}`))).toEqual(
      new Set([`${me.userId} entity-admin null`]),
    );
    expect(events.filter(({ action }) => action === "users.bulk_continued")).toHaveLength(2);
  });

  test("a bulk run whose owner is demoted midway changes nobody further, and says why", async () => {
    const people = await traders("Demoted Midway", CHUNK + 3);
    const [admin = ""] = await addUsers([{ displayName: "Demoted Admin", role: "entity-admin" }]);
    const owner = { ...me, userId: admin };
    const { id } = await start(people, "halted", owner);
    await steps(1);
    await database.client.user.update({ where: { id: admin }, data: { role: "viewer", authzVersion: { increment: 1 } } });
    await runQueue([bulkChanges]);
    expect(await run(id, owner)).toMatchObject({ state: "cancelled", done: CHUNK, waiting: 3, problem: expect.stringContaining("Viewer") });
    expect(await database.client.user.count({ where: { id: { in: [...people] }, status: "halted" } })).toBe(CHUNK);
    const [denied] = await database.client.auditEvent.findMany({ where: { actorUserId: admin, outcome: "deny" } });
    expect(denied).toMatchObject({ action: "users.bulkChange", permission: "Users.Manage", reasonCode: "PERMISSION_MISSING", targetId: id });
  });

  test("a bulk run can be stopped by its owner alone: those who are changed stay so, and the others are not reached", async () => {
    const people = await traders("Stopped Early", CHUNK + 4);
    const { id } = await start(people, "frozen");
    await steps(1);
    const stop = (as: UserPrincipal) => outcomeOf(perform((tx, grant) => stopBulk(tx, grant, { id }), as));
    expect(await stop(colleague)).toBe("NOT_AUTHORISED");
    expect(await stop(globalOperator)).toBe("NOT_AUTHORISED");
    expect(await run(id)).toMatchObject({ state: "pending" });
    expect(await stop(me)).toBe("done");
    await runQueue([bulkChanges]);
    expect(await run(id)).toMatchObject({ state: "cancelled", done: CHUNK, waiting: 4, problem: `Stopped by ${me.displayName}.` });
    expect(await stop(me)).toBe("ILLEGAL_TRANSITION");
    const [event] = await database.client.auditEvent.findMany({ where: { action: "users.bulk_stopped" } });
    expect(event).toMatchObject({ targetId: id, changes: { waiting: { from: 4, to: 0 } } });
  });

  test("a bulk change that takes away is done before one that gives", async () => {
    const [first = "", second = ""] = await traders("Ordered", 2);
    await database.client.user.update({ where: { id: first }, data: { status: "halted" } });
    await start([first], "active");
    await start([second], "halted");
    await runQueue([bulkChanges]);
    const [one, other] = [await stored(first), await stored(second)];
    expect([one.status, other.status]).toEqual(["active", "halted"]);
    expect(other.updatedAt.getTime()).toBeLessThan(one.updatedAt.getTime());
  });
});
