import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { Database } from "@/lib/platform/db/client";
import type { DocumentationState, EntityStatus } from "@/lib/platform/db/types";
import { authorize, grantIf } from "@/lib/platform/unit-of-work/authorize";
import { inScope, inSystem } from "@/lib/platform/unit-of-work/scope";
import { OTHER_ENTITY, OWN_ENTITY, person } from "@/lib/testing/principals";
import { callerFor, openTwoEntities, outcomeOf, stranger } from "@/lib/testing/two-entities";
import { tradingBetween } from "./may-trade";
import { getCounterparty, listCounterparties, summariseCounterparties } from "./own-side";
import type { CounterpartyListParams } from "./schema";
import { DOCUMENTATION_STATES } from "./states";
import { traderOf } from "./trader";

let database: Database;
/** The two entities of the tests, and thirty more by code. */
beforeAll(async () => {
  database = await openTwoEntities();
  await inSystem(async (tx) => {
    await tx.entity.createMany({
      data: Array.from({ length: 30 }, (_, index) => ({ code: `E${10 + index}`, legalName: `Entity ${index} Limited`, shortName: `Name ${index}` })),
    });
    await tx.entity.create({ data: { id: EXCHANGE, code: "AEX", legalName: "Exchange Limited", shortName: "AEX", trades: false } });
    const e10 = await tx.entity.findUniqueOrThrow({ where: { code: "E10" } });
    const note = (notes: string) => ({ note: { create: { notes, editedByName: "Somebody", remindOn: new Date("2026-01-05") } } });
    await tx.documentationStatus.create({ data: { entityId: OWN_ENTITY, counterpartyId: e10.id, status: "docs_in_place", ...note("Ours about E10") } });
    await tx.documentationStatus.create({ data: { entityId: e10.id, counterpartyId: OWN_ENTITY, status: "docs_in_place", ...note("Of E10 alone") } });
    await tx.documentationStatus.create({ data: { entityId: e10.id, counterpartyId: OTHER_ENTITY, status: "suspended", ...note("Between others") } });
  });
});
afterAll(() => database.close());

const EXCHANGE = "0190a0c0-0000-7000-8000-0000000000ae";
const admin = person("entity-admin");
const exchangeOperator: UserPrincipal = { ...person("operator"), entity: { ...person("operator").entity, id: EXCHANGE, code: "AEX" } };

const within = (me: UserPrincipal) => ({ entityId: me.entity.id });
const list = (params: CounterpartyListParams = {}, me = admin) =>
  inScope(callerFor(me), "documentation.counterparties", (tx) =>
    listCounterparties(tx, authorize(tx, "Docs.View", within(me)), grantIf(tx, "Entity.View", within(me)), params),
  );
const get = (code: string, me = admin) =>
  inScope(callerFor(me), "documentation.counterparties", (tx) =>
    getCounterparty(tx, authorize(tx, "Docs.View", within(me)), grantIf(tx, "Entity.View", within(me)), code),
  );

describe("a participant's counterparties", () => {
  test("a participant sees every other trading entity, by code, over several pages and back", async () => {
    const first = await list();
    const second = await list({ cursor: first.next ?? "" });
    const codes = [...first.rows, ...second.rows].map(({ code }) => code);
    expect(codes).toEqual([...Array.from({ length: 30 }, (_, index) => `E${10 + index}`), "RATA"]);
    expect(second.next).toBeNull();
    expect((await list({ cursor: second.previous ?? "" })).rows).toEqual(first.rows);
  });

  test("a participant sees what both sides record, and only its own notes", async () => {
    expect(await get("E10")).toMatchObject({ ours: "docs_in_place", theirs: "docs_in_place", notes: "Ours about E10", remindOn: "2026-01-05", version: 1 });
    expect(await get("RATA")).toMatchObject({ ours: "pending", theirs: "pending", notes: "Of KAURI" });
    expect(JSON.stringify([await list(), await get("E10"), await get("RATA")])).not.toMatch(/Of E10 alone|Of RATA|Between others|Sophie/);
  });

  test("names of counterparties are shown to, and searched for, readers of counterparty details only", async () => {
    expect((await list({ q: "rata pow" })).rows).toMatchObject([{ code: "RATA", name: "Rata Power" }]);
    expect((await list({ q: "rata pow" }, person("trader"))).rows).toEqual([]);
    expect((await list({ q: "rat" }, person("trader"))).rows).toMatchObject([{ code: "RATA", name: null }]);
    expect(JSON.stringify(await list({}, person("viewer")))).not.toMatch(/Rata Power|Name /);
  });

  test("counterparties are filtered by status, trading and due reminders", async () => {
    expect((await list({ trading: "allowed" })).rows).toMatchObject([{ code: "E10" }]);
    expect((await list({ status: "pending" })).rows).toMatchObject([{ code: "RATA" }]);
    expect((await list({ reminder: "due" })).rows).toMatchObject([{ code: "E10" }]);
    const blocked = (await list({ trading: "blocked", q: "E1" })).rows.map(({ code }) => code);
    expect(blocked).toEqual(Array.from({ length: 9 }, (_, index) => `E${11 + index}`));
    const summary = await inScope(callerFor(admin), "documentation.summary", (tx) => summariseCounterparties(tx, authorize(tx, "Docs.View", within(admin))));
    expect(summary).toEqual({ counterparties: 31, mayTrade: 1, due: 1 });
  });

  test("a suspended counterparty may not trade, in the list, its filter and the count alike", async () => {
    const set = (status: "active" | "suspended") => database.client.entity.update({ where: { code: "E10" }, data: { status } });
    await set("suspended");
    expect((await list({ trading: "allowed" })).rows).toEqual([]);
    expect((await list({ trading: "blocked", q: "E10" })).rows).toMatchObject([{ code: "E10", entityStatus: "suspended", ownStatus: "active" }]);
    const summary = await inScope(callerFor(admin), "documentation.summary", (tx) => summariseCounterparties(tx, authorize(tx, "Docs.View", within(admin))));
    expect(summary).toMatchObject({ mayTrade: 0 });
    await set("active");
  });

  test("the database and the page agree on who may trade, for every pair of records and standings", async () => {
    const words = (values: readonly string[], type: string) => `unnest(ARRAY['${values.join("','")}']::${type}[])`;
    const rows = await database.client.$queryRawUnsafe<{ a: DocumentationState; b: DocumentationState; s: EntityStatus; t: EntityStatus; may: boolean }[]>(`
      SELECT a, b, s, t, portal_may_trade(a, s, b, t) AS may FROM ${words(DOCUMENTATION_STATES, "documentation_state")} a,
        ${words(DOCUMENTATION_STATES, "documentation_state")} b, ${words(["active", "suspended"], "entity_status")} s, ${words(["active", "suspended"], "entity_status")} t`);
    expect(rows).toHaveLength(64);
    for (const { a, b, s, t, may } of rows)
      expect(tradingBetween({ name: "Kauri", status: a, entityStatus: s }, { name: "Rata", status: b, entityStatus: t }).may).toBe(may);
    expect(await database.client.$queryRaw`SELECT portal_may_trade(NULL, 'active', NULL, 'active') AS may`).toEqual([{ may: false }]);
  });

  test("a frozen or halted reader, or one whose role does not trade, may trade with nobody", async () => {
    const trader = (role: string, status: "active" | "halted" | "frozen") =>
      inScope(callerFor(person(role, { status })), "documentation.summary", async (tx) => traderOf(tx, person(role, { status })).whyNot);
    expect(await trader("trader", "active")).toBeNull();
    expect(await trader("trader", "frozen")).toBe("you are frozen");
    expect(await trader("trader", "halted")).toBe("you are halted");
    expect(await trader("viewer", "active")).toBe("your role does not trade");
  });

  test("a reader who does not trade has no counterparties, and neither oneself nor the exchange is one", async () => {
    expect((await list({}, exchangeOperator)).rows).toEqual([]);
    for (const code of ["KAURI", "AEX", "NOBODY", ""]) expect(await get(code)).toBeNull();
    expect(await get("KAURI", exchangeOperator)).toBeNull();
  });
});

