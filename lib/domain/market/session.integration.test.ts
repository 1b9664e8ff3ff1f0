import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { EVERY_ENTITY } from "@/lib/platform/authz/decide";
import type { Grant } from "@/lib/platform/authz/grant";
import type { Database } from "@/lib/platform/db/client";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { authorize } from "@/lib/platform/unit-of-work/authorize";
import { inScope } from "@/lib/platform/unit-of-work/scope";
import { everyDay, putInForce, startSessionAt, transitionsOf } from "@/lib/testing/market";
import { person } from "@/lib/testing/principals";
import { callerFor, outcomeOf, recordOf } from "@/lib/testing/two-entities";
import { openTestWorld } from "@/lib/testing/world";
import { haltMarket, resetEngine, resumeMarket } from "./commands";
import { readSession } from "./queries";
import { keepSchedule } from "./scheduler";

/** In Auckland, on a Wednesday in winter: 08:30 is 20:30 UTC, 09:00 is 21:00, 16:30 is 04:30. */
const MIDNIGHT = new Date("2027-07-07T12:00:00Z");
const BEFORE_OPEN = new Date("2027-07-07T20:45:00Z");
const TRADING = new Date("2027-07-07T23:00:00Z");
const EVENING = new Date("2027-07-08T08:00:00Z");
const DAY = ["1 2027-07-07T20:30:00.000Z closed preopen schedule", "2 2027-07-07T21:00:00.000Z preopen open auction"];
const REASON = "Because the test says so.";
const operator = person("operator", { globalAppRole: true });
const local = person("operator");

let database: Database;
beforeAll(async () => {
  database = await openTestWorld();
  await putInForce(database, everyDay(), new Date("2026-01-01T00:00:00Z"));
});
beforeEach(() => startSessionAt(database, MIDNIGHT));
afterAll(() => database.close());

const at = (now: Date) => async () => now;
const session = () => database.client.marketSession.findUniqueOrThrow({ where: { id: 1 } });

/** Runs a command as an action does. */
const perform = <T>(work: (tx: ScopedTx, grant: Grant<"Market.Operate">) => Promise<T>, caller = callerFor(local)) =>
  inScope(caller, "market.test", (tx) => work(tx, authorize(tx, "Market.Operate", { entityId: caller.principal.entity.id })));
const halt = (now: Date, caller = callerFor(local)) => perform((tx, grant) => haltMarket(tx, grant, { reason: REASON }, at(now)), caller);
const resume = async (now: Date, caller = callerFor(local), version?: number) => {
  const seen = version ?? (await session()).version;
  await perform((tx, grant) => resumeMarket(tx, grant, { version: seen, reason: REASON }, at(now)), caller);
};

describe("the schedule", () => {
  test("the schedule makes missed transitions in order, each recorded in its transaction", async () => {
    await keepSchedule(at(EVENING));
    expect(await transitionsOf(database)).toEqual([...DAY, "3 2027-07-08T04:30:00.000Z open closed schedule"]);
    expect(await session()).toMatchObject({ state: "closed", version: 3, through: new Date("2027-07-08T04:30:00Z"), nextAt: new Date("2027-07-08T20:30:00Z") });
    const events = await database.client.auditEvent.findMany({ where: { targetType: "market" }, orderBy: { id: "asc" } });
    expect(events.map(({ action, actorName, changes, result }) => [action, actorName, changes, result])).toEqual([
      ["market.preopened", "Rolebook", { state: { from: "closed", to: "preopen" } }, "committed"],
      ["market.opened", "Rolebook", { state: { from: "preopen", to: "open" } }, "committed"],
      ["market.closed", "Rolebook", { state: { from: "open", to: "closed" } }, "committed"],
    ]);
  });

  test("eight concurrent schedulers make each transition once, and a further one makes none", async () => {
    const recorded = () => database.client.auditEvent.count({ where: { targetType: "market" } });
    const before = await recorded();
    await Promise.all(Array.from({ length: 8 }, () => keepSchedule(at(EVENING))));
    await keepSchedule(at(EVENING));
    expect(await transitionsOf(database)).toEqual([...DAY, "3 2027-07-08T04:30:00.000Z open closed schedule"]);
    expect(await recorded()).toBe(before + 3);
  });

  test("the schedule ignores a clock that jumps back an hour, and resumes where it was", async () => {
    await keepSchedule(at(TRADING));
    for (const jumped of [MIDNIGHT, BEFORE_OPEN, TRADING]) await keepSchedule(at(jumped));
    expect(await transitionsOf(database)).toEqual(DAY);
    await halt(BEFORE_OPEN);
    await resume(BEFORE_OPEN);
    // The session's own time never goes back: the market stays open.
    expect(await session()).toMatchObject({ state: "open" });
  });
});

