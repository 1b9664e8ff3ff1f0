import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "@/lib/platform/db/client";
import { authorize } from "@/lib/platform/unit-of-work/authorize";
import { colleague } from "@/lib/testing/assignments";
import { OTHER_ENTITY, OWN_ENTITY } from "@/lib/testing/principals";
import { openTestWorld, operator, readAs, walk } from "@/lib/testing/world";
import { listRequests } from "./request-queue";
import { requestListParams } from "./schema";

process.env.SESSION_SECRET = "a secret of the tests, long enough to be accepted";

/** Forty pending and forty settled requests of two entities, in pairs of equal times. */
const EACH = 40;
const at = (minutes: number) => new Date(Date.UTC(2026, 1, 1, 0, minutes));

let database: Database;
let expected: { readonly id: string; readonly state: string; readonly entityId: string }[];
beforeAll(async () => {
  database = await openTestWorld();
  const admin = await colleague("entity-admin");
  const { id: requesterId, oid, displayName, email } = await database.client.user.findUniqueOrThrow({ where: { id: admin.userId } });
  const made = Array.from({ length: 2 * EACH }, (_, n) => {
    const state = n < EACH ? ("pending" as const) : n % 4 === 0 ? ("rejected" as const) : ("withdrawn" as const);
    const time = at(Math.floor(n / 2));
    return { id: randomUUID(), state, entityId: n % 3 === 0 ? OTHER_ENTITY : OWN_ENTITY, createdAt: time, decidedAt: state === "pending" ? null : time };
  });
  const { tid } = await database.client.user.findUniqueOrThrow({ where: { id: requesterId } });
  const people = made.map(({ entityId }, n) => ({
    id: randomUUID(),
    entityId,
    tid,
    oid: randomUUID(),
    email: `p${n}@kauri.example`,
    displayName: `P ${n}`,
    role: "viewer",
  }));
  await database.client.user.createMany({ data: people });
  const decider = await colleague("entity-admin");
  const fixed = { fromRole: "viewer", fromGlobal: false, toRole: "trader", toGlobal: false, reason: "Needed.", seenAuthzVersion: 1 };
  const requester = { requesterId, requesterOid: oid, requesterName: displayName, requesterEmail: email };
  const decision = { decidedById: decider.userId, decidedByName: "Decider" };
  await database.client.roleRequest.createMany({
    data: made.map((request, n) => ({ ...fixed, ...requester, ...request, ...(request.state === "pending" ? {} : decision), userId: people[n]?.id ?? "" })),
  });
  const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
  const waiting = made.filter(({ state }) => state === "pending").toSorted((a, b) => +a.createdAt - +b.createdAt || byId(a, b));
  const settled = made.filter(({ state }) => state !== "pending").toSorted((a, b) => +b.createdAt - +a.createdAt || -byId(a, b));
  expected = [...waiting, ...settled];
}, 120_000);
afterAll(() => database.close());

const page = (params: object) =>
  readAs(operator, (tx) => listRequests(tx, authorize(tx, "Users.Promote", { entityId: OWN_ENTITY }), requestListParams.parse(params)));
const own = () => expected.filter(({ entityId }) => entityId === OWN_ENTITY);
const idsOf = (pages: readonly (readonly { readonly id: string }[])[]) => pages.flat().map(({ id }) => id);

describe("the queue of role requests", () => {
  test.each([
    ["all", {}, () => own()],
    ["pending requests", { state: "pending" }, () => own().filter(({ state }) => state === "pending")],
    ["withdrawn requests", { state: "withdrawn" }, () => own().filter(({ state }) => state === "withdrawn")],
  ])(
    "the queue lists %s in order, the longest waiting first and then the latest settled, each once, paging forward and back",
    async (_name, params, wanted) => {
      const { forward, back } = await walk((cursor) => page({ ...params, cursor }));
      expect(idsOf(forward)).toEqual(wanted().map(({ id }) => id));
      expect(idsOf(back)).toEqual(idsOf(forward));
    },
  );

  test("the queue starts at the beginning for a cursor it did not write", async () => {
    const cursors = [
      ["t", "elsewhere 2026-02-01T00:00:00.000Z", randomUUID(), false],
      ["t", "waiting never", randomUUID(), false],
      ["d", at(0), randomUUID(), false],
    ];
    const first = (await page({})).rows;
    for (const cursor of cursors) expect((await page({ cursor: Buffer.from(JSON.stringify(cursor)).toString("base64url") })).rows).toEqual(first);
  });
});

test("a settled request has its settling time and a pending one has none, in every writer's rows", async () => {
  const [one] = expected;
  const stored = () => database.client.roleRequest.findUniqueOrThrow({ where: { id: one?.id ?? "" } });
  expect((await stored()).decidedAt).toBeNull();
  await database.client.$executeRaw`UPDATE role_request SET state = 'superseded' WHERE id = ${one?.id}::uuid`;
  expect((await stored()).decidedAt).toBeInstanceOf(Date);
});
