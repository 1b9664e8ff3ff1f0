import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { entityChoices } from "@/lib/domain/entities/choices";
import { EVERY_ENTITY } from "@/lib/platform/authz/decide";
import { Denied } from "@/lib/platform/authz/denied";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { Database } from "@/lib/platform/db/client";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { searchOf } from "@/lib/platform/operations/decode";
import { authorize, grantIf } from "@/lib/platform/unit-of-work/authorize";
import { OTHER_ENTITY, OWN_ENTITY } from "@/lib/testing/principals";
import { addUsers, entityAdmin, globalOperator, type NewUser, openTestWorld, operator, readAs, viewer, walk } from "@/lib/testing/world";
import { type UserListParams, userListParams } from "./schema";
import { getUser, listUsers } from "./users";

const NOBODY = "0190a0c0-0000-7000-8000-0000000000ff";
const PEOPLE = 60;

let database: Database;
let own: readonly string[] = [];
let others: readonly string[] = [];

/** Sixty people with three names and three times, a third never seen: ties at every page boundary. */
const crowd: readonly NewUser[] = Array.from({ length: PEOPLE }, (_, index) => ({
  displayName: ["Aroha Ngata", "Mere Paki", "Tama Rewi"][index % 3] ?? "",
  email: `person${index}@kauri.example`,
  role: index % 2 === 0 ? "trader" : "viewer",
  status: index < 10 ? "frozen" : "active",
  createdAt: new Date(Date.UTC(2026, 0, 1 + (index % 3))),
  lastSeenAt: index % 3 === 0 ? null : new Date(Date.UTC(2026, 1, index % 3)),
}));

beforeAll(async () => {
  database = await openTestWorld();
  own = await addUsers(crowd);
  others = await addUsers([
    { displayName: "Sophie van der Berg", email: "sophie@rata.example", entityId: OTHER_ENTITY, role: "operator", global: true },
    {
      displayName: "100% Wind_Desk",
      email: "desk@rata.example",
      entityId: OTHER_ENTITY,
      role: "trader",
      global: true,
      status: "halted",
      statusReason: "On leave.",
    },
  ]);
});

afterAll(() => database.close());

const granted = (tx: ScopedTx, principal: UserPrincipal) =>
  grantIf(tx, "Users.View", EVERY_ENTITY) ?? authorize(tx, "Users.View", { entityId: principal.entity.id });

const list = (principal: UserPrincipal, params: UserListParams = {}) => readAs(principal, (tx) => listUsers(tx, granted(tx, principal), params));
const get = (principal: UserPrincipal, id: string) => readAs(principal, (tx) => getUser(tx, granted(tx, principal), id));
const everyone = async (principal: UserPrincipal, params: UserListParams = {}) => {
  const { forward } = await walk((cursor) => list(principal, { ...params, cursor }));
  return forward.flat();
};
const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id).toSorted();

describe("the people a reader sees", () => {
  test.each([
    ["an entity admin", entityAdmin],
    ["an operator without Global", operator],
  ])("%s sees exactly the people of their own entity", async (_, principal) => {
    expect(ids(await everyone(principal))).toEqual([...own].sort());
    expect(await get(principal, own[0] ?? "")).toMatchObject({ id: own[0] });
  });

  test("an entity admin finds nobody of another entity, by filter, search or id", async () => {
    const nothing = { rows: [], next: null, previous: null };
    expect(await list(entityAdmin, { entity: OTHER_ENTITY })).toEqual(nothing);
    expect(await list(entityAdmin, { q: "sophie" })).toEqual(nothing);
    expect(await get(entityAdmin, others[0] ?? "")).toBeNull();
    expect(await get(entityAdmin, NOBODY)).toBeNull();
  });

  test("a Global operator sees everybody, and with the entity filter only that entity's people", async () => {
    expect(ids(await everyone(globalOperator))).toEqual([...own, ...others].sort());
    expect(ids(await everyone(globalOperator, { entity: OTHER_ENTITY }))).toEqual([...others].sort());
    expect(await get(globalOperator, others[0] ?? "")).toMatchObject({ entity: { id: OTHER_ENTITY, shortName: "Rata Power" } });
  });

  test("a grant on one entity narrows what a Global operator reads to that entity", async () => {
    const read = readAs(globalOperator, async (tx) => {
      const grant = authorize(tx, "Users.View", { entityId: OTHER_ENTITY });
      return { page: await listUsers(tx, grant, {}), outside: await getUser(tx, grant, own[0] ?? "") };
    });
    expect(ids((await read).page.rows)).toEqual([...others].sort());
    expect((await read).outside).toBeNull();
  });

  test("a viewer cannot obtain a grant", async () => {
    await expect(list(viewer)).rejects.toThrow(Denied);
    await expect(get(viewer, own[0] ?? "")).rejects.toThrow(Denied);
    expect(await readAs(viewer, async (tx) => grantIf(tx, "Users.View", { entityId: OWN_ENTITY }))).toBeNull();
  });
});

