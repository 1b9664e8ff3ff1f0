import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Grant } from "@/lib/platform/authz/grant";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { Database } from "@/lib/platform/db/client";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { runQueue } from "@/lib/platform/jobs/queue/run";
import type { Step } from "@/lib/platform/operations/step";
import { authorize } from "@/lib/platform/unit-of-work/authorize";
import { inScope } from "@/lib/platform/unit-of-work/scope";
import { OTHER_ENTITY } from "@/lib/testing/principals";
import { callerFor, outcomeOf, recordOf } from "@/lib/testing/two-entities";
import { addUsers, entityAdmin, globalOperator, openTestWorld } from "@/lib/testing/world";
import { bulkChanges, CHUNK, continueBulk, startBulk } from "./bulk";
import { bulkResultsFile } from "./bulk-file";
import { bulkResults, getBulkRun, peopleIn, unfinishedRuns } from "./bulk-queries";
import { type BulkScope, type StartBulk, scopeFrom, startBulkInput } from "./bulk-schema";
import { selectionHash } from "./selection";

const REASON = "Because the test says so.";

let database: Database;
let me: UserPrincipal;
let colleague: UserPrincipal;
let traders: readonly string[] = [];
beforeAll(async () => {
  database = await openTestWorld();
  const [first = "", second = ""] = await addUsers([
    { displayName: "First Admin", role: "entity-admin" },
    { displayName: "Second Admin", role: "entity-admin" },
  ]);
  me = { ...entityAdmin, userId: first };
  colleague = { ...entityAdmin, userId: second };
  traders = await addUsers(Array.from({ length: CHUNK + 5 }, (_, index) => ({ displayName: `Trader ${String(index).padStart(2, "0")}`, role: "trader" })));
});
afterAll(() => database.close());

type Work<T> = (tx: ScopedTx, grant: Grant<"Users.Manage">) => Promise<T>;
const perform = <T>(work: Work<T>, as = me, caller = callerFor(as)): Promise<T> =>
  inScope(caller, "users.test", (tx) => work(tx, authorize(tx, "Users.Manage", { entityId: as.entity.id })));

const peopleOf = (scope: BulkScope, as = me) => perform((tx, grant) => peopleIn(tx, grant, scope), as);
const count = async (scope: BulkScope, as = me) => (await peopleOf(scope, as)).length;
const asShown = (people: readonly { readonly id: string }[]) => ({ seen: people.length, selection: selectionHash(people) });
const start = async (scope: BulkScope, change: StartBulk["change"], as = me) => {
  const shown = asShown(await peopleOf(scope, as));
  return perform((tx, grant) => startBulk(tx, grant, startBulkInput.parse({ scope, ...shown, change, reason: REASON })), as);
};
const run = (id: string, as = me) => perform((tx, grant) => getBulkRun(tx, grant, id), as);
const carryOn = (id: string, as = me, caller = callerFor(as)) => perform((tx, grant) => continueBulk(tx, grant, { id }), as, caller);
const results = (id: string, as = me) => perform((tx, grant) => bulkResults(tx, grant, id, { after: 0, take: 100 }), as);
const stored = (id: string) => database.client.user.findUniqueOrThrow({ where: { id } });