describe("the database's own limits", () => {
  const ask = (me: UserPrincipal, sql: string) => inScope(callerFor(me), "test.read", (tx) => tx.$queryRawUnsafe<Record<string, unknown>[]>(sql));

  test.each([
    ["one side", admin, ["Of KAURI", "Ours about E10"]],
    ["the other", stranger("entity-admin"), ["Of RATA"]],
  ] as const)("%s reads its own notes only", async (_name, me, expected) => {
    const notes = await ask(me, "SELECT notes FROM documentation_note ORDER BY 1");
    expect(notes.map((row) => row.notes)).toEqual(expected);
    expect(
      await ask(me, `SELECT 1 FROM documentation_note n JOIN documentation_status d USING (entity_id, counterparty_id) WHERE d.entity_id <> '${me.entity.id}'`),
    ).toEqual([]);
  });

  test("a status is readable by the two entities it is about, and by nobody else", async () => {
    const told = await ask(admin, "SELECT entity_id, counterparty_id FROM documentation_status");
    expect(told).toHaveLength(4);
    for (const row of told) expect([row.entity_id, row.counterparty_id]).toContain(OWN_ENTITY);
  });

  test("codes and names of trading entities are readable by everyone, and follow their entity", async () => {
    const before = await ask(person("viewer"), "SELECT code FROM counterparty ORDER BY code");
    expect(before).toHaveLength(32);
    expect(before).not.toContainEqual({ code: "AEX" });
    await inSystem((tx) => tx.entity.update({ where: { code: "E39" }, data: { shortName: "Renamed", status: "suspended" } }));
    expect(await ask(person("viewer"), "SELECT short_name, status FROM counterparty WHERE code = 'E39'")).toEqual([
      { short_name: "Renamed", status: "suspended" },
    ]);
    expect(await ask(person("viewer"), "SELECT code FROM entity")).toEqual([{ code: "KAURI" }]);
  });

  test("only the entity's trigger writes a counterparty, and a trading entity cannot stop trading", async () => {
    const write = (sql: string, me = person("operator", { globalAppRole: true })) =>
      outcomeOf(inScope(callerFor(me), "test.write", (tx) => tx.$executeRawUnsafe(sql)));
    const insert = `INSERT INTO counterparty (entity_id, code, short_name, legal_name, status) VALUES ('${EXCHANGE}', 'AEX', 'AEX', 'AEX', 'active')`;
    expect(await write(insert)).toBe("42501");
    expect(await write(insert, admin)).toBe("42501");
    expect(await write("UPDATE counterparty SET short_name = 'Mine'")).toBe("done");
    expect(await database.client.counterparty.count({ where: { shortName: "Mine" } })).toBe(0);
    const repair = (sql: string) => outcomeOf(database.client.$executeRawUnsafe(sql));
    for (const sql of ["UPDATE entity SET trades = false WHERE code = 'RATA'", "UPDATE entity SET trades = true WHERE code = 'AEX'"])
      expect(await write(sql)).toBe("42501");
    expect(await repair("UPDATE entity SET trades = false WHERE code = 'RATA'")).toBe("23514");
    expect(await repair("UPDATE entity SET trades = true WHERE code = 'AEX'")).toBe("done");
    expect(await database.client.counterparty.count({ where: { code: "AEX" } })).toBe(1);
  });
});
