import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { record } from "@/lib/platform/audit/record";
import type { Database } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { Refusal } from "@/lib/platform/refusal";
import type { Actor } from "@/lib/platform/unit-of-work/standing";
import { OWN_ENTITY, person } from "@/lib/testing/principals";
import { callerFor, openTwoEntities } from "@/lib/testing/two-entities";
import { execute, refuseUnread } from "./execute";
import { type Operation, operation } from "./operation";

/** The pipeline with a bare caller: no form, cookie or page. */

const me = person("operator");
let database: Database;
let caller: Actor;
beforeAll(async () => {
  database = await openTwoEntities();
  const user = await database.client.user.update({ where: { id: me.userId }, data: { role: "operator" }, include: { sessions: true } });
  const { principal, request } = callerFor(me);
  caller = { principal, request: { ...request, sessionId: user.sessions[0]?.id ?? null }, authzVersion: user.authzVersion };
});
afterAll(() => database.close());

let steps: string[] = [];
beforeEach(() => {
  steps = [];
});

const THING = randomUUID();
const change = { action: "test.changed", target: { type: "test", id: THING, label: "Test", entityId: OWN_ENTITY }, changes: {} } as const;
const input = z.strictObject({ id: z.uuid(), wanted: z.boolean(), times: z.int().max(3) });
const declared = {
  permission: "Users.Promote",
  about: "test",
  input,
  target: async () => {
    steps.push("target");
    return { entityId: OWN_ENTITY };
  },
} as const;
const recording = operation({
  ...declared,
  name: "test.executed",
  run: async ({ tx, grant, input: { times } }) => {
    steps.push("run");
    record(tx, grant, change);
    return times;
  },
});
const asking = operation<"Users.Promote", typeof input, string, string>({
  ...declared,
  name: "test.asking",
  audit: "none",
  asks: { of: "directory" },
  run: async ({ found }) => found,
});

const VALID = { id: THING, wanted: true, times: 2 };
const doIt = <R, F>(what: Operation<"Users.Promote", typeof input, R, F>, given: unknown, lookUp?: () => Promise<F>) =>
  execute(what, caller, given, { conclude: (result) => result, ...(lookUp ? { lookUp } : {}) });

/** The error thrown, and the rows recorded since. */
async function refusalOf(work: () => Promise<unknown>) {
  const known = new Set((await database.client.auditEvent.findMany({ select: { id: true } })).map(({ id }) => id));
  const error = await work().then(
    () => null,
    (thrown: unknown) => thrown,
  );
  const events = (await database.client.auditEvent.findMany({ orderBy: { id: "asc" } })).filter(({ id }) => !known.has(id));
  return { error, events };
}

test("an operation runs for a bare caller with typed values, and commits with its decision and its change", async () => {
  const { error, events } = await refusalOf(async () => expect(await doIt(recording, VALID)).toBe(2));
  expect(error).toBeNull();
  expect(steps).toEqual(["target", "run"]);
  expect(events).toMatchObject([
    { kind: "decision", permission: "Users.Promote", action: "test.executed", outcome: "grant", result: "committed", actorUserId: me.userId },
    { kind: "change", action: "test.changed", targetId: THING },
  ]);
});

test.each<readonly [string, unknown, readonly string[]]>([
  ["nothing at all", undefined, ["form"]],
  ["text in place of a whole number", { ...VALID, times: "2" }, ["times"]],
  ["text in place of a boolean", { ...VALID, wanted: "yes" }, ["wanted"]],
  ["a number that is not whole", { ...VALID, times: 1.5 }, ["times"]],
  ["a list", [VALID], ["form"]],
  ["a field that nobody asked for", { ...VALID, role: "operator" }, ["form"]],
  ["a field of the prototype", JSON.parse(`{"id":"${THING}","wanted":true,"times":2,"__proto__":{"role":"operator"}}`), ["form"]],
  ["several things that are wrong", { id: "me", wanted: 1, times: 9 }, ["id", "wanted", "times"]],
])("%s is refused by the field, before anything is looked at", async (_name, given, fields) => {
  const { error, events } = await refusalOf(() => doIt(recording, given));
  expect(error).toMatchObject({ code: "INVALID_INPUT" });
  expect(error instanceof AppError && Object.keys(error.fieldErrors)).toEqual(fields);
  expect(steps).toEqual([]);
  expect(events).toEqual([]);
});

test("a denial is recorded with the subject named by the input, and nothing runs", async () => {
  const across = operation({ ...declared, name: "test.acrossAll", target: "every-entity", run: async () => void steps.push("run") });
  const { error, events } = await refusalOf(() => doIt(across, VALID));
  expect(error).toMatchObject({ code: "NOT_AUTHORISED", reason: "GLOBAL_REQUIRED" });
  expect(events).toMatchObject([{ outcome: "deny", action: "test.acrossAll", targetType: "test", targetId: THING, result: "NOT_AUTHORISED" }]);
  expect(steps).toEqual([]);
});

test("a request refused before parsing is recorded with the subject it names", async () => {
  const { error, events } = await refusalOf(() => refuseUnread(recording, caller, VALID, new Refusal("NOT_AUTHORISED", "Not from here.")));
  expect(error).toMatchObject({ code: "NOT_AUTHORISED" });
  expect(events).toMatchObject([{ outcome: "deny", action: "test.executed", targetId: THING }]);
  expect(steps).toEqual([]);
});

test("an operation with a look-up runs only after it, with exactly its answer", async () => {
  await expect(doIt(asking, VALID)).rejects.toThrow("needs an answer of the directory");
  expect(await doIt(asking, VALID, async () => "what the directory says")).toBe("what the directory says");
});

test("a failure while the adapter prepares its answer rolls the work back", async () => {
  const failing = () => execute(recording, caller, VALID, { conclude: fail });
  const { error, events } = await refusalOf(failing);
  expect(error).toMatchObject({ message: "no page to go to" });
  expect(events.filter(({ kind }) => kind === "change")).toEqual([]);
});

const fail = (): never => {
  throw new Error("no page to go to");
};
