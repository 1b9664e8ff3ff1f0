import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { adoptFromDirectory, directorySays } from "@/lib/domain/directory/adopt-from-directory";
import { needsSecondPerson } from "@/lib/platform/authz/assignable";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import { roleKeys } from "@/lib/platform/authz/roles";
import type { Database } from "@/lib/platform/db/client";
import type { ScopedTx, SystemTx } from "@/lib/platform/db/scoped-tx";
import type { User } from "@/lib/platform/db/types";
import { inScope, inSystem } from "@/lib/platform/unit-of-work/scope";
import { act, changeOf, colleague, REASON } from "@/lib/testing/assignments";
import { OTHER_ENTITY, OWN_ENTITY } from "@/lib/testing/principals";
import { callerFor, outcomeOf } from "@/lib/testing/two-entities";
import { openTestWorld } from "@/lib/testing/world";
import { approveRequest, changeRole, requestRole } from "./commands";
import { expireRole } from "./expire-roles";
import type { RoleChange } from "./schema";

process.env.SESSION_SECRET = "a secret of the tests, long enough to be accepted";

/** PostgreSQL's message for a refused write. */
const REFUSED = "42501";

let database: Database;
let one: UserPrincipal;
let two: UserPrincipal;
beforeAll(async () => {
  database = await openTestWorld();
  one = await colleague("operator", { entityId: OTHER_ENTITY, global: true });
  two = await colleague("operator", { entityId: OTHER_ENTITY, global: true });
});
afterAll(() => database.close());

const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000);
const stored = (id: string) => database.client.user.findUniqueOrThrow({ where: { id } });
const somebody = async (role = "viewer") => stored((await colleague(role)).userId);
const direct = (user: User, to: Partial<RoleChange>) =>
  outcomeOf(act(one, "Users.Promote", user.entityId, (tx, grant) => changeRole(tx, grant, changeOf(user, to))));

/** A person with a role given by two people. */
async function givenByTwo(to: Partial<RoleChange>, user?: User): Promise<User> {
  const { id, entityId, authzVersion } = user ?? (await somebody());
  const request = await act(one, "Users.Manage", entityId, (tx, grant) => requestRole(tx, grant, changeOf({ id, authzVersion }, to)));
  await act(two, "Users.Promote", entityId, (tx, grant) => approveRequest(tx, grant, { id: request.id, reason: REASON }));
  return stored(id);
}
const fiveMinutes = (global = true) => givenByTwo({ role: "operator", global, endsAt: inMinutes(5) });
const running = (userId: string) => database.client.roleGrant.findMany({ where: { userId, endedAt: null } });

describe("one person gives no more than two have approved", () => {
  test.each([
    ["no end", { endsAt: null }],
    ["a later end", { endsAt: inMinutes(6) }],
  ])("one person cannot extend a five-minute role with %s", async (_name, more) => {
    const user = await fiveMinutes();
    for (const global of [true, false]) expect(await direct(user, { role: "operator", global, ...more })).toBe("APPROVAL_REQUIRED");
    expect(await stored(user.id)).toEqual(user);
  });

  test("one person cannot add Global to a role given without it, permanently or temporarily", async () => {
    for (const user of [await fiveMinutes(false), await givenByTwo({ role: "operator" })])
      for (const endsAt of [null, inMinutes(1)]) expect(await direct(user, { role: "operator", global: true, endsAt })).toBe("APPROVAL_REQUIRED");
  });

  test("one person may shorten such a role, and the longer grant does not resurface", async () => {
    const user = await fiveMinutes();
    const endsAt = inMinutes(2);
    expect(await direct(user, { role: "operator", global: true, endsAt })).toBe("done");
    expect(await stored(user.id)).toMatchObject({ role: "operator", global: true, baseRole: "viewer", roleEndsAt: endsAt });
    expect(await running(user.id)).toMatchObject([{ endsAt, role: "operator" }]);
  });

  test("one person may remove such a role", async () => {
    for (const user of [await fiveMinutes(), await givenByTwo({ role: "operator", global: true })]) expect(await direct(user, { role: "viewer" })).toBe("done");
  });

  test("two people can extend its end or make it permanent", async () => {
    const user = await fiveMinutes();
    await givenByTwo({ role: "operator", global: true, endsAt: inMinutes(9) }, user);
    expect(await givenByTwo({ role: "operator", global: true }, await stored(user.id))).toMatchObject({ role: "operator", global: true, roleEndsAt: null });
  });

  test("a refusal is recorded with the person as its subject", async () => {
    const user = await fiveMinutes();
    const caller = callerFor(one);
    await outcomeOf(act(one, "Users.Promote", user.entityId, (tx, grant) => changeRole(tx, grant, changeOf(user, { role: "operator", global: true })), caller));
    const rows = await database.client.auditEvent.findMany({ where: { requestId: caller.request.requestId, outcome: "deny" } });
    expect(rows).toMatchObject([{ reasonCode: "APPROVAL_REQUIRED", targetType: "user", targetId: user.id }]);
  });
});