/** What an engine reset at an instant records. */
async function reset(now: Date) {
  const caller = callerFor(operator);
  await inScope(caller, "market.reset", (tx) => resetEngine(tx, authorize(tx, "Market.Operate", EVERY_ENTITY), { reason: REASON, name: "" }, at(now)));
  return recordOf(database, caller);
}
const view = () => perform((tx, grant) => readSession(tx, grant));

describe("a session ahead of the clock", () => {
  test("a reset brings it to now, recorded with its reason, and the schedule continues through the same times again", async () => {
    await keepSchedule(at(EVENING));
    expect(await session()).toMatchObject({ state: "closed", version: 3 });
    expect(await reset(TRADING)).toMatchObject([
      { kind: "decision" },
      { action: "market.preopened", reason: REASON },
      { action: "market.opened", reason: REASON },
      {
        action: "market.reset",
        reason: REASON,
        changes: { state: { from: "closed", to: "open" }, through: { from: "2027-07-08T04:30:00.000Z", to: TRADING.toISOString() } },
      },
    ]);
    expect(await session()).toMatchObject({ state: "open", version: 5, through: TRADING, nextAt: new Date("2027-07-08T04:30:00Z"), resets: 1 });
    await keepSchedule(at(EVENING));
    expect((await transitionsOf(database)).slice(3)).toEqual([
      `4 ${TRADING.toISOString()} closed preopen schedule`,
      `5 ${TRADING.toISOString()} preopen open auction`,
      "6 2027-07-08T04:30:00.000Z open closed schedule",
    ]);
  });

  test("a halted session stays halted through a reset, and is resumed into the state scheduled then", async () => {
    await halt(EVENING);
    await reset(TRADING);
    expect(await session()).toMatchObject({ state: "suspended", through: TRADING });
    await resume(TRADING);
    expect(await session()).toMatchObject({ state: "open" });
  });

  test("operators are shown a session ahead of the clock, and only then", async () => {
    // The database's own clock is months before these.
    await keepSchedule(at(TRADING));
    expect(await view()).toMatchObject({ aheadUntil: new Date("2027-07-07T21:00:00Z"), tooFarBehind: false });
    const now = new Date();
    await startSessionAt(database, now);
    expect(await view()).toMatchObject({ aheadUntil: null, tooFarBehind: false });
  });
});

describe("a session far behind the clock", () => {
  const LATER = new Date(MIDNIGHT.getTime() + 9 * 86_400_000);

  test("the schedule does not move it, and an operator's reset brings it to now at once", async () => {
    await keepSchedule(at(LATER));
    expect(await transitionsOf(database)).toEqual([]);
    expect(await session()).toMatchObject({ state: "closed", version: 0, through: MIDNIGHT });
    await keepSchedule(at(TRADING));
    await keepSchedule(at(LATER));
    expect(await transitionsOf(database)).toEqual(DAY);
    await reset(LATER);
    expect(await session()).toMatchObject({ state: "closed", version: 3, through: LATER });
    const next = new Date(LATER.getTime() + 8.5 * 3_600_000);
    await keepSchedule(at(next));
    expect(await session()).toMatchObject({ state: "preopen", version: 4 });
  });

  test("a backlog of a week is replayed, and does not prevent a halt", async () => {
    await keepSchedule(at(new Date(MIDNIGHT.getTime() + 7 * 86_400_000 - 1)));
    expect(await session()).toMatchObject({ version: 21 });
    await startSessionAt(database, MIDNIGHT);
    await halt(LATER);
    expect(await transitionsOf(database)).toEqual(["1 now closed suspended halt"]);
  });

  test("operators are shown that it is far behind", async () => {
    await startSessionAt(database, new Date(Date.now() - 30 * 86_400_000));
    await database.client.marketSession.update({ where: { id: 1 }, data: { configuration: 1 } });
    expect(await view()).toMatchObject({ tooFarBehind: true, aheadUntil: null });
  });
});

