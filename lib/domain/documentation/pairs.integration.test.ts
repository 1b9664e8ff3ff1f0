import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EVERY_ENTITY } from "@/lib/platform/authz/decide";
import { Denied } from "@/lib/platform/authz/denied";
import type { Database } from "@/lib/platform/db/client";
import type { DocumentationState } from "@/lib/platform/db/types";
import { searchOf } from "@/lib/platform/operations/decode";
import { authorize } from "@/lib/platform/unit-of-work/authorize";
import { inSystem } from "@/lib/platform/unit-of-work/scope";
import { OTHER_ENTITY, OWN_ENTITY } from "@/lib/testing/principals";
import { entityAdmin, globalOperator, openTestWorld, operator, readAs, walk } from "@/lib/testing/world";
import { tradingBetween } from "./may-trade";
import { getPair, listPairs, type Pair, tradingSide } from "./pairs";
import { type PairListParams, pairListParams } from "./schema";
import { DOCUMENTATION_STATES } from "./states";

const SET_AT = new Date("2026-03-02T21:15:00Z");

let database: Database;
/** Twelve entities: sixty-six pairs on three pages. */
const further = ["Aoraki", "Hauraki", "Kea", "Moa", "Ngaio", "Pīwakawaka", "Tūī", "Whio", "Zephyr", "100% Wind_Farm"].map((shortName, index) => ({
  id: randomUUID(),
  code: `E${index}`,
  shortName,
  legalName: `${shortName} Limited`,
}));
const everyId = [OWN_ENTITY, OTHER_ENTITY, ...further.map(({ id }) => id)];
const everyTwo = everyId.flatMap((one, index) => everyId.slice(index + 1).map((other) => [one, other] as const));

beforeAll(async () => {
  database = await openTestWorld();
  // Every status, and a missing record, meets every other in some pair.
  const statuses = [...DOCUMENTATION_STATES, null];
  const records = everyTwo.flatMap(([one, other], index) => [
    ...record(one, other, statuses[index % 5], `Note ${index}`),
    ...record(other, one, statuses[Math.floor(index / 5) % 5], `Note ${index} of the other`),
  ]);
  await inSystem(async (tx) => {
    await tx.entity.createMany({ data: further });
    await tx.documentationStatus.createMany({ data: records.map(({ notes: _, ...status }) => ({ ...status, setAt: SET_AT })) });
    await tx.documentationNote.createMany({ data: records.map(({ status: _, ...note }) => ({ ...note, editedByName: "Anahera Rewiti", editedAt: SET_AT })) });
  });
});

const record = (entityId: string, counterpartyId: string, status: DocumentationState | null | undefined, notes: string) =>
  status ? [{ entityId, counterpartyId, status, notes }] : [];

afterAll(() => database.close());

const list = (params: PairListParams = {}) => readAs(globalOperator, (tx) => listPairs(tx, authorize(tx, "Market.Operate", EVERY_ENTITY), params, "UTC"));
const get = (id: string) => readAs(globalOperator, (tx) => getPair(tx, authorize(tx, "Market.Operate", EVERY_ENTITY), id));
const all = async (params: PairListParams = {}): Promise<readonly Pair[]> => (await walk((cursor) => list({ ...params, cursor }))).forward.flat();
const mayTrade = ({ a, b }: Pick<Pair, "a" | "b">) => tradingBetween(tradingSide(a), tradingSide(b)).may;
const names = ({ a, b }: Pair) => `${a.entity.legalName} / ${b.entity.legalName}`;