describe("a role that takes two people never resurfaces", () => {
  const proposed = (user: User, to: Partial<RoleChange>) =>
    outcomeOf(act(one, "Users.Manage", user.entityId, (tx, grant) => requestRole(tx, grant, changeOf(user, to))));

  test("one or two people cannot replace it with a temporary role, nor remove Global temporarily", async () => {
    const user = await givenByTwo({ role: "operator", global: true });
    for (const role of ["viewer", "operator"] as const)
      for (const give of [direct, proposed]) expect(await give(user, { role, endsAt: inMinutes(5) })).toBe("APPROVAL_REQUIRED");
    expect(await stored(user.id)).toEqual(user);
    const without = await givenByTwo({ role: "operator" });
    await givenByTwo({ role: "operator", global: true, endsAt: inMinutes(5) }, without);
    expect(await direct(await stored(without.id), { role: "viewer", endsAt: inMinutes(2) })).toBe("APPROVAL_REQUIRED");
  });

  test("a request from before the role was given cannot do so either", async () => {
    const user = await givenByTwo({ role: "operator", global: true });
    const asked = { entityId: user.entityId, userId: user.id, fromRole: "operator", fromGlobal: true, seenAuthzVersion: user.authzVersion, reason: REASON };
    const requester = { requesterId: one.userId, requesterOid: one.oid, requesterName: one.displayName, requesterEmail: one.email };
    const { id } = await database.client.roleRequest.create({ data: { ...asked, ...requester, toRole: "viewer", toGlobal: false, endsAt: inMinutes(5) } });
    const approve = () => outcomeOf(act(two, "Users.Promote", user.entityId, (tx, grant) => approveRequest(tx, grant, { id, reason: REASON })));
    expect(await approve()).toBe("APPROVAL_REQUIRED");
    await database.client.roleRequest.update({ where: { id }, data: { endsAt: null } });
    expect(await approve()).toBe("done");
  });

  test.each([
    ["a lesser role", { role: "trader" }],
    ["the same without Global", { role: "operator", global: false }],
  ] as const)("a running one ends when %s is given on top, and only the role below both resumes", async (_name, lesser) => {
    const user = await fiveMinutes();
    expect(await direct(user, { ...lesser, endsAt: inMinutes(2) })).toBe("done");
    const now = await stored(user.id);
    expect(await running(user.id)).toMatchObject([lesser]);
    expect(await direct(now, { role: "operator", global: true, endsAt: inMinutes(1) })).toBe("APPROVAL_REQUIRED");
    await database.client.roleGrant.updateMany({ where: { userId: user.id }, data: { startsAt: inMinutes(-3), endsAt: inMinutes(-1) } });
    await database.client.user.update({ where: { id: user.id }, data: { roleEndsAt: inMinutes(-1) } });
    await inSystem((tx) => expireRole(tx, user.id, randomUUID()));
    expect(await stored(user.id)).toMatchObject({ role: "viewer", global: false, roleEndsAt: null });
    expect(await database.client.directoryWrite.count({ where: { userId: user.id, kind: "set_role", role: "operator" } })).toBe(1);
    expect(await database.client.directoryWrite.count({ where: { userId: user.id, kind: "set_global", global: true } })).toBe(1);
  });

  test("temporary Global leaves the permanent role that two people gave", async () => {
    const user = await givenByTwo({ role: "operator" });
    expect(await givenByTwo({ role: "operator", global: true, endsAt: inMinutes(5) }, user)).toMatchObject({ global: true, baseRole: "operator" });
    await database.client.roleGrant.updateMany({ where: { userId: user.id }, data: { startsAt: inMinutes(-9), endsAt: inMinutes(-1) } });
    await database.client.user.update({ where: { id: user.id }, data: { roleEndsAt: inMinutes(-1) } });
    await inSystem((tx) => expireRole(tx, user.id, randomUUID()));
    expect(await stored(user.id)).toMatchObject({ role: "operator", global: false, roleEndsAt: null });
  });
});