describe("an operator", () => {
  test("an operator halts the market and resumes it into the scheduled state, while the schedule is paused", async () => {
    const caller = callerFor(local);
    await halt(BEFORE_OPEN, caller);
    expect(await recordOf(database, caller)).toMatchObject([
      { kind: "decision", permission: "Market.Operate", outcome: "grant", result: "committed" },
      { kind: "change", action: "market.preopened", reason: "Due at 8 Jul 2027, 08:30 NZST by configuration 1." },
      { kind: "change", action: "market.halted", reason: REASON, changes: { state: { from: "preopen", to: "suspended" } } },
    ]);
    await keepSchedule(at(TRADING));
    expect(await session()).toMatchObject({ state: "suspended" });
    await resume(TRADING);
    expect(await transitionsOf(database)).toEqual([DAY[0], "2 now preopen suspended halt", "3 now suspended open resume"]);
    const [, halted] = await database.client.marketTransition.findMany({ orderBy: { number: "asc" } });
    expect(halted).toMatchObject({ byId: local.userId, byName: local.displayName, reason: REASON });
  });

  test("an operator who resumes after hours closes the market", async () => {
    await halt(TRADING);
    await resume(EVENING);
    expect(await session()).toMatchObject({ state: "closed", nextAt: new Date("2027-07-08T20:30:00Z") });
    await keepSchedule(at(new Date("2027-07-08T20:30:00Z")));
    expect(await session()).toMatchObject({ state: "preopen" });
  });

  test("an operator cannot halt or resume twice: the attempt is refused and recorded under its code", async () => {
    for (const [attempt, before] of [
      [resume, "open"],
      [halt, "suspended"],
    ] as const) {
      const caller = callerFor(local);
      if (before === "suspended") await halt(TRADING);
      expect(await outcomeOf(attempt(TRADING, caller))).toBe("ILLEGAL_TRANSITION");
      expect(await recordOf(database, caller)).toMatchObject([{ kind: "decision", action: "market.test", outcome: "grant", result: "ILLEGAL_TRANSITION" }]);
    }
  });

  test("an operator lifts only the halt they saw", async () => {
    await halt(TRADING);
    const seen = (await session()).version;
    await resume(TRADING);
    await halt(TRADING);
    expect(await outcomeOf(resume(TRADING, callerFor(local), seen))).toBe("STALE_BASE");
    expect(await session()).toMatchObject({ state: "suspended" });
  });

  test("of eight operators who halt at the same moment, one halt counts", async () => {
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => outcomeOf(halt(TRADING))));
    expect(outcomes.toSorted()).toEqual([...Array.from({ length: 7 }, () => "ILLEGAL_TRANSITION"), "done"]);
    expect(await transitionsOf(database)).toEqual([...DAY, "3 now open suspended halt"]);
  });

  test("an operator with Global rebuilds the session from its record, whatever its state", async () => {
    await keepSchedule(at(TRADING));
    const before = await session();
    await database.client.marketSession.update({ where: { id: 1 }, data: { state: "closed", version: 40, through: new Date("2099-01-01"), nextAt: null } });
    expect(await reset(TRADING)).toMatchObject([
      { kind: "decision" },
      { action: "market.reset", reason: REASON, changes: { state: { from: "closed", to: "open" }, version: { from: 40, to: 2 } } },
    ]);
    expect(await session()).toEqual(before);
    await database.client.marketSession.delete({ where: { id: 1 } });
    expect(await outcomeOf(halt(TRADING))).toBe("UNAVAILABLE");
    await reset(TRADING);
    expect(await session()).toEqual(before);
    await keepSchedule(at(EVENING));
    expect(await session()).toMatchObject({ state: "closed", version: 3 });
  });
});

describe("the database guards", () => {
  const row = { number: 1, from: "closed", to: "suspended", cause: "halt", configuration: 1, byId: local.userId, byName: "A", reason: REASON } as const;
  const insert = (data: object) => outcomeOf(inScope(callerFor(local), "market.test", (tx) => tx.marketTransition.createMany({ data: { ...row, ...data } })));

  test("the database refuses an eleventh transition, one in another person's name, and one without a reason", async () => {
    expect(await insert({ to: "open" })).toBe("23514");
    expect(await insert({ cause: "resume" })).toBe("23514");
    expect(await insert({ reason: null })).toBe("23514");
    expect(await insert({ byId: randomUUID() })).toBe("42501");
    expect(await insert({ at: new Date(0) })).toBe("42501");
    expect(await insert({})).toBe("done");
  });

  test("nobody can change or delete a transition, not even the owner", async () => {
    await keepSchedule(at(BEFORE_OPEN));
    for (const statement of ["UPDATE market_transition SET reason = 'x'", "DELETE FROM market_transition", "TRUNCATE market_transition"])
      expect(await outcomeOf(database.client.$executeRawUnsafe(statement))).toBe("42501");
  });
});

// Last, because a configuration in force is never removed.
test("the schedule follows a configuration that makes a holiday of today from its effective time on", async () => {
  await keepSchedule(at(TRADING));
  await putInForce(database, everyDay({ holidays: [{ date: "2027-07-08", name: "Declared this morning" }] }), new Date("2027-07-07T23:30:00Z"));
  await keepSchedule(at(EVENING));
  expect(await transitionsOf(database)).toEqual([...DAY, "3 2027-07-07T23:30:00.000Z open closed schedule"]);
  expect(await session()).toMatchObject({ configuration: 2, nextAt: new Date("2027-07-08T20:30:00Z") });
});
