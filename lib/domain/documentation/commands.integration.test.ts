import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EVERY_ENTITY, type Target } from "@/lib/platform/authz/decide";
import { bindGrant } from "@/lib/platform/authz/scope-of";
import type { Database } from "@/lib/platform/db/client";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { AppError } from "@/lib/platform/errors";
import { authorize } from "@/lib/platform/unit-of-work/authorize";
import { inScope, inSystem } from "@/lib/platform/unit-of-work/scope";
import { OTHER_ENTITY, OWN_ENTITY, person } from "@/lib/testing/principals";
import { callerFor, openTwoEntities, outcomeOf, recordOf } from "@/lib/testing/two-entities";
import { setDirections, setOwnSide } from "./commands";
import type { SetDirections } from "./schema";

const admin = person("entity-admin");
const operator = person("operator", { globalAppRole: true });
const OWN: Target = { entityId: OWN_ENTITY };

let database: Database;
let third: string;
beforeAll(async () => {
  database = await openTwoEntities();
  await inSystem(async (tx) => {
    third = (await tx.entity.create({ data: { code: "THIRD", legalName: "Third Limited", shortName: "Third" } })).id;
    await tx.entity.create({ data: { code: "AEX", legalName: "Exchange Limited", shortName: "AEX", trades: false } });
  });
});
afterAll(() => database.close());

const set = (input: SetDirections, { as = operator, on = EVERY_ENTITY, caller = callerFor(as) } = {}) =>
  inScope(caller, "documentation.test", (tx) => setDirections(tx, authorize(tx, "Docs.Manage", on), input));
const direction = (owner: string, counterparty: string, version: number) => ({ directions: [{ owner, counterparty, version }] });
const everything = () => database.client.documentationStatus.findMany({ include: { note: true }, orderBy: { id: "asc" } });
const stored = (entityId: string, counterpartyId: string) =>
  database.client.documentationStatus.findUnique({ where: { entityId_counterpartyId: { entityId, counterpartyId } }, include: { note: true } });

/** Fails with this code and leaves everything unchanged. */
async function refused(code: string, work: () => Promise<unknown>): Promise<AppError> {
  const before = await everything();
  const error = await work().then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError)) throw error ?? new Error("It was not refused.");
  expect(error.code).toBe(code);
  expect(await everything()).toEqual(before);
  return error;
}

describe("one direction", () => {
  test("setting a direction for the first time creates version 1 and records every field, in the owner's part of the record", async () => {
    const caller = callerFor(admin);
    await set({ ...direction("KAURI", "THIRD", 0), status: "pending", notes: "Draft sent.", remindOn: "2100-01-01" }, { caller, as: admin, on: OWN });
    const row = await stored(OWN_ENTITY, third);
    expect(row).toMatchObject({ status: "pending", note: { notes: "Draft sent.", version: 1, editedByName: "Aroha Ngata" } });
    expect(row?.note?.remindOn?.toISOString()).toMatch(/^2100-01-01/);
    const changes = { status: { from: "no_docs", to: "pending" }, notes: { from: "", to: "Draft sent." }, remindOn: { from: null, to: "2100-01-01" } };
    expect(await recordOf(database, caller)).toMatchObject([
      { kind: "change", action: "documentation.set", targetId: row?.id, targetEntityId: OWN_ENTITY, targetLabel: "Kauri Energy about Third", changes },
    ]);
  });

  test("setting it again increments the version, keeps omitted fields, and moves its time only with its status", async () => {
    const before = await stored(OWN_ENTITY, third);
    await set({ ...direction("KAURI", "THIRD", 1), notes: "Signed by them." });
    expect(await stored(OWN_ENTITY, third)).toMatchObject({ status: "pending", setAt: before?.setAt, note: { notes: "Signed by them.", version: 2 } });
    await set({ ...direction("KAURI", "THIRD", 2), status: "docs_in_place", remindOn: null });
    const after = await stored(OWN_ENTITY, third);
    expect(after).toMatchObject({ status: "docs_in_place", note: { notes: "Signed by them.", version: 3, remindOn: null } });
    expect(after?.setAt.getTime()).toBeGreaterThan(before?.setAt.getTime() ?? Number.NaN);
    expect(await stored(third, OWN_ENTITY)).toBeNull();
  });

  test("an edit is refused for a stale version, without a change, and for a day in the past", async () => {
    for (const version of [0, 2, 4]) await refused("STALE_BASE", () => set({ ...direction("KAURI", "THIRD", version), status: "suspended" }));
    await refused("INVALID_INPUT", () => set({ ...direction("KAURI", "THIRD", 3), status: "docs_in_place", notes: "Signed by them." }));
    const past = await refused("INVALID_INPUT", () => set({ ...direction("KAURI", "THIRD", 3), remindOn: "2020-02-29" }));
    expect(Object.keys(past.fieldErrors)).toEqual(["remindOn"]);
  });

  test("a due reminder may stay while other fields are edited", async () => {
    await inSystem(
      (tx) => tx.$executeRaw`UPDATE documentation_note SET remind_on = '2020-02-29' WHERE entity_id = ${OWN_ENTITY}::uuid AND counterparty_id = ${third}::uuid`,
    );
    await set({ ...direction("KAURI", "THIRD", 3), notes: "Reminded.", remindOn: "2020-02-29" });
    expect(await stored(OWN_ENTITY, third)).toMatchObject({ note: { notes: "Reminded.", version: 4 } });
  });

  test.each([
    ["KAURI", "KAURI"],
    ["KAURI", "AEX"],
    ["AEX", "KAURI"],
    ["KAURI", "NOBODY"],
  ])("%s about %s is refused: both must be trading entities", async (owner, counterparty) => {
    await refused("NOT_AUTHORISED", () => set({ ...direction(owner, counterparty, 0), status: "pending" }));
  });
});