describe("filters", () => {
  test("search finds part of a name or e-mail, ignoring case, with % and _ as literals", async () => {
    expect(ids(await everyone(globalOperator, { q: "SOPHIE" }))).toEqual([others[0]]);
    expect(ids(await everyone(globalOperator, { q: "desk@RATA" }))).toEqual([others[1]]);
    expect(ids(await everyone(globalOperator, { q: "0% wind_" }))).toEqual([others[1]]);
    expect(await everyone(globalOperator, { q: "%_%" })).toEqual([]);
  });

  test("role and status filter the list, also combined", async () => {
    const at = (wanted: (one: NewUser) => boolean) => own.filter((_, index) => wanted(crowd[index] ?? { displayName: "" })).toSorted();
    expect(ids(await everyone(entityAdmin, { role: "trader" }))).toEqual(at(({ role }) => role === "trader"));
    expect(ids(await everyone(entityAdmin, { status: "frozen" }))).toEqual(at(({ status }) => status === "frozen"));
    expect(ids(await everyone(entityAdmin, { role: "trader", status: "frozen" }))).toEqual(at(({ role, status }) => role === "trader" && status === "frozen"));
  });

  test("an unusable parameter in an address counts as unset", () => {
    const set = searchOf(userListParams, {
      q: ["a", "b"],
      role: "astronaut",
      status: "asleep",
      entity: "' OR 1=1",
      sort: "oid",
      direction: "up",
      cursor: ["x"],
    });
    expect(Object.values(set).filter((value) => value !== undefined)).toEqual([]);
  });
});

describe("further filters", () => {
  const day = 86_400_000;
  let seen: readonly string[] = [];
  const at = (days: number) => new Date(Date.now() - days * day);
  beforeAll(async () => {
    const people = [1, 20, 60, 200].map((days) => ({ displayName: `Rewa ${days}`, entityId: OTHER_ENTITY, lastSeenAt: at(days), role: "credit-manager" }));
    seen = await addUsers([...people, { displayName: "Rewa never", entityId: OTHER_ENTITY, role: "credit-manager" }]);
  });
  afterAll(() => database.client.user.deleteMany({ where: { id: { in: [...seen] } } }));
  const found = async (params: UserListParams) => (await everyone(globalOperator, { role: "credit-manager", ...params })).map(({ displayName }) => displayName);

  test("the last seen filter distinguishes within so many days, not for so many days, and never", async () => {
    expect(await found({ seen: "within-7" })).toEqual(["Rewa 1"]);
    expect(await found({ seen: "within-30" })).toEqual(["Rewa 1", "Rewa 20"]);
    expect(await found({ seen: "over-30" })).toEqual(["Rewa 200", "Rewa 60"]);
    expect(await found({ seen: "over-90" })).toEqual(["Rewa 200"]);
    expect(await found({ seen: "never" })).toEqual(["Rewa never"]);
  });

  test("the directory filter finds exactly the people with pending or dead-lettered directory writes", async () => {
    const write = (userId: string | undefined, state: "pending" | "failed" | "done") =>
      database.client.directoryWrite.create({
        data: { entityId: OTHER_ENTITY, userId: userId ?? null, person: `user:${userId}`, kind: "set_role", role: "viewer", state },
      });
    const made = [await write(seen[0], "pending"), await write(seen[1], "failed"), await write(seen[2], "done")];
    expect(await found({ directory: "pending" })).toEqual(["Rewa 1", "Rewa 20"]);
    expect(await everyone(entityAdmin, { directory: "pending" })).toEqual([]);
    await database.client.directoryWrite.deleteMany({ where: { id: { in: made.map(({ id }) => id) } } });
  });

  test("one or two letters find words that start with them", async () => {
    expect(await found({ q: "RE" })).toHaveLength(5);
    expect(await found({ q: "20" })).toEqual(["Rewa 20", "Rewa 200"]);
    expect(await found({ q: "ew" })).toEqual([]);
    expect(await found({ q: "%" })).toEqual([]);
  });

  test("columns are decoded from check boxes and from a list alike, in their fixed order, and unknown ones are ignored", () => {
    expect(searchOf(userListParams, { columns: ["status", "email"] }).columns).toEqual(["email", "status"]);
    expect(searchOf(userListParams, { columns: "status,oid,email" }).columns).toEqual(["email", "status"]);
    for (const columns of ["", "oid", []]) expect(searchOf(userListParams, { columns }).columns).toBeUndefined();
  });
});

