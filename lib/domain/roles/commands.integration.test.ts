import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { Database } from "@/lib/platform/db/client";
import type { RoleRequest, User } from "@/lib/platform/db/types";
import { AppError } from "@/lib/platform/errors";
import { inSystem } from "@/lib/platform/unit-of-work/scope";
import { act, changeOf, colleague, REASON } from "@/lib/testing/assignments";
import { OTHER_ENTITY, OWN_ENTITY } from "@/lib/testing/principals";
import { callerFor, outcomeOf, recordOf } from "@/lib/testing/two-entities";
import { openTestWorld } from "@/lib/testing/world";
import { approveRequest, changeRole, rejectRequest, requestRole, withdrawRequest } from "./commands";
import { getRequest } from "./requests";
import type { RoleChange } from "./schema";

process.env.SESSION_SECRET = "a secret of the tests, long enough to be accepted";

let database: Database;
let admin: UserPrincipal;
let operator: UserPrincipal;
let second: UserPrincipal;
let local: UserPrincipal;
beforeAll(async () => {
  database = await openTestWorld();
  admin = await colleague("entity-admin", { displayName: "Anahera Rewiti" });
  operator = await colleague("operator", { entityId: OTHER_ENTITY, global: true });
  second = await colleague("operator", { entityId: OTHER_ENTITY, global: true });
  local = await colleague("operator");
});
afterAll(() => database.close());

const stored = (id: string) => database.client.user.findUniqueOrThrow({ where: { id } });
const somebody = async (role = "viewer", more: Parameters<typeof colleague>[1] = {}) => stored((await colleague(role, more)).userId);
const requestOf = (id: string) => database.client.roleRequest.findUniqueOrThrow({ where: { id } });

const change = (by: UserPrincipal, user: User, to: Partial<RoleChange> = {}) =>
  act(by, "Users.Promote", user.entityId, (tx, grant) => changeRole(tx, grant, changeOf(user, to)));
const ask = (by: UserPrincipal, user: User, to: Partial<RoleChange> = {}) =>
  act(by, "Users.Manage", user.entityId, (tx, grant) => requestRole(tx, grant, changeOf(user, to)));
const decision = ({ id }: RoleRequest) => ({ id, reason: REASON });
const approve = (by: UserPrincipal, request: RoleRequest) =>
  act(by, "Users.Promote", request.entityId, (tx, grant) => approveRequest(tx, grant, decision(request)));
const reject = (by: UserPrincipal, request: RoleRequest) =>
  act(by, "Users.Promote", request.entityId, (tx, grant) => rejectRequest(tx, grant, decision(request)));
const withdraw = (by: UserPrincipal, request: RoleRequest) =>
  act(by, "Users.Manage", request.entityId, (tx, grant) => withdrawRequest(tx, grant, { id: request.id }));

const refused = async (work: Promise<unknown>): Promise<AppError> => {
  const error = await work.catch((thrown: unknown) => thrown);
  if (!(error instanceof AppError)) throw error ?? new Error("It was not refused.");
  return error;
};
const directoryWrites = (userId: string) =>
  database.client.directoryWrite.findMany({ where: { userId }, orderBy: { position: "asc" }, select: { kind: true, role: true, global: true } });
const letters = async (toAddress: string) => (await database.client.mailMessage.findMany({ where: { toAddress } })).map(({ template }) => template);