describe("the list of pairs", () => {
  test("the list of pairs omits entities that do not trade", async () => {
    await inSystem((tx) => tx.entity.create({ data: { code: "AEX", legalName: "Aotearoa Energy Exchange Limited", shortName: "AEX", trades: false } }));
    expect(await all({ q: "AEX" })).toEqual([]);
    expect(await get("AEX_KAURI")).toBeNull();
  });

  test("the list of pairs has every two entities exactly once, recorded or not", async () => {
    const pairs = (await all()).map(({ a, b }) => [a.entity.entityId, b.entity.entityId].toSorted().join());
    expect(pairs.toSorted()).toEqual(everyTwo.map((two) => two.toSorted().join()).toSorted());
  });

  test("the list of pairs shows each row exactly once forward, and the same pages backwards", async () => {
    const { forward, back } = await walk((cursor) => list({ cursor }));
    expect(forward.map(({ length }) => length)).toEqual([25, 25, 16]);
    expect(new Set(forward.flat().map(({ id }) => id)).size).toBe(66);
    expect(back).toEqual(forward);
  });

  test("a filtered list pages the same way", async () => {
    const { forward, back } = await walk((cursor) => list({ trading: "blocked", cursor }));
    expect(forward.length).toBeGreaterThan(1);
    expect(back).toEqual(forward);
  });

  test("each side shows what that entity records about the other, and no_docs without a record", async () => {
    const stored = await inSystem((tx) => tx.documentationStatus.findMany());
    const sides = (await all()).flatMap(({ a, b }) => [
      { side: a, about: b },
      { side: b, about: a },
    ]);
    expect(sides.some(({ side }) => side.set === null)).toBe(true);
    for (const { side, about } of sides) {
      const record = stored.find(({ entityId, counterpartyId }) => entityId === side.entity.entityId && counterpartyId === about.entity.entityId);
      expect(side.status).toBe(record?.status ?? "no_docs");
      expect(side.set).toEqual(record ? { by: "Anahera Rewiti", at: SET_AT } : null);
    }
  });

  test("a forged cursor counts as unset", async () => {
    const first = await list();
    const forged = (value: unknown) => Buffer.from(JSON.stringify(["t", JSON.stringify(value), OWN_ENTITY, false])).toString("base64url");
    for (const value of [["A", "B"], ["A\u0000", "B", OWN_ENTITY], ["A", "\ud800", OWN_ENTITY], ["A", "B", "x"], {}, null])
      expect(await list({ cursor: forged(value) })).toEqual(first);
    for (const cursor of ["", "x", Buffer.from(JSON.stringify(["d", "2026-01-01T00:00:00Z", OWN_ENTITY, true])).toString("base64url")])
      expect(await list({ cursor })).toEqual(first);
  });
});

describe("filters", () => {
  test("the trading filter agrees with the rule, and its values cover all pairs", async () => {
    const everything = await all();
    const allowed = everything.filter(({ a, b }) => mayTrade({ a, b }));
    expect(allowed.length).toBeGreaterThan(0);
    expect(await all({ trading: "allowed" })).toEqual(allowed);
    expect(await all({ trading: "blocked" })).toEqual(everything.filter((pair) => !allowed.includes(pair)));
  });

  test.each(DOCUMENTATION_STATES)("the filter %s finds the pairs where either side has that status", async (status) => {
    const expected = (await all()).filter(({ a, b }) => a.status === status || b.status === status);
    expect(expected.length).toBeGreaterThan(0);
    expect(await all({ status })).toEqual(expected);
  });

  test("a pair with a suspended entity may not trade, in the list and in its filter alike", async () => {
    const before = await all({ trading: "allowed" });
    const entity = before[0]?.a.entity;
    await database.client.entity.update({ where: { code: entity?.code ?? "" }, data: { status: "suspended" } });
    const after = await all({ trading: "allowed" });
    expect(after.map(({ id }) => id)).toEqual(before.filter(({ a, b }) => ![a.entity.code, b.entity.code].includes(entity?.code ?? "")).map(({ id }) => id));
    expect((await all()).filter(mayTrade).map(({ id }) => id)).toEqual(after.map(({ id }) => id));
    await database.client.entity.update({ where: { code: entity?.code ?? "" }, data: { status: "active" } });
  });

  test("the entity filter finds its pairs with everyone else", async () => {
    const found = await all({ entity: "RATA" });
    expect(found).toHaveLength(everyId.length - 1);
    expect(found.every(({ a, b }) => [a.entity.entityId, b.entity.entityId].includes(OTHER_ENTITY))).toBe(true);
    expect(await all({ entity: "NOBODY" })).toEqual([]);
  });

  test.each(["RATA", "rata power", "power lim"])("the search “%s” finds the pairs of that entity", async (q) => {
    expect(await all({ q })).toEqual(await all({ entity: "RATA" }));
  });

  test("wildcards in a search are literal characters", async () => {
    expect(await all({ q: "100% wind_" })).toHaveLength(everyId.length - 1);
    expect(await all({ q: "%" })).toHaveLength(everyId.length - 1);
    expect(await all({ q: "%a" })).toEqual([]);
    expect(await all({ q: "'; DROP TABLE entity; --" })).toEqual([]);
  });

  test("the list is filtered by the day of the latest change, on the reader's calendar, and by due reminders", async () => {
    const [pair] = await all({ entity: "E3" });
    const { entity, status } = pair?.a ?? { entity: undefined, status: undefined };
    const about = pair?.b.entity.entityId;
    if (!entity || !about || !status) throw new Error("There is no such pair.");
    await inSystem(
      (tx) => tx.$executeRaw`
      UPDATE documentation_note SET edited_at = '2026-05-01T13:00Z', remind_on = (now() AT TIME ZONE 'Pacific/Auckland')::date
      WHERE entity_id = ${entity.entityId}::uuid AND counterparty_id = ${about}::uuid`,
    );
    const changed = (since: string, zone: string) =>
      readAs(globalOperator, (tx) => listPairs(tx, authorize(tx, "Market.Operate", EVERY_ENTITY), { since }, zone)).then(({ rows }) =>
        rows.map(({ id }) => id),
      );
    expect(await changed("2026-05-01", "UTC")).toEqual([pair?.id]);
    expect(await changed("2026-05-02", "UTC")).toEqual([]);
    expect(await changed("2026-05-02", "Pacific/Auckland")).toEqual([pair?.id]);
    expect((await all({ reminder: "due" })).map(({ id }) => id)).toEqual([pair?.id]);
    await inSystem((tx) => tx.$executeRaw`UPDATE documentation_note SET remind_on = remind_on + 1, edited_at = ${SET_AT} WHERE remind_on IS NOT NULL`);
    expect(await all({ reminder: "due" })).toEqual([]);
  });

  test("filters combine", async () => {
    const expected = (await all({ entity: "KAURI" })).filter(({ a, b }) => !mayTrade({ a, b }) && names({ id: "", a, b }).includes("Rata"));
    expect(await all({ entity: "KAURI", trading: "blocked", q: "rata" })).toEqual(expected);
  });

  test("an unusable filter in an address counts as unset", () => {
    expect(searchOf(pairListParams, { status: "none", entity: "x", trading: ["allowed"], q: "a\u0000" })).toEqual({});
  });
});

