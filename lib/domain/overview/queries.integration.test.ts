import { randomBytes, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ADMIN_TABS, decidePage, PAGES } from "@/lib/platform/authz/admin-tabs";
import { Denied } from "@/lib/platform/authz/denied";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { Database } from "@/lib/platform/db/client";
import { authorize } from "@/lib/platform/unit-of-work/authorize";
import { inSystem } from "@/lib/platform/unit-of-work/scope";
import { OTHER_ENTITY, OWN_ENTITY, person } from "@/lib/testing/principals";
import { addUsers, entityAdmin, globalOperator, openTestWorld, operator, readAs, viewer } from "@/lib/testing/world";
import { MOST, readOverview } from "./queries";

const HOUR = 3_600_000;

async function addInvitations(entityId: string, hours: readonly number[]): Promise<void> {
  const data = hours.map((hence, index) => ({
    entityId,
    email: `person${index}@example.com`,
    role: "viewer",
    tokenHash: new Uint8Array(randomBytes(32)),
    expiresAt: new Date(Date.now() + hence * HOUR),
  }));
  await inSystem((tx) => tx.invitation.createMany({ data }));
}

type Asked = readonly [userId: string | undefined, state: "pending" | "approved" | "withdrawn"];

/** Asked by one and decided by another, neither of whom they are about. */
async function addRequests(entityId: string, [requesterId, decidedById]: readonly [string, string], asked: readonly Asked[]): Promise<void> {
  const common = { entityId, fromRole: "viewer", fromGlobal: false, toRole: "trader", toGlobal: false, reason: "More to do.", seenAuthzVersion: 1 };
  const requester = { requesterId, requesterOid: randomUUID(), requesterName: "Mere Paki", requesterEmail: "mere@kauri.example" };
  const decided = { decidedById, decidedByName: "Hēmi Parata", decidedAt: new Date() };
  const data = asked.map(([userId = "", state]) => ({ ...common, ...requester, userId, state, ...(state === "approved" ? decided : {}) }));
  await inSystem((tx) => tx.roleRequest.createMany({ data }));
}

let database: Database;

beforeAll(async () => {
  database = await openTestWorld();
  const [one, two, three = "", four = "", five, six] = await addUsers([
    { displayName: "One", status: "active" },
    { displayName: "Two", status: "active" },
    { displayName: "Three", status: "frozen" },
    { displayName: "Four", status: "terminated" },
    { displayName: "Five", status: "active", entityId: OTHER_ENTITY },
    { displayName: "Six", status: "halted", entityId: OTHER_ENTITY },
  ]);
  await addInvitations(OWN_ENTITY, [24, 48, -1]);
  await addInvitations(OTHER_ENTITY, [24, -1, -2]);
  await addRequests(
    OWN_ENTITY,
    [four, three],
    [
      [one, "pending"],
      [two, "approved"],
    ],
  );
  await addRequests(
    OTHER_ENTITY,
    [four, three],
    [
      [five, "pending"],
      [six, "pending"],
      [six, "withdrawn"],
    ],
  );
});

afterAll(() => database.close());

const overview = (principal: UserPrincipal) => readAs(principal, async (tx) => readOverview(tx, authorize(tx, "panel", { entityId: principal.entity.id })));
const counts = (part: { counts: readonly (readonly [string, number])[] } | null) => part && Object.fromEntries(part.counts);
/** What the overview leads to, and what this person could open by the table of pages. */
const open = async (principal: UserPrincipal) => (await overview(principal)).open.map(({ id }) => id);
const openByTheTable = (principal: UserPrincipal) =>
  [...ADMIN_TABS, ...PAGES]
    .filter((page) => decidePage(principal, page).outcome === "grant")
    .flatMap(({ id }) => (id === "home" || id === "admin" ? [] : [id]));