describe("the directory", () => {
  test("the directory keeps a five-minute operator's end when it removes Global", async () => {
    const user = await fiveMinutes();
    await inSystem((tx) => adoptFromDirectory(tx, user, { role: "operator", globalAppRole: false }));
    expect(await stored(user.id)).toMatchObject({ role: "operator", global: false, baseRole: "viewer", roleEndsAt: user.roleEndsAt });
    expect(await running(user.id)).toMatchObject([{ global: false }]);
    await database.client.roleGrant.updateMany({ where: { userId: user.id }, data: { startsAt: inMinutes(-9), endsAt: inMinutes(-1) } });
    await database.client.user.update({ where: { id: user.id }, data: { roleEndsAt: inMinutes(-1) } });
    await inSystem((tx) => expireRole(tx, user.id, randomUUID()));
    expect(await stored(user.id)).toMatchObject({ role: "viewer", global: false, roleEndsAt: null });
  });

  test("the directory gives any role at sign-in, to exactly the person it names", async () => {
    const [user, other] = [await somebody(), await somebody()];
    await inSystem((tx) => adoptFromDirectory(tx, user, { role: "operator", globalAppRole: true }));
    expect(await stored(user.id)).toMatchObject({ role: "operator", global: true });
    const write = (tx: SystemTx) => tx.user.update({ where: { id: other.id }, data: { role: "operator", global: true } });
    for (const said of [user, { ...other, oid: user.oid }]) {
      const outcome = inSystem(async (tx) => {
        await directorySays(tx, said, { role: "operator", global: true });
        await write(tx);
      });
      expect(await outcomeOf(outcome)).toBe(REFUSED);
    }
    const withoutGlobal = inSystem(async (tx) => {
      await directorySays(tx, other, { role: "operator", global: false });
      await write(tx);
    });
    expect(await outcomeOf(withoutGlobal)).toBe(REFUSED);
    expect(await stored(other.id)).toEqual(other);
  });
});

