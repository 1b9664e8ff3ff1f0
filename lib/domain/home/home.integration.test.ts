import { randomBytes, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Denied } from "@/lib/platform/authz/denied";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { Database } from "@/lib/platform/db/client";
import { authorize } from "@/lib/platform/unit-of-work/authorize";
import { inSystem } from "@/lib/platform/unit-of-work/scope";
import { pendingProposal, withSpread } from "@/lib/testing/configuration";
import { OTHER_ENTITY, OWN_ENTITY, person } from "@/lib/testing/principals";
import { addUsers, entityAdmin, globalOperator, openTestWorld, operator, readAs, viewer } from "@/lib/testing/world";
import { readHome } from "./home";
import { MOST, type Task } from "./model";

const HOUR = 3_600_000;

async function addInvitations(entityId: string, hours: readonly number[], called = "person"): Promise<void> {
  const data = hours.map((hence, index) => ({
    entityId,
    email: `${called}${index}@example.com`,
    role: "viewer",
    tokenHash: new Uint8Array(randomBytes(32)),
    expiresAt: new Date(Date.now() + hence * HOUR),
  }));
  await inSystem((tx) => tx.invitation.createMany({ data }));
}

type Asked = readonly [userId: string | undefined, state: "pending" | "approved" | "withdrawn"];

