import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EVERY_ENTITY, type Target } from "@/lib/platform/authz/decide";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { Database } from "@/lib/platform/db/client";
import { searchOf } from "@/lib/platform/operations/decode";
import { authorize } from "@/lib/platform/unit-of-work/authorize";
import { inSystem } from "@/lib/platform/unit-of-work/scope";
import { OTHER_ENTITY, OWN_ENTITY, person } from "@/lib/testing/principals";
import { openTwoEntities } from "@/lib/testing/two-entities";
import { readAs, walk } from "@/lib/testing/world";
import { getEntity, listEntities } from "./queries";
import { type EntityListParams, entityListParams } from "./schema";

const operator = person("operator", { globalAppRole: true });
const admin = person("entity-admin");
const OWN: Target = { entityId: OWN_ENTITY };
const SMALL = 58;

let database: Database;
beforeAll(async () => {
  database = await openTwoEntities();
  // One statement, so that all have one creation time and only the tie-break orders them.
  const small = Array.from({ length: SMALL }, (_, index) => ({
    code: `E${index}`,
    legalName: `Entity ${String(index).padStart(2, "0")}% of_all\\`,
    shortName: `Small ${index}`,
    status: index % 4 === 0 ? ("suspended" as const) : ("active" as const),
  }));
  await inSystem((tx) => tx.entity.createMany({ data: small }));
  await inSystem((tx) => tx.user.updateMany({ where: { displayName: "Desk" }, data: { status: "frozen" } }));
});
afterAll(() => database.close());

const list = (params: EntityListParams, as: UserPrincipal = operator, target: Target = EVERY_ENTITY) =>
  readAs(as, async (tx) => listEntities(tx, authorize(tx, "Entity.View", target), params));
const codes = async (params: EntityListParams) => (await list(params)).rows.map(({ code }) => code);

describe("paging", () => {
  const orders: EntityListParams[] = [
    {},
    { direction: "desc" },
    { sort: "createdAt" },
    { sort: "createdAt", direction: "desc" },
    { sort: "code" },
    { sort: "code", direction: "desc" },
    { sort: "createdAt", status: "active" },
    { q: "entity", sort: "createdAt", direction: "desc" },
  ];

  test.each(orders)("paging forward and back visits each entity once, in one order, despite ties: %o", async (params) => {
    const { forward, back } = await walk((cursor) => list({ ...params, cursor }));
    expect(back).toEqual(forward);
    const rows = forward.flat();
    const where = { ...(params.status ? { status: params.status } : {}), ...(params.q ? { code: { startsWith: "E" } } : {}) };
    expect(rows).toHaveLength(await database.client.entity.count({ where }));
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    const field = params.sort ?? "legalName";
    const values = rows.map((row) => (row[field] instanceof Date ? row[field].toISOString() : String(row[field])));
    const sorted = values.toSorted();
    expect(values).toEqual(params.direction === "desc" ? sorted.toReversed() : sorted);
  });

  test("a forged cursor, or one of another order, counts as unset", async () => {
    const byName = await list({});
    const byTime = await list({ sort: "createdAt" });
    expect(await list({ cursor: byTime.next ?? "" })).toEqual(byName);
    expect(await list({ sort: "createdAt", cursor: byName.next ?? "" })).toEqual(byTime);
    const forged = [
      ["t", "a\u0000", OWN_ENTITY, false],
      ["t", "\ud800", OWN_ENTITY, false],
      ["t", { gt: "" }, OWN_ENTITY, false],
      ["t", "a", "1 OR 1=1", false],
      ["d", "-271821-04-20T00:00:00.000Z", OWN_ENTITY, false],
    ];
    for (const value of forged) expect(await list({ cursor: Buffer.from(JSON.stringify(value)).toString("base64url") })).toEqual(byName);
    for (const cursor of ["-271821-04-20T00:00:00.000Z", "+275760-09-13T00:00:00.000Z", "0000-01-01T00:00:00.000Z"]) {
      const forgedTime = Buffer.from(JSON.stringify(["d", cursor, OWN_ENTITY, false])).toString("base64url");
      expect(await list({ sort: "createdAt", cursor: forgedTime })).toEqual(byTime);
    }
  });
});

describe("searching", () => {
  test("search finds any part of a legal name, short name or code, ignoring case", async () => {
    expect(await codes({ q: "KAURI ENERGY LIM" })).toEqual(["KAURI"]);
    expect(await codes({ q: "small 57" })).toEqual(["E57"]);
    for (const q of ["Kāuri  energy".replace("  ", "\u2009"), "Kauri‑Energy", "ＫＡＵＲＩ energy", "KA\u0304URI"])
      expect([q, await codes({ q })]).toEqual([q, ["KAURI"]]);
    expect(await codes({ q: "rAtA" })).toEqual(["RATA"]);
    expect(await codes({ q: "nobody" })).toEqual([]);
  });

  test("search treats wildcards, quotes and SQL as text", async () => {
    expect(await codes({ q: "07% of_all\\" })).toEqual(["E7"]);
    for (const q of ["%_%", "_____", "' OR 1=1 --", '"; DROP TABLE entity; --', "\\\\"]) expect(await codes({ q })).toEqual([]);
  });

  test("the status filter combines with a search", async () => {
    const suspended = await walk((cursor) => list({ status: "suspended", cursor }));
    expect(suspended.forward.flat()).toHaveLength(Math.ceil(SMALL / 4));
    expect(await codes({ q: "Small 4", status: "suspended" })).toEqual(["E4", "E40", "E44", "E48"]);
  });

  test("an unusable parameter in an address counts as unset", () => {
    const set = searchOf(entityListParams, { q: ["a", "b"], status: "asleep", sort: "version", direction: "up", cursor: ["x"] });
    expect(Object.values(set).filter((value) => value !== undefined)).toEqual([]);
    expect(searchOf(entityListParams, { q: "a\u0000b" }).q).toBeUndefined();
    expect(searchOf(entityListParams, { q: "\ud800" }).q).toBeUndefined();
    expect(searchOf(entityListParams, { q: "x".repeat(101) }).q).toBeUndefined();
    expect(searchOf(entityListParams, { q: " Rata ", status: "active", oid: "1" })).toEqual({ q: "Rata", status: "active" });
  });
});

describe("access to entities", () => {
  const get = (id: string, as: UserPrincipal = operator, target: Target = EVERY_ENTITY) =>
    readAs(as, async (tx) => getEntity(tx, authorize(tx, "Entity.View", target), id));

  test("each entity has its number of people, and of active ones", async () => {
    expect((await list({ q: "Limited" })).rows).toMatchObject([
      { id: OWN_ENTITY, users: 2 },
      { id: OTHER_ENTITY, users: 2 },
    ]);
    expect((await list({ q: "Small 57" })).rows).toMatchObject([{ users: 0 }]);
    expect(await get(OTHER_ENTITY)).toMatchObject({ code: "RATA", users: 2, activeUsers: 1, version: 1 });
  });

  test("a grant on one entity reaches only that one, whatever its holder may do", async () => {
    for (const as of [admin, operator, person("credit-manager"), person("operator")]) {
      expect((await list({}, as, OWN)).rows.map(({ id }) => id)).toEqual([OWN_ENTITY]);
      expect(await get(OWN_ENTITY, as, OWN)).toMatchObject({ id: OWN_ENTITY });
      expect(await get(OTHER_ENTITY, as, OWN)).toBeNull();
    }
  });

  test("a missing entity is refused like an invisible one", async () => {
    expect(await get("0190a0c0-0000-7000-8000-0000000000ff")).toBeNull();
  });
});