describe("a direct role change", () => {
  test("a direct change takes effect at once, increments the authorization version, and is sent to the directory, the record and the person", async () => {
    const user = await somebody();
    const caller = callerFor(operator);
    await act(operator, "Users.Promote", OWN_ENTITY, (tx, grant) => changeRole(tx, grant, changeOf(user)), caller);
    expect(await stored(user.id)).toMatchObject({ role: "trader", authzVersion: user.authzVersion + 1, version: user.version + 1, baseRole: null });
    expect(await directoryWrites(user.id)).toEqual([{ kind: "set_role", role: "trader", global: null }]);
    expect(await letters(user.email)).toEqual(["role_changed"]);
    expect(await recordOf(database, caller)).toMatchObject([
      { kind: "decision", permission: "Users.Promote", outcome: "grant", result: "committed", globalUsed: true },
      { kind: "change", action: "user.role_changed", targetId: user.id, changes: { role: { from: "viewer", to: "trader" } }, reason: REASON },
    ]);
  });

  test("a direct change drops Global with its role, in the directory too", async () => {
    const user = await somebody("operator", { global: true, entityId: OTHER_ENTITY });
    await change(operator, user);
    expect(await stored(user.id)).toMatchObject({ role: "trader", global: false });
    expect(await directoryWrites(user.id)).toMatchObject([
      { kind: "set_role", role: "trader" },
      { kind: "set_global", global: false },
    ]);
  });

  test("removing Global alone from an operator is no promotion and takes one person", async () => {
    const user = await somebody("operator", { global: true, entityId: OTHER_ENTITY });
    await change(operator, user, { role: "operator" });
    expect(await directoryWrites(user.id)).toMatchObject([{ kind: "set_global", global: false }]);
  });

  test("a direct change never gives a role that takes two people", async () => {
    const user = await somebody();
    expect(await refused(change(operator, user, { role: "operator" }))).toMatchObject({ code: "APPROVAL_REQUIRED" });
    expect(await refused(change(operator, await somebody("operator"), { role: "operator", global: true }))).toMatchObject({ code: "APPROVAL_REQUIRED" });
    expect(await stored(user.id)).toEqual(user);
  });

  test("a direct change is refused for oneself, also under another account", async () => {
    expect((await refused(change(operator, await stored(operator.userId)))).code).toBe("SELF_APPROVAL");
    const again = await somebody("viewer", { oid: operator.oid });
    expect((await refused(change(operator, again))).code).toBe("SELF_APPROVAL");
    const former = await somebody("viewer", { login: "ops@aex.example" });
    expect((await refused(change({ ...operator, login: "ops@aex.example" }, former))).code).toBe("SELF_APPROVAL");
    await change(operator, former);
    expect((await refused(ask(admin, await somebody("viewer", { oid: admin.oid })))).code).toBe("SELF_APPROVAL");
  });

  test("a direct change is refused when the standing differs from the one shown; an edited profile does not matter", async () => {
    const user = await somebody();
    expect((await refused(change(operator, user, { seen: user.authzVersion + 1 }))).code).toBe("STALE_BASE");
    await database.client.user.update({ where: { id: user.id }, data: { displayName: "Another name", version: { increment: 1 } } });
    await change(operator, user);
  });

  test("a direct change is refused without a difference, for a terminated person, and with an end in the past or too far ahead", async () => {
    const user = await somebody();
    expect((await refused(change(operator, user, { role: "viewer" }))).code).toBe("INVALID_INPUT");
    expect((await refused(change(operator, await somebody("viewer", { status: "terminated" })))).code).toBe("ILLEGAL_TRANSITION");
    for (const endsAt of [new Date(Date.now() - 60_000), new Date(Date.now() + 400 * 24 * 3_600_000)])
      expect((await refused(change(operator, user, { endsAt }))).fieldErrors).toHaveProperty("endsAt");
  });

  test("a direct change gives nothing beyond the caller's assignable roles, and Global only by a holder, with a role that may have it", async () => {
    const user = await somebody();
    for (const to of [{ role: "operator" }, { role: "trader", global: true }] as const)
      expect((await refused(ask(admin, user, to))).code).toBe("BEYOND_OWN_PERMISSIONS");
    expect((await refused(ask(local, user, { role: "operator", global: true }))).code).toBe("BEYOND_OWN_PERMISSIONS");
    expect((await refused(change(operator, user, { role: "trader", global: true }))).code).toBe("BEYOND_OWN_PERMISSIONS");
    await ask(operator, user, { role: "operator", global: true });
  });
});