describe("paging", () => {
  const orders: UserListParams[] = [
    {},
    { direction: "desc" },
    { sort: "createdAt" },
    { sort: "email", direction: "desc" },
    { sort: "createdAt", direction: "desc" },
    { sort: "lastSeenAt" },
    { sort: "lastSeenAt", direction: "desc" },
    { role: "viewer", sort: "displayName", direction: "desc" },
  ];

  test.each(orders)("paging forward and back visits each person once, in order, despite ties: %o", async (params) => {
    const { forward, back } = await walk((cursor) => list(entityAdmin, { ...params, cursor }));
    expect(back).toEqual(forward);
    const rows = forward.flat();
    expect(forward.map((page) => page.length)).toEqual(params.role ? [25, 5] : [25, 25, 10]);
    expect(new Set(ids(rows)).size).toBe(rows.length);
    // People never seen sort as the earliest: first in ascending order, last in descending.
    const values = rows.map((row) => row[params.sort ?? "displayName"]).map((value) => (value instanceof Date ? value.toISOString() : (value ?? "")));
    expect(values).toEqual(params.direction === "desc" ? values.toSorted().reverse() : values.toSorted());
  });

  test("an unusable cursor counts as unset", async () => {
    const first = await list(entityAdmin);
    const forged = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const unusable = ["", "nonsense", forged({}), forged(["t", "Aroha", "1", false]), forged(["t", 7, NOBODY, false]), forged(["d", "soon", NOBODY, false])];
    for (const cursor of unusable) expect(await list(entityAdmin, { cursor })).toEqual(first);
  });

  test("a cursor of another order counts as unset", async () => {
    const byName = await list(entityAdmin);
    const byTime = await list(entityAdmin, { sort: "createdAt" });
    expect(await list(entityAdmin, { sort: "createdAt", cursor: byName.next ?? "" })).toEqual(byTime);
    expect(await list(entityAdmin, { cursor: byTime.next ?? "" })).toEqual(byName);
  });
});

describe("one person", () => {
  test("a person's page shows what the status withholds and why, and Global only where it counts", async () => {
    expect(await get(globalOperator, others[1] ?? "")).toMatchObject({ status: "halted", statusReason: "On leave.", globalAppRole: true, global: false });
    const halted = await get(globalOperator, others[1] ?? "");
    expect(halted?.permissions.filter(({ withheld }) => withheld)).toEqual([{ permission: "Market.Trade", withheld: "USER_HALTED" }]);
    expect(await get(globalOperator, others[0] ?? "")).toMatchObject({ globalAppRole: true, global: true });
  });

  test("a person's page contains nothing that identifies them to the directory", async () => {
    const detail = await get(globalOperator, others[0] ?? "");
    const row = (await list(globalOperator, { q: "sophie" })).rows[0];
    for (const shown of [detail, row]) {
      expect(shown).not.toHaveProperty("oid");
      expect(shown).not.toHaveProperty("tid");
      expect(shown).not.toHaveProperty("seenOrder");
    }
  });
});

describe("entityChoices", () => {
  const choices = (principal: UserPrincipal, chosen?: string) => readAs(principal, (tx) => entityChoices(tx, granted(tx, principal), chosen));

  test("entityChoices offers every entity by name to readers of all, and none to readers of one", async () => {
    expect((await choices(globalOperator))?.map(({ shortName }) => shortName)).toEqual(["Kauri Energy", "Rata Power"]);
    expect(await choices(entityAdmin)).toBeNull();
  });

  test("entityChoices has at most 200 entries, always including the chosen one", async () => {
    const many = Array.from({ length: 250 }, (_, index) => ({ code: `E${index}`, legalName: `Entity ${index}`, shortName: `A ${index}` }));
    const created = await database.client.entity.createManyAndReturn({ data: many, select: { id: true } });
    expect(await choices(globalOperator)).toHaveLength(200);
    const chosen = await choices(globalOperator, OTHER_ENTITY);
    expect(chosen).toHaveLength(200);
    expect(chosen?.some(({ id }) => id === OTHER_ENTITY)).toBe(true);
    expect(await choices(globalOperator, NOBODY)).toHaveLength(200);
    await database.client.entity.deleteMany({ where: { id: { in: created.map(({ id }) => id) } } });
  });
});