describe("a bulk change", () => {
  test("a bulk change changes nobody when it starts, then a batch per request, each person with their own record and result", async () => {
    const { id } = await start({ filters: { role: "trader", q: "Trader" } }, "halted");
    expect(await run(id)).toMatchObject({ total: CHUNK + 5, waiting: CHUNK + 5, done: 0, failed: 0, status: "halted" });
    expect(await database.client.user.count({ where: { status: "halted" } })).toBe(0);

    const [late = ""] = traders.slice(-1);
    await database.client.user.update({ where: { id: late }, data: { status: "terminated" } });
    const caller = callerFor(me);
    await carryOn(id, me, caller);
    expect(await run(id)).toMatchObject({ waiting: 5, done: CHUNK, failed: 0 });
    const events = await recordOf(database, caller);
    expect(events.filter(({ action }) => action === "user.status_changed")).toHaveLength(CHUNK);
    expect(events.at(-1)).toMatchObject({ action: "users.bulk_continued", changes: { done: { to: CHUNK }, failed: { to: 0 } }, reason: REASON });

    await carryOn(id);
    expect(await run(id)).toMatchObject({ waiting: 0, done: CHUNK + 4, failed: 1 });
    expect((await results(id)).find(({ userId }) => userId === late)).toMatchObject({
      state: "failed",
      code: "ILLEGAL_TRANSITION",
      message: expect.stringContaining("terminated"),
    });
    expect(await stored(late)).toMatchObject({ status: "terminated", version: 1 });
    expect(await stored(traders[0] ?? "")).toMatchObject({ status: "halted", statusReason: REASON, version: 2, authzVersion: 2 });
    expect(await outcomeOf(carryOn(id))).toBe("ILLEGAL_TRANSITION");
  });

  test("a bulk change refuses each person for their own reason, and records nothing that was rolled back as done", async () => {
    const [viewer = "", own = ""] = await addUsers([{ displayName: "Only Looks" }, { displayName: "Left Since" }]);
    const { id } = await start({ ids: [viewer, me.userId, own] }, "frozen");
    await database.client.$executeRaw`UPDATE portal_user SET entity_id = ${OTHER_ENTITY}::uuid WHERE id = ${own}::uuid`;
    const caller = callerFor(me);
    await carryOn(id, me, caller);
    const codes = Object.fromEntries((await results(id)).map(({ userId, code }) => [userId, code]));
    expect(codes).toEqual({ [viewer]: "ILLEGAL_TRANSITION", [me.userId]: "SELF_APPROVAL", [own]: "NOT_AUTHORISED" });
    const events = await recordOf(database, caller);
    expect(events.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual(["users.test deny", "users.test deny", "users.bulk_continued grant"]);
  });

  test("a bulk change decides each person by the caller's present standing", async () => {
    const [one = ""] = await addUsers([{ displayName: "Stays Active", role: "trader" }]);
    const { id } = await start({ ids: [one] }, "deactivated");
    expect(await outcomeOf(carryOn(id, { ...me, status: "frozen" }))).toBe("NOT_AUTHORISED");
    expect(await stored(one)).toMatchObject({ status: "active" });
    await carryOn(id);
    expect(await stored(one)).toMatchObject({ status: "deactivated" });
  });

  test("a bulk change ends the sessions of people who have any", async () => {
    const [signedIn = "", away = ""] = await addUsers([{ displayName: "Signed In" }, { displayName: "Is Away" }]);
    await database.client
      .$executeRaw`INSERT INTO session (id, user_id, expires_at) VALUES (${randomUUID()}::uuid, ${signedIn}::uuid, now() + interval '1 hour')`;
    const { id } = await start({ ids: [signedIn, away] }, "end_sessions");
    await carryOn(id);
    expect(await database.client.session.count({ where: { userId: signedIn, endReason: "ended-by-admin" } })).toBe(1);
    expect(await run(id)).toMatchObject({ done: 1, failed: 1 });
  });
});

describe("a bulk run", () => {
  test("a bulk run needs the number of people shown, all within reach, and at least one", async () => {
    const [one = "", other = ""] = await addUsers([{ displayName: "Near By" }, { displayName: "Far Off", entityId: OTHER_ENTITY }]);
    expect(await count({ ids: [one, other] })).toBe(1);
    expect(await count({ ids: [one, other] }, globalOperator)).toBe(2);
    const begin = (scope: BulkScope, ...shown: string[]) => {
      const people = shown.map((id) => ({ id }));
      return outcomeOf(
        perform((tx, grant) => startBulk(tx, grant, { scope, seen: people.length, selection: selectionHash(people), change: "active", reason: REASON })),
      );
    };
    for (const shown of [[one, other], [other], [one], []]) expect(await begin({ ids: [one, other] }, ...shown)).toBe("NOT_AUTHORISED");
    expect(await begin({ ids: [other] }, other)).toBe("NOT_AUTHORISED");
    expect(await begin({ ids: [one] }, one, other)).toBe("STALE_BASE");
    expect(await begin({ ids: [one] }, one)).toBe("done");
    expect(await begin({ filters: { q: "nobody is called this" } })).toBe("INVALID_INPUT");
  });

  test("a bulk run needs exactly the people shown: one who leaves a filter while another enters stops it, though the count is equal", async () => {
    const [stays = "", leaves = "", enters = ""] = await addUsers([
      { displayName: "Swapped One", role: "trader" },
      { displayName: "Swapped Two", role: "trader" },
      { displayName: "Swapped Three", role: "viewer" },
    ]);
    const scope = { filters: { q: "Swapped", role: "trader" } } as const;
    const shown = asShown(await peopleOf(scope));
    await database.client.user.update({ where: { id: leaves }, data: { role: "viewer" } });
    await database.client.user.update({ where: { id: enters }, data: { role: "trader" } });
    const form = startBulkInput.parse({ scope, ...shown, change: "deactivated", reason: REASON });
    await expect(perform((tx, grant) => startBulk(tx, grant, form))).rejects.toMatchObject({
      code: "STALE_BASE",
      message: "The selection changed: other people are among the 2 now. Reopen the form to review it.",
    });
    await database.client.user.update({ where: { id: enters }, data: { role: "viewer" } });
    await expect(perform((tx, grant) => startBulk(tx, grant, form))).rejects.toMatchObject({
      message: "The selection changed from 2 to 1 people. Reopen the form to review it.",
    });
    expect(await database.client.bulkRun.count({ where: { rows: { some: { userId: { in: [stays, leaves, enters] } } } } })).toBe(0);
  });

  test("a bulk run describes its people in words, on its page and on the record", async () => {
    await addUsers([{ displayName: "In Words", role: "trader" }]);
    const filters = { q: "In Words", role: "trader", status: "active", entity: me.entity.id, seen: "never" } as const;
    const { id } = await start({ filters }, "halted");
    const scope = `All who match: “In Words”, Trader, Active, ${me.entity.shortName}, Never seen`;
    expect(await run(id)).toMatchObject({ scope });
    const [event] = await database.client.auditEvent.findMany({ where: { action: "users.bulk_started" }, orderBy: { id: "desc" }, take: 1 });
    expect(event?.changes).toMatchObject({ scope: { to: scope } });
  });

  test("an unfinished bulk run is offered to its owner alone, until nobody is left to do", async () => {
    const people = await addUsers(Array.from({ length: CHUNK + 1 }, (_, index) => ({ displayName: `Half ${index}`, role: "trader" })));
    const { id } = await start({ ids: people }, "halted");
    const found = async (as: UserPrincipal) => (await perform((tx, grant) => unfinishedRuns(tx, grant), as)).filter((run) => run.id === id);
    await carryOn(id);
    expect(await found(me)).toMatchObject([{ id, state: "pending", total: CHUNK + 1, waiting: 1, done: CHUNK, failed: 0 }]);
    expect(await found(colleague)).toEqual([]);
    await runQueue([bulkChanges]);
    expect(await found(me)).toEqual([]);
    expect(await run(id)).toMatchObject({ state: "done", waiting: 0, problem: null });
  });

  test("a bulk run is visible to its owner alone: nobody else sees it, continues it or downloads its results", async () => {
    const [one = ""] = await addUsers([{ displayName: "In Question", role: "trader" }]);
    const { id } = await start({ ids: [one] }, "halted");
    const file = async (as: UserPrincipal) => {
      const step: Step<"Users.Manage"> = (work) =>
        inScope(callerFor(as), "users.bulkResults", (tx) => work({ tx, grant: authorize(tx, "Users.Manage", { entityId: as.entity.id }) }));
      let text = "";
      for await (const part of bulkResultsFile({ input: { id }, step })) text += part;
      return text;
    };
    for (const somebody of [colleague, globalOperator]) {
      expect(await run(id, somebody)).toBeNull();
      expect(await results(id, somebody)).toEqual([]);
      expect(await outcomeOf(carryOn(id, somebody))).toBe("NOT_AUTHORISED");
      await expect(file(somebody)).rejects.toThrow("no such run");
    }
    await carryOn(id);
    expect(await file(me)).toContain(`${one},In Question,done,,,2`);
  });

  test("two steps of a bulk run at once change each person once", async () => {
    const people = await addUsers(Array.from({ length: CHUNK + 3 }, (_, index) => ({ displayName: `Double ${index}`, role: "trader" })));
    const { id } = await start({ ids: people.slice(0, 100) }, "frozen");
    expect((await Promise.all([outcomeOf(carryOn(id)), outcomeOf(carryOn(id))])).toSorted()).toEqual(["done", "done"]);
    expect(await run(id)).toMatchObject({ waiting: 0, done: CHUNK + 3 });
    expect(await database.client.auditEvent.count({ where: { action: "user.status_changed", targetId: { in: [...people] } } })).toBe(CHUNK + 3);
  });
});

test("an address names people or explicitly means everybody matching the filters; otherwise it means nobody", () => {
  const id = randomUUID();
  expect(scopeFrom({ chosen: "ticked", ids: id })).toEqual({ ids: [id] });
  expect(scopeFrom({ chosen: "ticked", ids: [id, id] })).toEqual({ ids: [id] });
  for (const nothing of [{ chosen: "ticked" }, { chosen: "ticked", ids: "x" }, { chosen: "page", ids: [id, "x"], role: "trader" }])
    expect(scopeFrom(nothing)).toEqual({ ids: [] });
  for (const unsaid of [{}, { role: "trader" }, { entity: id }]) expect(scopeFrom(unsaid)).toEqual({ ids: [] });
  expect(scopeFrom({ chosen: "matching" })).toEqual({ filters: {} });
  expect(scopeFrom({ chosen: "matching", role: "trader", ids: id, status: "asleep" })).toEqual({ filters: { role: "trader" } });
});
