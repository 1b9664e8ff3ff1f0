import { afterAll, beforeAll, expect, test } from "vitest";
import type { Caller } from "@/lib/platform/audit/event";
import { Denied } from "@/lib/platform/authz/denied";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { Database } from "@/lib/platform/db/client";
import { searchOf } from "@/lib/platform/operations/decode";
import type { Step } from "@/lib/platform/operations/step";
import { authorize } from "@/lib/platform/unit-of-work/authorize";
import { inScope } from "@/lib/platform/unit-of-work/scope";
import { OTHER_ENTITY } from "@/lib/testing/principals";
import { callerFor, recordOf } from "@/lib/testing/two-entities";
import { addUsers, entityAdmin, globalOperator, openTestWorld, viewer } from "@/lib/testing/world";
import { exportedUsers } from "./export";
import { type ExportUsers, exportUsersInput } from "./schema";

const PEOPLE = 2_500;

let database: Database;
beforeAll(async () => {
  database = await openTestWorld();
  await addUsers(Array.from({ length: PEOPLE }, (_, index) => ({ displayName: `Person ${String(index).padStart(4, "0")}`, role: "trader" })));
  await addUsers([
    { displayName: '=HYPERLINK("http://evil.example","Aroha")', status: "frozen", statusReason: '+1, "quoted"\nand a line' },
    { displayName: "@SUM(1)", status: "halted", statusReason: "-2+3" },
    { displayName: "Sophie van der Berg", entityId: OTHER_ENTITY, role: "operator", global: true },
  ]);
});
afterAll(() => database.close());

const stepFor =
  (caller: Caller): Step<"Users.View"> =>
  (work) =>
    inScope(caller, "users.export", (tx) => work({ tx, grant: authorize(tx, "Users.View", { entityId: caller.principal.entity.id }) }));

const open = (principal: UserPrincipal, query: Partial<ExportUsers>) => {
  const caller = callerFor(principal);
  return { caller, parts: exportedUsers({ input: exportUsersInput.parse({ format: "csv", ...query }), step: stepFor(caller) }) };
};

async function whole(principal: UserPrincipal, query: Partial<ExportUsers>) {
  const { caller, parts } = open(principal, query);
  let text = "";
  for await (const part of parts) text += part;
  return { text, events: await recordOf(database, caller) };
}

test("an export cannot be sorted by last seen, because people would change places while it is written", () => {
  const asked = searchOf(exportUsersInput, { format: "csv", sort: "lastSeenAt", direction: "desc" });
  expect(asked).toEqual({ format: "csv", direction: "desc" });
});

test("an export contains everybody matching the filters exactly once, in list order, across batches, and nobody else", async () => {
  const { text, events } = await whole(entityAdmin, { format: "jsonl", role: "trader", direction: "desc" });
  const names = text
    .trimEnd()
    .split("\n")
    .map((line): string => JSON.parse(line).name);
  expect(names).toEqual(Array.from({ length: PEOPLE }, (_, index) => `Person ${String(PEOPLE - 1 - index).padStart(4, "0")}`));
  expect(events.map(({ action }) => action)).toEqual(["users.export_started", "users.exported"]);
  expect(events[1]?.changes).toEqual({
    people: { from: null, to: "All who match: Trader" },
    format: { from: null, to: "jsonl" },
    rows: { from: null, to: PEOPLE },
    complete: { from: null, to: true },
  });
  expect((await whole(entityAdmin, { q: "Sophie" })).text.trimEnd().split("\r\n")).toHaveLength(1);
  expect((await whole(globalOperator, { q: "Sophie" })).text).toContain(
    "Sophie van der Berg,sophie.van.der.berg@kauri.example,operator,yes,RATA,Rata Power,active",
  );
});

test("an exported cell never starts a formula, and quotes and line breaks stay inside their cell", async () => {
  const { text } = await whole(entityAdmin, { status: "frozen" });
  expect(text.startsWith("\uFEFFId,Name,E-mail,")).toBe(true);
  expect(text).toContain(`,"'=HYPERLINK(""http://evil.example"",""Aroha"")",`);
  expect(text).toContain(`,frozen,"'+1, ""quoted""\nand a line",`);
  const halted = (await whole(entityAdmin, { status: "halted" })).text;
  expect(halted).toContain(",'@SUM(1),");
  expect(halted).toContain(",halted,'-2+3,");
});

test("an aborted download is recorded with the number of rows sent", async () => {
  const { caller, parts } = open(entityAdmin, { role: "trader" });
  await parts.next();
  const taken = String((await parts.next()).value)
    .trimEnd()
    .split("\r\n");
  expect(taken.length).toBeGreaterThan(100);
  await parts.return();
  expect((await recordOf(database, caller))[1]?.changes).toMatchObject({ rows: { to: taken.length }, complete: { to: false } });
});

test("an export stops when the permission ends, and sends nothing without it; both are recorded", async () => {
  const { caller, parts } = open(viewer, {});
  await expect(parts.next()).rejects.toThrow(Denied);
  expect(await recordOf(database, caller)).toMatchObject([{ kind: "decision", outcome: "deny", action: "users.export" }]);

  const changing: { now: UserPrincipal } = { now: entityAdmin };
  const later = callerFor(entityAdmin);
  const step: Step<"Users.View"> = (work) => stepFor({ ...later, principal: changing.now })(work);
  const sent = exportedUsers({ input: exportUsersInput.parse({ format: "csv", role: "trader" }), step });
  await sent.next();
  expect((await sent.next()).value).toContain("Person 0000");
  changing.now = { ...entityAdmin, status: "deactivated" };
  await expect(sent.next()).rejects.toThrow(Denied);
  const onRecord = (await recordOf(database, later)).map(({ reasonCode, action }) => reasonCode ?? action);
  expect([...new Set(onRecord)]).toEqual(["USER_DEACTIVATED", "users.export_started"]);
});