describe("one pair", () => {
  test("a pair has both sides with their notes, in either order of its address", async () => {
    const pair = await get("RATA_KAURI");
    expect(pair).toEqual(await get("KAURI_RATA"));
    expect([pair?.a.entity.shortName, pair?.b.entity.shortName]).toEqual(["Kauri Energy", "Rata Power"]);
    const stored = await inSystem((tx) =>
      tx.documentationStatus.findMany({ where: { entityId: OWN_ENTITY, counterpartyId: OTHER_ENTITY }, include: { note: true } }),
    );
    expect(stored).toMatchObject([{ id: pair?.a.recordId, note: { notes: pair?.a.notes }, status: pair?.a.status }]);
  });

  test("a pair is equal to its row in the list", async () => {
    for (const row of (await list()).rows) {
      expect(await get(row.id)).toMatchObject({ id: row.id, a: { status: row.a.status, set: row.a.set }, b: { status: row.b.status, set: row.b.set } });
    }
  });

  test.each(["", "x", "KAURI", "KAURI_", "KAURI_KAURI", "KAURI_NOBODY", "KAURI_RATA_E0", "kauri_rata", "KAURI_' OR true", "__proto___RATA"])(
    "the address “%s” names no pair",
    async (id) => {
      expect(await get(id)).toBeNull();
    },
  );
});

describe("access to pairs", () => {
  test.each([
    ["an entity admin", entityAdmin],
    ["an operator without Global", operator],
  ])("%s is refused", async (_, principal) => {
    await expect(readAs(principal, async (tx) => authorize(tx, "Market.Operate", EVERY_ENTITY))).rejects.toThrow(Denied);
  });

  test("a grant on the own entity reaches no other pair and nobody else's notes", async () => {
    const read = await readAs(operator, async (tx) => {
      const grant = authorize(tx, "Market.Operate", { entityId: OWN_ENTITY });
      return {
        list: (await listPairs(tx, grant, {}, "UTC")).rows,
        pair: await getPair(tx, grant, "KAURI_RATA"),
      };
    });
    expect(read.list.length).toBeGreaterThan(0);
    for (const { a, b } of [...read.list, ...(read.pair ? [read.pair] : [])]) {
      expect([a.entity.code, b.entity.code]).toContain("KAURI");
      // The database itself withholds the other side's notes.
      expect([a, b].filter(({ entity }) => entity.code !== "KAURI")).toMatchObject([{ notes: "", remindOn: null, set: null }]);
    }
  });
});
