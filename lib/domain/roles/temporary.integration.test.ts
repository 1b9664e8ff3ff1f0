import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { adoptFromDirectory } from "@/lib/domain/directory/adopt-from-directory";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { Database } from "@/lib/platform/db/client";
import type { User } from "@/lib/platform/db/types";
import { loadSession, startSession } from "@/lib/platform/sessions/session";
import { inSystem } from "@/lib/platform/unit-of-work/scope";
import { act, changeOf, colleague, REASON } from "@/lib/testing/assignments";
import { OTHER_ENTITY } from "@/lib/testing/principals";
import { callerFor, outcomeOf } from "@/lib/testing/two-entities";
import { openTestWorld } from "@/lib/testing/world";
import { approveRequest, changeRole, requestRole } from "./commands";
import { expireRole } from "./expire-roles";
import { announceEnds, expireRoles } from "./jobs";
import type { RoleChange } from "./schema";

process.env.SESSION_SECRET = "a secret of the tests, long enough to be accepted";

let database: Database;
let operator: UserPrincipal;
let second: UserPrincipal;
beforeAll(async () => {
  database = await openTestWorld();
  operator = await colleague("operator", { entityId: OTHER_ENTITY, global: true });
  second = await colleague("operator", { entityId: OTHER_ENTITY, global: true });
});
afterAll(() => database.close());

const HOUR = 3_600_000;
const inHours = (hours: number) => new Date(Date.now() + hours * HOUR);
const stored = (id: string) => database.client.user.findUniqueOrThrow({ where: { id } });
const somebody = async (role = "viewer", more: Parameters<typeof colleague>[1] = {}) => stored((await colleague(role, more)).userId);
const change = async ({ id }: Pick<User, "id">, to: Partial<RoleChange>) => {
  const user = await stored(id);
  return act(operator, "Users.Promote", user.entityId, (tx, grant) => changeRole(tx, grant, changeOf(user, to)));
};
const grantsOf = (userId: string) => database.client.roleGrant.findMany({ where: { userId }, orderBy: { startsAt: "asc" } });
/** Moves the temporary roles of this person `hours` into the past. */
const afterHours = ({ id }: Pick<User, "id">, hours: number) =>
  database.client.$transaction([
    database.client.$executeRaw`UPDATE role_grant SET starts_at = starts_at - make_interval(hours => ${hours}::int),
      ends_at = ends_at - make_interval(hours => ${hours}::int), announce_at = announce_at - make_interval(hours => ${hours}::int) WHERE user_id = ${id}::uuid`,
    database.client.$executeRaw`UPDATE portal_user SET role_ends_at = role_ends_at - make_interval(hours => ${hours}::int) WHERE id = ${id}::uuid`,
  ]);
const settle = ({ id }: Pick<User, "id">) => inSystem((tx) => expireRole(tx, id, randomUUID()));
const expiries = (id: string) => database.client.auditEvent.findMany({ where: { targetId: id, action: "user.role_expired" }, orderBy: { at: "asc" } });

/** The role that decides a person's next request. */
async function roleOnNextRequest(user: User): Promise<string> {
  const sid = await inSystem((tx) => startSession(tx, user.id, callerFor(operator).request));
  const session = await loadSession({ sid, tid: user.tid, oid: user.oid, role: user.role, permissions: [], version: 1 }, { expireRole });
  if (session.kind === "over") throw new Error(`The session is over: ${session.why}.`);
  return session.principal.role;
}