describe("the overview", () => {
  test.each([
    ["viewer", viewer],
    ["trader", person("trader")],
    ["deactivated operator", person("operator", { globalAppRole: true, status: "deactivated" })],
  ])("is not for a %s", async (_who, principal) => {
    await expect(overview(principal)).rejects.toThrow(Denied);
  });

  test("offers a credit manager what is open to them, and no number", async () => {
    expect(await overview(person("credit-manager"))).toMatchObject({ entities: null, users: null, promotions: null, invitations: null, latest: null });
    expect(await open(person("credit-manager"))).toEqual(openByTheTable(person("credit-manager")));
  });

  test.each([
    ["an entity admin", entityAdmin],
    ["an operator without Global", operator],
  ])("counts for %s what is in their own entity, and nothing of the record", async (_who, principal) => {
    const { entities, users, invitations, latest } = await overview(principal);
    expect([entities, latest]).toEqual([null, null]);
    expect([users?.everyEntity, counts(users)]).toEqual([false, { active: 2, halted: 0, frozen: 1, deactivated: 0, terminated: 1 }]);
    expect([invitations?.everyEntity, counts(invitations)]).toEqual([false, { pending: 2, expired: 1 }]);
    expect(await open(principal)).toEqual(openByTheTable(principal));
  });

  test("counts for an operator with Global across all entities, and shows the latest on the record", async () => {
    const { entities, users, invitations, latest } = await overview(globalOperator);
    expect(counts(entities)).toEqual({ active: 2, suspended: 0 });
    expect([users?.everyEntity, counts(users)]).toEqual([true, { active: 3, halted: 1, frozen: 1, deactivated: 0, terminated: 1 }]);
    expect([invitations?.everyEntity, counts(invitations)]).toEqual([true, { pending: 3, expired: 3 }]);
    expect(latest?.rows.length).toBeGreaterThan(0);
    expect(await open(globalOperator)).toEqual(openByTheTable(globalOperator));
  });

  test("shows the market's session to those who operate it, Global or not, and to nobody else", async () => {
    expect((await overview(operator)).market).toMatchObject({ session: { state: "closed", version: 0 } });
    expect((await overview(entityAdmin)).market).toBeNull();
  });

  test("counts the requests that wait for those who decide them, as far as they reach, and for nobody else", async () => {
    expect((await overview(operator)).promotions).toEqual({ everyEntity: false, waiting: 1 });
    expect((await overview(globalOperator)).promotions).toEqual({ everyEntity: true, waiting: 3 });
    expect((await overview(entityAdmin)).promotions).toBeNull();
  });

  test("leaves a frozen operator with Global what can be looked at, and the record out", async () => {
    const frozen = person("operator", { globalAppRole: true, status: "frozen" });
    expect(await overview(frozen)).toMatchObject({ entities: {}, users: { everyEntity: true }, promotions: null, latest: null });
    expect(await open(frozen)).toEqual(openByTheTable(frozen));
  });

  test("puts the audited permissions that it was drawn by on the record", async () => {
    const before = new Date();
    await overview(operator);
    const rows = await inSystem((tx) => tx.auditEvent.findMany({ where: { at: { gte: before }, kind: "decision" } }));
    expect(rows.map(({ permission, purpose, outcome, targetEntityId }) => [permission, purpose, outcome, targetEntityId]).toSorted()).toEqual([
      ["Market.Config.Manage", "visibility", "grant", OWN_ENTITY],
      ["Market.Operate", "visibility", "deny", null],
      ["Market.Operate", "visibility", "grant", OWN_ENTITY],
      ["Users.Promote", "visibility", "deny", null],
      ["Users.Promote", "visibility", "grant", OWN_ENTITY],
    ]);
  });

  test("counts no further than one thousand and one", async () => {
    await addUsers(Array.from({ length: MOST + 20 }, (_, index) => ({ displayName: `Person ${index}`, entityId: OTHER_ENTITY })));
    expect(counts((await overview(globalOperator)).users)).toMatchObject({ active: MOST + 1, halted: 1 });
    expect(counts((await overview(entityAdmin)).users)).toMatchObject({ active: 2 });
  });
});