describe("the right to set documentation", () => {
  test("a participant sets its own side, and its grant allows no other", async () => {
    const own = { counterparty: "RATA", version: 1, status: "suspended", notes: "Mine", remindOn: null } as const;
    await inScope(callerFor(admin), "documentation.test", (tx) => setOwnSide(tx, authorize(tx, "Docs.Manage", OWN), own));
    expect(await stored(OWN_ENTITY, OTHER_ENTITY)).toMatchObject({ status: "suspended", note: { notes: "Mine", version: 2 } });
    await refused("NOT_AUTHORISED", () => set({ ...direction("RATA", "KAURI", 1), status: "docs_in_place" }, { as: admin, on: OWN }));
    await refused("NOT_AUTHORISED", () => set({ ...direction("RATA", "KAURI", 1), status: "docs_in_place" }, { as: admin, on: { entityId: OTHER_ENTITY } }));
  });

  test("another person's grant, used in one's own transaction, changes nothing: the database refuses", async () => {
    const borrowed = await inScope(callerFor(operator), "documentation.test", async (tx) => authorize(tx, "Docs.Manage", EVERY_ENTITY));
    const before = await everything();
    await expect(inScope(callerFor(admin), "documentation.test", (tx) => setDirections(tx, borrowed, direction("RATA", "KAURI", 1)))).rejects.toThrow(
      "another transaction",
    );
    // Skips the portal's own check.
    const carried = (tx: ScopedTx) => {
      bindGrant(borrowed, tx);
      return borrowed;
    };
    const carry = (input: SetDirections) => outcomeOf(inScope(callerFor(admin), "documentation.test", async (tx) => setDirections(tx, carried(tx), input)));
    expect(await carry({ ...direction("RATA", "KAURI", 1), status: "docs_in_place" })).not.toBe("done");
    expect(await carry({ ...direction("RATA", "THIRD", 0), status: "docs_in_place" })).toBe("42501");
    expect(await everything()).toEqual(before);
  });

  test.each(["viewer", "trader", "credit-manager"])("a %s cannot set documentation", async (role) => {
    await refused("NOT_AUTHORISED", () => set({ ...direction("KAURI", "RATA", 2), status: "docs_in_place" }, { as: person(role), on: OWN }));
  });
});

describe("several directions", () => {
  const two = (first: number, second: number) => [
    { owner: "RATA", counterparty: "THIRD", version: first },
    { owner: "THIRD", counterparty: "RATA", version: second },
  ];

  test("several directions are recorded one by one, and keep what is left empty", async () => {
    await set({ directions: [{ owner: "THIRD", counterparty: "RATA", version: 0 }], notes: "Kept", status: "pending" });
    const caller = callerFor(operator);
    await set({ directions: two(0, 1), status: "docs_in_place" }, { caller });
    expect(await stored(OTHER_ENTITY, third)).toMatchObject({ status: "docs_in_place", note: { notes: "", version: 1 } });
    expect(await stored(third, OTHER_ENTITY)).toMatchObject({ status: "docs_in_place", note: { notes: "Kept", version: 2 } });
    expect((await recordOf(database, caller)).map(({ targetLabel }) => targetLabel).toSorted()).toEqual(["Rata Power about Third", "Third about Rata Power"]);
  });

  test("several directions stay unchanged when one of them is stale", async () => {
    await refused("STALE_BASE", () => set({ directions: two(1, 1), status: "suspended" }));
    await set({ directions: two(1, 2), status: "suspended" });
  });

  test("of concurrent edits of one version, one succeeds and the others are stale", async () => {
    const race = (version: number) =>
      Promise.all(Array.from({ length: 8 }, (_, index) => outcomeOf(set({ directions: two(version, version + 1), notes: `Note ${index}` }))));
    expect((await race(2)).toSorted()).toEqual([...Array.from({ length: 7 }, () => "STALE_BASE"), "done"]);
    const first = await Promise.all(
      Array.from({ length: 8 }, (_, index) => outcomeOf(set({ ...direction("THIRD", "KAURI", 0), status: "pending", notes: `Note ${index}` }))),
    );
    expect(first.toSorted()).toEqual([...Array.from({ length: 7 }, () => "STALE_BASE"), "done"]);
    expect(await stored(third, OWN_ENTITY)).toMatchObject({ note: { version: 1 } });
  });
});