describe("a temporary role", () => {
  test("a temporary role counts until its end, and not on the first request after it, even before the job runs", async () => {
    const user = await somebody();
    await change(user, { endsAt: inHours(2) });
    expect(await stored(user.id)).toMatchObject({ role: "trader", baseRole: "viewer", baseGlobal: false });
    expect(await roleOnNextRequest(user)).toBe("trader");
    await afterHours(user, 1);
    expect(await roleOnNextRequest(user)).toBe("trader");
    await afterHours(user, 1);
    expect(await roleOnNextRequest(user)).toBe("viewer");
  });

  test("an expired role gives a new authorization version, recorded as the system's act and sent to the directory", async () => {
    const user = await somebody();
    await change(user, { endsAt: inHours(1) });
    await afterHours(user, 2);
    await expireRoles.run();
    expect(await stored(user.id)).toMatchObject({ role: "viewer", baseRole: null, baseGlobal: null, roleEndsAt: null, authzVersion: 3 });
    expect(await expiries(user.id)).toMatchObject([{ actorName: "Rolebook", actorUserId: null, changes: { role: { from: "trader", to: "viewer" } } }]);
    const writes = await database.client.directoryWrite.findMany({ where: { userId: user.id }, orderBy: { position: "asc" } });
    expect(writes.map(({ role }) => role)).toEqual(["trader", "viewer"]);
  });

  test("an expired role is settled once by concurrent requests and jobs", async () => {
    const user = await somebody();
    await change(user, { endsAt: inHours(1) });
    await afterHours(user, 2);
    await Promise.all([roleOnNextRequest(user), roleOnNextRequest(user), expireRoles.run(), expireRoles.run(), settle(user)]);
    expect(await stored(user.id)).toMatchObject({ role: "viewer", authzVersion: 3 });
    expect(await expiries(user.id)).toHaveLength(1);
  });

  test("a later temporary role does not shorten an earlier one: the longer resumes after the shorter, and then the base role", async () => {
    const user = await somebody();
    await change(user, { role: "trader", endsAt: inHours(10) });
    await change(user, { role: "credit-manager", endsAt: inHours(4) });
    expect(await stored(user.id)).toMatchObject({ role: "credit-manager", baseRole: "viewer" });
    await afterHours(user, 5);
    expect(await roleOnNextRequest(user)).toBe("trader");
    expect(await stored(user.id)).toMatchObject({ baseRole: "viewer" });
    await afterHours(user, 6);
    expect(await roleOnNextRequest(user)).toBe("viewer");
    expect(await expiries(user.id)).toHaveLength(2);
  });

  test("several temporary roles do not shorten each other: each resumes until its own end", async () => {
    const user = await somebody();
    for (const [role, hours] of [
      ["trader", 12],
      ["entity-admin", 8],
      ["credit-manager", 4],
    ] as const)
      await change(user, { role, endsAt: inHours(hours) });
    expect(await roleOnNextRequest(user)).toBe("credit-manager");
    for (const role of ["entity-admin", "trader", "viewer"]) {
      await afterHours(user, 4);
      expect(await roleOnNextRequest(user)).toBe(role);
    }
    expect(await expiries(user.id)).toHaveLength(3);
  });

  test("a temporary role that ends under a later one is recorded without notifying its holder", async () => {
    const user = await somebody();
    await change(user, { role: "trader", endsAt: inHours(2) });
    await change(user, { role: "credit-manager", endsAt: inHours(9) });
    const { authzVersion } = await stored(user.id);
    await afterHours(user, 3);
    expect(await roleOnNextRequest(user)).toBe("credit-manager");
    expect(await stored(user.id)).toMatchObject({ authzVersion, baseRole: "viewer" });
    expect(await expiries(user.id)).toMatchObject([{ reason: "Its time is over: Trader." }]);
  });

  test("a temporary role ends with a permanent change, and with one by the directory", async () => {
    const user = await somebody();
    await change(user, { endsAt: inHours(5) });
    await change(user, { role: "trader" });
    expect(await stored(user.id)).toMatchObject({ role: "trader", baseRole: null, roleEndsAt: null });
    await change(user, { role: "credit-manager", endsAt: inHours(5) });
    const before = await stored(user.id);
    await inSystem((tx) => adoptFromDirectory(tx, before, { role: "viewer", globalAppRole: false }));
    expect(await stored(user.id)).toMatchObject({ role: "viewer", baseRole: null, roleEndsAt: null });
    expect((await grantsOf(user.id)).every(({ endedAt }) => endedAt !== null)).toBe(true);
  });

  test("a temporary operator takes two people, and its end restores Global", async () => {
    const user = await somebody();
    const input = changeOf(user, { role: "operator", global: true, endsAt: inHours(3) });
    const request = await act(operator, "Users.Manage", user.entityId, (tx, grant) => requestRole(tx, grant, input));
    await act(second, "Users.Promote", user.entityId, (tx, grant) => approveRequest(tx, grant, { id: request.id, reason: REASON }));
    expect(await stored(user.id)).toMatchObject({ role: "operator", global: true, baseRole: "viewer", baseGlobal: false });
    await afterHours(user, 4);
    await settle(user);
    expect(await stored(user.id)).toMatchObject({ role: "viewer", global: false });
  });

  test("a temporary role's end restores nothing to a person terminated meanwhile, nor in the directory", async () => {
    const user = await somebody();
    await change(user, { endsAt: inHours(1) });
    await database.client.user.update({ where: { id: user.id }, data: { status: "terminated", authzVersion: { increment: 1 } } });
    await afterHours(user, 2);
    const writes = () => database.client.directoryWrite.count({ where: { userId: user.id } });
    const before = await writes();
    await settle(user);
    expect(await stored(user.id)).toMatchObject({ role: "trader", roleEndsAt: null });
    expect(await writes()).toBe(before);
  });

  test("an expired, unsettled role blocks every role change until it is settled", async () => {
    const user = await somebody();
    await change(user, { endsAt: inHours(1) });
    await afterHours(user, 2);
    expect(await outcomeOf(change(user, { role: "credit-manager" }))).toBe("STALE_BASE");
  });
});