/** Requested by one person and decided by another, neither being the subject. */
async function addRequests(
  entityId: string,
  [requesterId, decidedById]: readonly [string, string],
  asked: readonly Asked[],
  requesterLogin: string | null = null,
): Promise<void> {
  const common = { entityId, fromRole: "viewer", fromGlobal: false, toRole: "trader", toGlobal: false, reason: "More to do.", seenAuthzVersion: 1 };
  const requester = { requesterId, requesterOid: randomUUID(), requesterLogin, requesterName: "Mere Paki", requesterEmail: "mere@kauri.example" };
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

const home = (principal: UserPrincipal) => readAs(principal, (tx) => readHome(tx, authorize(tx, "signed-in", { entityId: principal.entity.id })));
/** Each task by its kind: how many, and the first of them. */
const tasks = (group: readonly Task[] | null) =>
  group && Object.fromEntries(group.map(({ kind, count, first }) => [kind, [count, ...first.map(({ name }) => name)]]));

describe("home", () => {
  test("a person who is shut out has no home page", async () => {
    await expect(home(person("operator", { globalAppRole: true, status: "deactivated" }))).rejects.toThrow(Denied);
  });

  test("a viewer sees no tasks that could never be theirs, and sees who to ask", async () => {
    const { decide, fix, due, decisions, changes, asked, mayInvite, documents, market } = await home(viewer);
    expect([decide, fix, due, decisions, changes, asked, mayInvite]).toEqual([null, null, null, null, null, null, false]);
    expect(documents).not.toBeNull();
    expect(market).toMatchObject({ state: "closed", version: 0 });
  });

  test("an operator without Global sees only what waits in their own entity", async () => {
    const { decide, fix, due } = await home(operator);
    expect(tasks(decide)).toEqual({ "role-request": [1, "One"] });
    expect(tasks(fix)).toEqual({});
    expect(tasks(due)).toMatchObject({ "expiring-invitation": [2, "person0@example.com", "person1@example.com"] });
  });

  test("an operator with Global sees what waits in every entity", async () => {
    const { decide, due, decisions, changes } = await home(globalOperator);
    expect(tasks(decide)).toEqual({ "role-request": [3, "One", "Five", "Six"] });
    expect(tasks(due)).toMatchObject({ "expiring-invitation": [3, "person0@example.com", "person0@example.com", "person1@example.com"] });
    expect(decisions).toHaveLength(14);
    expect(changes?.everyEntity).toBe(true);
  });

  test("an operator does not see what they asked for under an account that the directory made anew since", async () => {
    const [userId = ""] = await addUsers([{ displayName: "Seven" }]);
    const former = { ...globalOperator, userId: randomUUID(), oid: randomUUID() };
    await addRequests(OWN_ENTITY, [userId, userId], [[userId, "pending"]], former.login);
    await pendingProposal(former, { content: withSpread("7"), baseNumber: 1 });
    expect(tasks((await home(globalOperator)).decide)).toEqual({ "role-request": [3, "One", "Five", "Six"] });
    const another = await home({ ...globalOperator, userId: randomUUID(), login: "another@aex.example" });
    expect(tasks(another.decide)).toMatchObject({ "role-request": [4, "One", "Five", "Six"], proposal: [1, globalOperator.displayName] });
  });

  test("an entity admin sees nothing to decide, and the invitations and changes of their own entity", async () => {
    const { decide, due, decisions, changes, asked, mayInvite } = await home(entityAdmin);
    expect([decide, decisions, asked, mayInvite]).toEqual([null, null, [], true]);
    expect(tasks(due)).toMatchObject({ "expiring-invitation": [2, "person0@example.com", "person1@example.com"] });
    expect(changes?.everyEntity).toBe(false);
  });

  test("a frozen operator sees no tasks, because they can only look", async () => {
    const frozen = person("operator", { globalAppRole: true, status: "frozen" });
    expect(await home(frozen)).toMatchObject({ decide: null, fix: null, due: null, mayInvite: false });
  });

  test("terminated people still in the directory come before other failed writes, each listed once", async () => {
    const [gone, here] = await addUsers([
      { displayName: "Gone", status: "terminated" },
      { displayName: "Here", status: "active" },
    ]);
    const write = { entityId: OWN_ENTITY, kind: "set_role", state: "failed", urgency: 0 } as const;
    await inSystem((tx) => tx.directoryWrite.createMany({ data: [gone, here].map((userId = "") => ({ ...write, userId })) }));
    const { fix } = await home(globalOperator);
    expect(tasks(fix)).toEqual({ "terminated-in-group": [1, "Gone"], "failed-write": [1, "Here"] });
    expect((await home(operator)).fix).toEqual([]);
    await inSystem((tx) =>
      tx.directoryWrite.create({ data: { entityId: OWN_ENTITY, kind: "invite_guest", state: "failed", urgency: 2, address: "guest@kauri.example" } }),
    );
    const withGuest = (await home(globalOperator)).fix?.find(({ kind }) => kind === "failed-write");
    expect(withGuest?.first).toEqual([
      { id: here, name: "Here" },
      { id: null, name: "guest@kauri.example" },
    ]);
  });

  test("dormant people are active ones who were last seen long ago, not those never seen", async () => {
    const long = new Date(Date.now() - 100 * 24 * HOUR);
    await addUsers([
      { displayName: "Asleep", status: "active", lastSeenAt: long },
      { displayName: "Asleep elsewhere", status: "active", lastSeenAt: new Date(long.getTime() + HOUR), entityId: OTHER_ENTITY },
      { displayName: "Left", status: "deactivated", lastSeenAt: long },
    ]);
    expect(tasks((await home(entityAdmin)).due)).toMatchObject({ dormant: [1, "Asleep"] });
    expect(tasks((await home(globalOperator)).due)).toMatchObject({ dormant: [2, "Asleep", "Asleep elsewhere"] });
  });

  test("counting stops at its limit", async () => {
    await addInvitations(
      OWN_ENTITY,
      Array.from({ length: MOST + 5 }, (_, index) => 1 + index / 10),
      "many",
    );
    const [task] = (await home(entityAdmin)).due?.filter(({ kind }) => kind === "expiring-invitation") ?? [];
    expect(task?.count).toBe(MOST + 1);
  });

  test("the audited decisions behind the home page are recorded", async () => {
    const before = new Date();
    await home(operator);
    const rows = await inSystem((tx) => tx.auditEvent.findMany({ where: { at: { gte: before }, kind: "decision" } }));
    expect(rows.map(({ permission, purpose, outcome }) => [permission, purpose, outcome]).toSorted()).toEqual([
      ["Market.Config.Approve", "visibility", "grant"],
      ["Market.Operate", "visibility", "deny"],
      ["Users.Promote", "visibility", "grant"],
    ]);
  });
});