describe("a role request", () => {
  test("a request changes nothing and is stored with the standing it saw", async () => {
    const user = await somebody();
    const request = await ask(admin, user);
    expect(request).toMatchObject({ fromRole: "viewer", toRole: "trader", state: "pending", requesterName: admin.displayName, seenAuthzVersion: 1 });
    expect(await stored(user.id)).toEqual(user);
  });

  test("a request is possible inside one's own entity only", async () => {
    const user = await somebody("viewer", { entityId: OTHER_ENTITY });
    expect((await refused(ask(admin, user))).code).toBe("NOT_AUTHORISED");
    expect((await refused(act(admin, "Users.Manage", OWN_ENTITY, (tx, grant) => requestRole(tx, grant, changeOf(user))))).code).toBe("NOT_AUTHORISED");
  });

  test("a second request about the same person is refused until the first is settled", async () => {
    const user = await somebody();
    const request = await ask(admin, user);
    expect((await refused(ask(operator, user))).code).toBe("ALREADY_EXISTS");
    await withdraw(admin, request);
    await ask(operator, user);
  });

  test("an approved request gives the role, notifies both, and stays listed with its decider, time and reason", async () => {
    const user = await somebody();
    const request = await ask(admin, user);
    await approve(operator, request);
    expect(await stored(user.id)).toMatchObject({ role: "trader", authzVersion: 2 });
    expect(await requestOf(request.id)).toMatchObject({ state: "approved", decidedByName: operator.displayName, decisionReason: REASON });
    expect(await letters(user.email)).toEqual(["role_changed"]);
    expect(await letters(admin.email)).toContain("role_decided");
  });

  test("rejected and withdrawn requests change nothing and stay listed; only the requester withdraws", async () => {
    const user = await somebody();
    const request = await ask(admin, user);
    expect((await refused(withdraw(await colleague("entity-admin"), request))).code).toBe("NOT_AUTHORISED");
    await reject(operator, request);
    expect(await requestOf(request.id)).toMatchObject({ state: "rejected", decisionReason: REASON });
    const again = await ask(admin, user);
    await withdraw(admin, again);
    expect(await requestOf(again.id)).toMatchObject({ state: "withdrawn" });
    expect(await stored(user.id)).toEqual(user);
    const late = [() => approve(operator, request), () => reject(operator, again), () => withdraw(admin, again)];
    for (const work of late) expect((await refused(work())).code).toBe("ILLEGAL_TRANSITION");
  });

  test("a request is decided neither by its requester nor by its subject, under any account; a second operator may", async () => {
    const user = await somebody("operator", { entityId: OTHER_ENTITY, global: true, login: "subject@aex.example" });
    const request = await ask(operator, user, { role: "viewer" });
    const asPerson: UserPrincipal = { ...operator, userId: user.id, oid: user.oid };
    for (const by of [operator, asPerson]) for (const decide of [approve, reject]) expect((await refused(decide(by, request))).code).toBe("SELF_APPROVAL");
    const twin = await colleague("operator", { entityId: OTHER_ENTITY, global: true, oid: operator.oid });
    expect((await refused(approve({ ...twin, oid: operator.oid }, request))).code).toBe("SELF_APPROVAL");
    const anew = await colleague("operator", { entityId: OTHER_ENTITY, global: true });
    for (const decide of [approve, reject]) expect((await refused(decide({ ...anew, login: operator.login }, request))).code).toBe("SELF_APPROVAL");
    expect((await refused(approve({ ...anew, login: user.login }, request))).code).toBe("SELF_APPROVAL");
    const seen = (by: UserPrincipal) =>
      act(by, "Users.Manage", OTHER_ENTITY, async (tx, grant) => {
        const { isOwn, isAboutReader } = (await getRequest(tx, grant, request.id)) ?? {};
        return [isOwn, isAboutReader];
      });
    expect(await seen({ ...anew, login: operator.login })).toEqual([true, false]);
    expect(await seen({ ...anew, login: user.login })).toEqual([false, true]);
    expect(await seen(second)).toEqual([false, false]);
    await approve(second, request);
  });

  test("a request is withdrawn by its requester, also under an account that the directory made anew", async () => {
    const request = await ask(admin, await somebody());
    const anew = await colleague("entity-admin");
    expect((await refused(withdraw(anew, request))).code).toBe("NOT_AUTHORISED");
    await withdraw({ ...anew, login: admin.login }, request);
  });

  test("a request for operator takes two operators, the second with Global when Global is given", async () => {
    const user = await somebody();
    const request = await ask(operator, user, { role: "operator", global: true });
    expect((await refused(approve(local, request))).code).toBe("BEYOND_OWN_PERMISSIONS");
    await approve(second, request);
    expect(await stored(user.id)).toMatchObject({ role: "operator", global: true });
    expect(await directoryWrites(user.id)).toMatchObject([{ kind: "set_role" }, { kind: "set_global", global: true }]);
  });

  test("a request is superseded by any change of the person's standing, and then refused as stale", async () => {
    const user = await somebody();
    const request = await ask(admin, user);
    await inSystem((tx) => tx.user.update({ where: { id: user.id }, data: { status: "frozen", authzVersion: { increment: 1 } } }));
    expect(await requestOf(request.id)).toMatchObject({ state: "superseded" });
    for (const decide of [approve, reject]) expect((await refused(decide(operator, request))).code).toBe("STALE_BASE");
    await ask(admin, await stored(user.id));
  });

  test("the database refuses a decision by the requester or the subject", async () => {
    const user = await somebody();
    const { id } = await ask(admin, user);
    for (const decidedById of [admin.userId, user.id])
      expect(await outcomeOf(database.client.roleRequest.update({ where: { id }, data: { state: "approved", decidedById } }))).toBe("23514");
  });

  test("a role requested until an instant cannot be approved after it", async () => {
    const request = await ask(admin, await somebody(), { endsAt: new Date(Date.now() + 60_000) });
    await database.client.$executeRaw`UPDATE role_request SET ends_at = now() - interval '1 second' WHERE id = ${request.id}::uuid`;
    expect((await refused(approve(operator, request))).code).toBe("ILLEGAL_TRANSITION");
  });
});

