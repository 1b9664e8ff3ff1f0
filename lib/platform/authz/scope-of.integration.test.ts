import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { record } from "@/lib/platform/audit/record";
import type { Database } from "@/lib/platform/db/client";
import { authorize } from "@/lib/platform/unit-of-work/authorize";
import { refuse } from "@/lib/platform/unit-of-work/refuse";
import { inScope } from "@/lib/platform/unit-of-work/scope";
import { OWN_ENTITY, person } from "@/lib/testing/principals";
import { callerFor, openTwoEntities, recordOf } from "@/lib/testing/two-entities";
import { EVERY_ENTITY } from "./decide";
import { assertGrantOf, scopeOf, transactionOf } from "./scope-of";

let database: Database;
beforeAll(async () => {
  database = await openTwoEntities();
});
afterAll(() => database.close());

const OWN = { entityId: OWN_ENTITY };
const admin = person("entity-admin");
const globalOperator = person("operator", { globalAppRole: true });
const renamed = { action: "entity.edited", target: { type: "entity", id: OWN_ENTITY, label: "Kauri", entityId: OWN_ENTITY }, changes: {} } as const;

test("a grant reaches the decided entity, or every entity; Global lifts a grant of the panel", async () => {
  const scopes = (caller: typeof admin) =>
    inScope(callerFor(caller), "test.run", async (tx) => [scopeOf(tx, authorize(tx, "Users.View", OWN)), scopeOf(tx, authorize(tx, "panel", OWN))]);
  const own = { entityId: OWN_ENTITY, where: [OWN] };
  expect(await scopes(admin)).toEqual([own, own]);
  expect(await scopes(globalOperator)).toEqual([own, { entityId: null, where: [] }]);
  const every = await inScope(callerFor(globalOperator), "test.run", async (tx) => scopeOf(tx, authorize(tx, "Users.View", EVERY_ENTITY)));
  expect(every).toEqual({ entityId: null, where: [] });
});

describe("a grant and its transaction", () => {
  const grantOfAnother = () => inScope(callerFor(admin), "test.run", async (tx) => authorize(tx, "Users.Manage", OWN));

  test("a grant narrows queries and records only in its own transaction", async () => {
    const caller = callerFor(admin);
    await inScope(caller, "test.run", async (tx) => {
      const own = authorize(tx, "Users.Manage", OWN);
      expect(() => scopeOf(tx, own)).not.toThrow();
      expect(() => assertGrantOf(tx, own)).not.toThrow();
      record(tx, own, renamed);
    });
    expect(await recordOf(database, caller)).toMatchObject([{ action: "entity.edited", result: "committed" }]);
    const later = callerFor(admin);
    const stale = await grantOfAnother();
    await inScope(later, "test.run", async (tx) => {
      expect(() => scopeOf(tx, stale)).toThrow("made in another transaction");
      expect(() => assertGrantOf(tx, stale)).toThrow("made in another transaction");
      expect(() => record(tx, stale, renamed)).toThrow("made in another transaction");
    });
    expect(await recordOf(database, later)).toEqual([]);
  });

  test("a copy of a grant narrows nothing, and a grant's refusals are made in its own transaction", async () => {
    await inScope(callerFor(admin), "test.run", async (tx) => {
      const own = authorize(tx, "Users.Manage", OWN);
      const copy: typeof own = Object.create(own);
      expect(() => scopeOf(tx, copy)).toThrow("not made by authorize");
      expect(transactionOf(own)).toBe(tx);
    });
    const caller = callerFor(admin);
    const work = inScope(caller, "test.run", async (tx) => refuse(authorize(tx, "Users.Manage", OWN), { code: "SELF_APPROVAL", message: "Not you." }));
    await expect(work).rejects.toMatchObject({ code: "SELF_APPROVAL" });
    expect(await recordOf(database, caller)).toMatchObject([{ outcome: "deny", reasonCode: "SELF_APPROVAL" }]);
  });
});