describe("the database refuses a role that takes two people without a second person, whatever code writes it", () => {
  const asOperator = (sql: string, ...values: unknown[]) => outcomeOf(inScope(callerFor(one), "test", (tx) => tx.$executeRawUnsafe(sql, ...values)));
  const asPortal = (sql: string, ...values: unknown[]) => outcomeOf(inSystem((tx) => tx.$executeRawUnsafe(sql, ...values)));
  const SAYS = "SELECT set_config('portal.directory_says', (SELECT concat_ws(' ', tid, oid, 'operator', true) FROM portal_user WHERE id = $1::uuid), true)";

  test("the database and the portal have the same list of such roles", async () => {
    const rows = await database.client.$queryRawUnsafe<{ role: string; two: boolean }[]>(
      "SELECT role, role_takes_two(role, false) AS two FROM unnest($1::text[]) AS role",
      [...roleKeys],
    );
    for (const { role, two: takes } of rows) expect(takes, role).toBe(needsSecondPerson(role));
    expect(rows).toHaveLength(roleKeys.length);
  });

  test.each([
    ["the role", "UPDATE portal_user SET role = 'operator' WHERE id = $1::uuid"],
    ["Global", "UPDATE portal_user SET global = true WHERE id = $1::uuid"],
    ["both", "UPDATE portal_user SET role = 'operator', global = true WHERE id = $1::uuid"],
    ["the base role", "UPDATE portal_user SET base_role = 'operator', base_global = true, role_ends_at = now() + interval '1 hour' WHERE id = $1::uuid"],
    [
      "a temporary role without a grant",
      "UPDATE portal_user SET role = 'operator', base_role = 'viewer', base_global = false, role_ends_at = now() + interval '1 hour' WHERE id = $1::uuid",
    ],
    [
      "a temporary role",
      `INSERT INTO role_grant (id, entity_id, user_id, role, global, starts_at, ends_at, announce_at, asked_by_id)
        SELECT gen_random_uuid(), entity_id, id, 'operator', true, now(), now() + interval '1 hour', now(), id FROM portal_user WHERE id = $1::uuid`,
    ],
  ])("the database refuses %s", async (_name, sql) => {
    const user = await somebody();
    for (const write of [asOperator, asPortal]) expect(await write(sql, user.id)).toBe(REFUSED);
    // The directory's word counts at sign-in and joining only, never in an actor's transaction.
    const claiming = inScope(callerFor(one), "test", async (tx: ScopedTx) => {
      await tx.$executeRawUnsafe(SAYS, user.id);
      await tx.$executeRawUnsafe("SELECT set_config('portal.seeding', 'on', true)");
      await tx.$executeRawUnsafe(sql, user.id);
    });
    expect(await outcomeOf(claiming)).toBe(REFUSED);
    expect(await stored(user.id)).toEqual(user);
  });

  test("the database refuses more time", async () => {
    const user = await fiveMinutes();
    for (const write of [asOperator, asPortal]) {
      for (const change of ["role_ends_at = NULL, base_role = NULL, base_global = NULL", "role_ends_at = now() + interval '1 day'", "base_role = 'operator'"])
        expect(await write(`UPDATE portal_user SET ${change} WHERE id = $1::uuid`, user.id), change).toBe(REFUSED);
      expect(await write("UPDATE role_grant SET ends_at = now() + interval '1 day' WHERE user_id = $1::uuid", user.id)).toBe(REFUSED);
    }
  });

  test("the database refuses a lesser role on top, from under which it would resurface", async () => {
    const lesser = "role = 'trader', global = false, role_ends_at = now() + interval '1 minute', authz_version = authz_version + 1";
    const [forGood, forAWhile] = [await givenByTwo({ role: "operator", global: true }), await fiveMinutes()];
    for (const write of [asOperator, asPortal]) {
      for (const base of ["operator', base_global = false", "operator', base_global = true"])
        expect(await write(`UPDATE portal_user SET ${lesser}, base_role = '${base} WHERE id = $1::uuid`, forGood.id)).toBe(REFUSED);
      expect(await write(`UPDATE portal_user SET ${lesser} WHERE id = $1::uuid`, forAWhile.id)).toBe(REFUSED);
    }
    await database.client.roleGrant.updateMany({ where: { userId: forAWhile.id }, data: { endedAt: new Date() } });
    expect(await asOperator(`UPDATE portal_user SET ${lesser} WHERE id = $1::uuid`, forAWhile.id)).toBe("done");
  });

  test("the database refuses reviving a temporary role that was ended", async () => {
    const user = await fiveMinutes();
    expect(await direct(user, { role: "viewer" })).toBe("done");
    for (const write of [asOperator, asPortal]) expect(await write("UPDATE role_grant SET ended_at = NULL WHERE user_id = $1::uuid", user.id)).toBe(REFUSED);
  });

  test("the database refuses reusing an approval: each counts in the transaction that gives the role", async () => {
    const user = await givenByTwo({ role: "operator", global: true });
    expect(await direct(user, { role: "viewer" })).toBe("done");
    expect(await asOperator("UPDATE portal_user SET role = 'operator', global = true WHERE id = $1::uuid", user.id)).toBe(REFUSED);
  });

  test("the database refuses an own approval, a forged one, one by another account, an expired request and a changed one", async () => {
    const user = await somebody();
    const { id } = await act(one, "Users.Manage", user.entityId, (tx, grant) => requestRole(tx, grant, changeOf(user, { role: "operator", global: true })));
    const approve = (by: UserPrincipal, named: UserPrincipal) =>
      outcomeOf(
        inScope(callerFor(by), "test", (tx) =>
          tx.$executeRawUnsafe(
            "UPDATE role_request SET state = 'approved', decided_by_id = $2::uuid, decided_at = now() WHERE id = $1::uuid",
            id,
            named.userId,
          ),
        ),
      );
    expect(await approve(one, two)).toBe(REFUSED);
    expect(await approve(one, one)).not.toBe("done");
    for (const same of [{ oid: one.oid }, { login: one.login }]) {
      const again = await colleague("operator", { entityId: OTHER_ENTITY, global: true, tid: randomUUID(), ...same });
      expect(await approve(again, again)).toBe(REFUSED);
    }
    expect(await asPortal("UPDATE role_request SET to_role = 'operator', ends_at = now() WHERE id = $1::uuid", id)).toBe(REFUSED);
    await database.client.roleRequest.update({ where: { id }, data: { createdAt: inMinutes(-30 * 24 * 60) } });
    expect(await approve(two, two)).toBe(REFUSED);
    expect(await stored(user.id)).toEqual(user);
  });

  test("the database refuses a decision about an account that the directory made anew, and a request keeps its requester's sign-in name", async () => {
    const user = await somebody();
    const { id } = await act(one, "Users.Manage", user.entityId, (tx, grant) => requestRole(tx, grant, changeOf(user)));
    expect(await database.client.roleRequest.findUnique({ where: { id } })).toMatchObject({ requesterLogin: one.login });
    expect(await asPortal("UPDATE role_request SET requester_login = NULL WHERE id = $1::uuid", id)).toBe(REFUSED);
    const anew = await colleague("operator", { entityId: OTHER_ENTITY, global: true, login: user.login });
    const decide = (by: UserPrincipal) =>
      outcomeOf(
        inScope(callerFor(by), "test", (tx) =>
          tx.$executeRawUnsafe("UPDATE role_request SET state = 'rejected', decided_by_id = $2::uuid WHERE id = $1::uuid", id, by.userId),
        ),
      );
    expect(await decide(anew)).toBe(REFUSED);
    expect(await decide(two)).toBe("done");
  });

  test("an approval in the requester's own transaction counts for nothing, under any account", async () => {
    const user = await somebody();
    const approved = (by: UserPrincipal) => {
      const decided = { state: "approved" as const, decidedById: by.userId, decidedByName: by.displayName };
      const asked = { entityId: user.entityId, userId: user.id, fromRole: "viewer", fromGlobal: false, seenAuthzVersion: 1, reason: REASON, ...decided };
      const requester = { requesterId: one.userId, requesterOid: one.oid, requesterLogin: one.login, requesterName: "One", requesterEmail: one.email };
      return outcomeOf(
        inSystem(async (tx) => {
          await tx.$executeRaw`SELECT set_config('portal.user', ${by.userId}, true)`;
          const [{ now }] = await tx.$queryRaw<[{ now: Date }]>`SELECT now()::timestamptz(3) AS now`;
          await tx.roleRequest.create({ data: { ...asked, ...requester, toRole: "operator", toGlobal: false, decidedAt: now } });
          await tx.user.update({ where: { id: user.id }, data: { role: "operator" } });
        }),
      );
    };
    expect(await approved(await colleague("operator", { entityId: OTHER_ENTITY, global: true, login: one.login }))).toBe(REFUSED);
    expect(await approved(two)).toBe("done");
  });

  test("the database refuses a join without an approval when the directory does not give the role", async () => {
    const facts = {
      entityId: OWN_ENTITY,
      tid: randomUUID(),
      oid: randomUUID(),
      email: "new@kauri.example",
      displayName: "New",
      role: "operator",
      global: true,
    };
    expect(await outcomeOf(inSystem((tx) => tx.user.create({ data: facts })))).toBe(REFUSED);
  });
});