describe("concurrent role changes", () => {
  test("concurrent approvals approve a request once and give the role once", async () => {
    const user = await somebody();
    const request = await ask(admin, user);
    const outcomes = await Promise.all(Array.from({ length: 6 }, (_, index) => outcomeOf(approve(index % 2 ? operator : second, request))));
    expect(outcomes.toSorted()).toEqual([...Array.from({ length: 5 }, () => "ILLEGAL_TRANSITION"), "done"]);
    expect(await stored(user.id)).toMatchObject({ authzVersion: 2 });
    expect(await directoryWrites(user.id)).toHaveLength(1);
  });

  test("a request approved and rejected at once gets one of the two", async () => {
    for (let round = 0; round < 4; round++) {
      const user = await somebody();
      const request = await ask(admin, user);
      const outcomes = await Promise.all([outcomeOf(approve(operator, request)), outcomeOf(reject(second, request))]);
      expect(outcomes.toSorted()).toEqual(["ILLEGAL_TRANSITION", "done"]);
      const { state } = await requestOf(request.id);
      expect((await stored(user.id)).role).toBe(state === "approved" ? "trader" : "viewer");
    }
  });

  test("of two concurrent requests about one person, one is kept", async () => {
    const user = await somebody();
    expect((await Promise.all([outcomeOf(ask(admin, user)), outcomeOf(ask(operator, user))])).toSorted()).toEqual(["ALREADY_EXISTS", "done"]);
  });

  test("of two operators who demote each other, one loses, however many operators there are", async () => {
    for (let round = 0; round < 4; round++) {
      const [one, other] = [
        await colleague("operator", { entityId: OTHER_ENTITY, global: true }),
        await colleague("operator", { entityId: OTHER_ENTITY, global: true }),
      ];
      const [first, last] = [await stored(one.userId), await stored(other.userId)];
      const outcomes = await Promise.all([outcomeOf(change(one, last)), outcomeOf(change(other, first))]);
      expect(outcomes.toSorted()).toEqual(["NOT_AUTHORISED", "done"]);
      const roles = [(await stored(one.userId)).role, (await stored(other.userId)).role];
      expect(roles.toSorted()).toEqual(["operator", "trader"]);
    }
  });
});
