import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Denied } from "@/lib/platform/authz/denied";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { Database } from "@/lib/platform/db/client";
import { searchOf } from "@/lib/platform/operations/decode";
import { authorize } from "@/lib/platform/unit-of-work/authorize";
import { inSystem } from "@/lib/platform/unit-of-work/scope";
import { OTHER_ENTITY, OWN_ENTITY, person } from "@/lib/testing/principals";
import { addUsers, entityAdmin, globalOperator, openTestWorld, operator, readAs, viewer, walk } from "@/lib/testing/world";
import { getSupportRequest, listSupportRequests } from "./requests";
import { SUPPORT_STATES, type SupportListParams, supportListParams } from "./schema";

const NOBODY = "0190a0c0-0000-7000-8000-0000000000ff";
const creditManager = person("credit-manager");

let database: Database;
let own: readonly string[] = [];
let others: readonly string[] = [];

beforeAll(async () => {
  database = await openTestWorld();
  const [mere = "", tama = ""] = await addUsers([
    { displayName: "Mere Paki", email: "mere@kauri.example" },
    { displayName: "Tama Rewi", email: "tama@rata.example", entityId: OTHER_ENTITY },
  ]);
  own = await addRequests(OWN_ENTITY, mere, 60);
  others = await addRequests(OTHER_ENTITY, tama, 10);
});

afterAll(() => database.close());

/** Three different times in all, so that pages end between requests of equal time. */
async function addRequests(entityId: string, userId: string, count: number): Promise<readonly string[]> {
  const data = Array.from({ length: count }, (_, index) => ({
    id: randomUUID(),
    entityId,
    userId,
    subject: index === 3 ? "100% of our limit_is used" : `Question ${index}`,
    body: `First line\n  Second line of ${index}`,
    state: SUPPORT_STATES[index % 3] ?? "open",
    createdAt: new Date(Date.UTC(2026, 4, 1 + (index % 3))),
  }));
  await inSystem((tx) => tx.supportRequest.createMany({ data }));
  return data.map(({ id }) => id);
}

const panelOf = (principal: UserPrincipal) => ({ entityId: principal.entity.id });
const list = (principal: UserPrincipal, params: SupportListParams = {}) =>
  readAs(principal, (tx) => listSupportRequests(tx, authorize(tx, "panel", panelOf(principal)), params));
const get = (principal: UserPrincipal, id: string) => readAs(principal, (tx) => getSupportRequest(tx, authorize(tx, "panel", panelOf(principal)), id));
const all = async (principal: UserPrincipal, params: SupportListParams = {}) => (await walk((cursor) => list(principal, { ...params, cursor }))).forward.flat();
const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id).toSorted();

describe("the requests a person sees", () => {
  test.each([
    ["a credit manager", creditManager],
    ["an entity admin", entityAdmin],
    ["an operator without Global", operator],
  ])("%s sees exactly those of their own entity", async (_, principal) => {
    expect(ids(await all(principal))).toEqual(own.toSorted());
    expect(await list(principal, { entity: OTHER_ENTITY })).toEqual({ rows: [], next: null, previous: null });
    expect(await get(principal, own[0] ?? "")).toMatchObject({ id: own[0], entity: { shortName: "Kauri Energy" }, user: { displayName: "Mere Paki" } });
    expect(await get(principal, others[0] ?? "")).toBeNull();
  });

  test("a Global operator sees the requests of all entities, and can filter by one", async () => {
    expect(ids(await all(globalOperator))).toEqual([...own, ...others].toSorted());
    expect(ids(await all(globalOperator, { entity: OTHER_ENTITY }))).toEqual(others.toSorted());
    expect(await get(globalOperator, others[0] ?? "")).toMatchObject({ entity: { shortName: "Rata Power" }, user: { email: "tama@rata.example" } });
  });

  test("a person who cannot open the panel is refused", async () => {
    await expect(list(viewer)).rejects.toThrow(Denied);
  });
});

describe("the list", () => {
  test("the list starts with the newest, has each request exactly once forward, and the same pages backwards", async () => {
    const { forward, back } = await walk((cursor) => list(globalOperator, { cursor }));
    const rows = forward.flat();
    expect(forward.map(({ length }) => length)).toEqual([25, 25, 20]);
    expect(new Set(ids(rows)).size).toBe(70);
    expect(rows).toEqual(rows.toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime() || (a.id < b.id ? 1 : -1)));
    expect(back).toEqual(forward);
  });

  test.each(SUPPORT_STATES)("the filter %s finds the requests in that state", async (state) => {
    const expected = (await all(globalOperator)).filter((request) => request.state === state);
    expect(await all(globalOperator, { state })).toEqual(expected);
  });

  test("search finds part of a subject, ignoring case, with wildcards as literals", async () => {
    expect(await all(creditManager, { q: "QUESTION 59" })).toMatchObject([{ subject: "Question 59" }]);
    expect(await all(creditManager, { q: "100% of our limit_" })).toHaveLength(1);
    expect(await all(creditManager, { q: "%" })).toHaveLength(1);
    expect(await all(creditManager, { q: "Second line" })).toEqual([]);
  });

  test("the list starts at its beginning for a forged cursor, or one of another list", async () => {
    const first = await list(creditManager);
    const byName = Buffer.from(JSON.stringify(["t", "Aroha", OWN_ENTITY, true])).toString("base64url");
    for (const cursor of [byName, "x", ""]) expect(await list(creditManager, { cursor })).toEqual(first);
  });

  test("an unusable parameter in an address counts as unset", () => {
    expect(searchOf(supportListParams, { state: "lost", entity: "x", q: ["a"], cursor: ["5"] })).toEqual({});
  });
});

describe("one request", () => {
  test("a request keeps its text as written", async () => {
    expect((await get(creditManager, own[7] ?? ""))?.body).toBe("First line\n  Second line of 7");
  });

  test("an id of nothing names no request", async () => {
    expect(await get(globalOperator, NOBODY)).toBeNull();
  });
});