describe("the announcement of a temporary role's end", () => {
  const told = async (toAddress: string) => database.client.mailMessage.count({ where: { toAddress, template: "role_ending" } });

  test("the end is announced once, to holder and requester, at half time when the role is short", async () => {
    const user = await somebody();
    await change(user, { endsAt: inHours(8) });
    await afterHours(user, 3);
    await announceEnds.run();
    expect(await told(user.email)).toBe(0);
    await afterHours(user, 2);
    const askers = await stored(operator.userId);
    const before = await told(askers.email);
    await Promise.all([announceEnds.run(), announceEnds.run()]);
    expect([await told(user.email), await told(askers.email)]).toEqual([1, before + 1]);
  });

  test("the end is not announced after a permanent change", async () => {
    const user = await somebody();
    await change(user, { endsAt: inHours(8) });
    await change(user, { role: "credit-manager" });
    await afterHours(user, 6);
    await announceEnds.run();
    expect(await told(user.email)).toBe(0);
  });
});

describe("the last operator", () => {
  test("the last operator cannot be demoted, directly or by losing Global, and temporary operators do not count", async () => {
    await database.client.user.updateMany({
      where: { role: "operator", NOT: { id: { in: [operator.userId, second.userId] } } },
      data: { role: "viewer", global: false },
    });
    const user = await stored(second.userId);
    const demote = (to: Partial<RoleChange>) =>
      outcomeOf(act(operator, "Users.Promote", user.entityId, (tx, grant) => changeRole(tx, grant, changeOf(user, to))));
    // The acting operator is a temporary one.
    await database.client.user.update({ where: { id: operator.userId }, data: { baseRole: "viewer", baseGlobal: false, roleEndsAt: inHours(5) } });
    for (const to of [{}, { role: "operator", global: false }] as const) expect(await demote(to)).toBe("LAST_OPERATOR");
    await database.client.user.update({ where: { id: operator.userId }, data: { baseRole: null, baseGlobal: null, roleEndsAt: null } });
    expect(await demote({})).toBe("done");
  });

  test("one operator remains when the last two demote each other at the same instant", async () => {
    const again = await stored(second.userId);
    const request = await act(operator, "Users.Manage", again.entityId, (tx, grant) => requestRole(tx, grant, changeOf(again, { role: "credit-manager" })));
    expect(request.state).toBe("pending");
    await database.client.user.update({ where: { id: second.userId }, data: { role: "operator", global: true } });
    const [first, last] = [await stored(operator.userId), await stored(second.userId)];
    const demote = (by: UserPrincipal, user: User) => outcomeOf(act(by, "Users.Promote", user.entityId, (tx, grant) => changeRole(tx, grant, changeOf(user))));
    const outcomes = await Promise.all([demote(operator, last), demote(second, first)]);
    expect(outcomes.filter((outcome) => outcome === "done")).toHaveLength(1);
    expect(await database.client.user.count({ where: { role: "operator", global: true } })).toBe(1);
  });
});
