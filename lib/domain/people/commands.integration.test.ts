import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expireRole } from "@/lib/domain/roles/expire-roles";
import type { Caller } from "@/lib/platform/audit/event";
import { EVERY_ENTITY, type Target } from "@/lib/platform/authz/decide";
import type { Grant } from "@/lib/platform/authz/grant";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { Database } from "@/lib/platform/db/client";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { User } from "@/lib/platform/db/types";
import { loadSession } from "@/lib/platform/sessions/session";
import { authorize } from "@/lib/platform/unit-of-work/authorize";
import { inScope } from "@/lib/platform/unit-of-work/scope";
import { colleague } from "@/lib/testing/assignments";
import { OTHER_ENTITY, OWN_ENTITY } from "@/lib/testing/principals";
import { callerFor, outcomeOf, recordOf } from "@/lib/testing/two-entities";
import { addUsers, openTestWorld } from "@/lib/testing/world";
import { editUser, setUserStatus, terminateUser } from "./commands";
import { SETTABLE_STATUSES } from "./schema";
import { endAllSessions, endOneSession, openSessions } from "./sessions";

const REASON = "Because the test says so.";

let database: Database;
let entityAdmin: UserPrincipal;
let globalOperator: UserPrincipal;
beforeAll(async () => {
  database = await openTestWorld();
  entityAdmin = await colleague("entity-admin");
  globalOperator = await colleague("operator", { global: true });
  // Another operator, so that those below are not the last.
  await addUsers([{ displayName: "Stands By", entityId: OTHER_ENTITY, role: "operator", global: true }]);
});
afterAll(() => database.close());

type Options = { readonly as?: UserPrincipal; readonly target?: Target; readonly caller?: Caller };
type Work<T> = (tx: ScopedTx, grant: Grant<"Users.Manage">) => Promise<T>;
const own: Target = { entityId: OWN_ENTITY };

/** Decides and runs in one transaction, as an action does. */
const perform = <T>(work: Work<T>, { as = entityAdmin, target = own, caller = callerFor(as) }: Options = {}): Promise<T> =>
  inScope(caller, "users.test", (tx) => work(tx, authorize(tx, "Users.Manage", target)));

const add = async (displayName: string, more: Partial<User> = {}): Promise<User> => {
  const [id = ""] = await addUsers([{ displayName, role: "trader", ...more }]);
  return stored(id);
};
const stored = (id: string) => database.client.user.findUniqueOrThrow({ where: { id } });
const writesFor = async (userId: string) =>
  (await database.client.directoryWrite.findMany({ where: { userId }, orderBy: { position: "asc" } })).map(({ kind, role, global }) => ({
    kind,
    role,
    global,
  }));
const status =
  (user: User, next: (typeof SETTABLE_STATUSES)[number]): Work<User> =>
  (tx, grant) =>
    setUserStatus(tx, grant, { id: user.id, version: user.version, status: next, reason: REASON });

/** Expects `code`, and an unchanged person. */
async function refused(code: string, user: User, work: Work<unknown>, options: Options = {}): Promise<void> {
  expect(await outcomeOf(perform(work, options))).toBe(code);
  expect(await stored(user.id)).toEqual(user);
  expect(await writesFor(user.id)).toEqual([]);
}

async function openSession(userId: string): Promise<string> {
  const id = randomUUID();
  await database.client
    .$executeRaw`INSERT INTO session (id, user_id, expires_at, user_agent) VALUES (${id}::uuid, ${userId}::uuid, now() + interval '1 hour', 'Browser')`;
  return id;
}
const stateOf = async (user: User, sid: string) => {
  const session = await loadSession({ sid, tid: user.tid, oid: user.oid, role: user.role, permissions: [], version: user.authzVersion }, { expireRole });
  return session.kind === "live" ? "live" : session.why;
};

describe("editing", () => {
  test("an edit stores name and address by the database's clock, increments the version but not the authorization version, and records the difference", async () => {
    const user = await add("Old Name");
    const caller = callerFor(entityAdmin);
    const input = { id: user.id, version: 1, displayName: "New Name", email: user.email };
    await perform((tx, grant) => editUser(tx, grant, input), { caller });
    const after = await stored(user.id);
    expect(after).toMatchObject({ displayName: "New Name", version: 2, authzVersion: 1 });
    expect(after.updatedAt > user.updatedAt).toBe(true);
    expect(await recordOf(database, caller)).toMatchObject([
      { action: "user.edited", targetId: user.id, targetEntityId: OWN_ENTITY, changes: { displayName: { from: "Old Name", to: "New Name" } } },
    ]);
  });

  test("an edit is refused for a stale version, without a change, and for a terminated person or one of another entity", async () => {
    const user = await add("Stays Same");
    const edit =
      (target: User, version = target.version): Work<User> =>
      (tx, grant) =>
        editUser(tx, grant, { id: target.id, version, displayName: "Another", email: target.email });
    await refused("STALE_BASE", user, edit(user, 2));
    await refused("INVALID_INPUT", user, (tx, grant) => editUser(tx, grant, { ...user }));
    const gone = await add("Long Gone", { status: "terminated" });
    await refused("ILLEGAL_TRANSITION", gone, edit(gone));
    const other = await add("Far Away", { entityId: OTHER_ENTITY });
    await refused("NOT_AUTHORISED", other, edit(other));
    await refused("NOT_AUTHORISED", other, edit(other), { as: globalOperator });
    expect(await outcomeOf(perform(edit(other), { as: globalOperator, target: { entityId: OTHER_ENTITY } }))).toBe("done");
  });
});

describe("a status", () => {
  test("a status change is stored and recorded with its reason; only a status that shuts out signs the person out, here and in the directory", async () => {
    for (const next of SETTABLE_STATUSES) {
      const user = await add(`To ${next}`, { status: next === "active" ? "halted" : "active" });
      const sid = await openSession(user.id);
      const caller = callerFor(entityAdmin);
      await perform(status(user, next), { caller });
      const reason = next === "active" ? null : REASON;
      expect(await stored(user.id)).toMatchObject({ status: next, statusReason: reason, version: 2, authzVersion: 2, global: false });
      expect(await recordOf(database, caller)).toMatchObject([
        { action: "user.status_changed", targetId: user.id, reason: REASON, changes: { status: { from: user.status, to: next } } },
      ]);
      const shut = next === "deactivated";
      expect(await stateOf(user, sid)).toBe(shut ? "ended-by-admin" : "live");
      expect(await writesFor(user.id)).toEqual(shut ? [{ kind: "revoke_sessions", role: null, global: null }] : []);
    }
  });

  test("a reactivation writes no role to the directory, which may have removed it since", async () => {
    const user = await add("Comes Back", { status: "deactivated", statusReason: "Away." });
    await perform(status(user, "active"));
    expect(await stored(user.id)).toMatchObject({ status: "active", statusReason: null });
    expect(await writesFor(user.id)).toEqual([]);
  });

  test("a status change is refused for oneself, for the present status, for a stale version, and for Halted and Frozen when the role cannot trade", async () => {
    const own = await stored(entityAdmin.userId);
    await refused("SELF_APPROVAL", own, status(own, "deactivated"));
    const former = await add("Oneself Before", { login: "self@aex.example" });
    const anew = { as: { ...entityAdmin, login: "self@aex.example" } };
    await refused("SELF_APPROVAL", former, status(former, "frozen"), anew);
    await refused("SELF_APPROVAL", former, (tx, grant) => editUser(tx, grant, { ...former, displayName: "Another" }), anew);
    const user = await add("Anybody");
    await refused("ILLEGAL_TRANSITION", user, status(user, "active"));
    await refused("STALE_BASE", user, status({ ...user, version: 2 }, "frozen"));
    const looks = await add("Only Looks", { role: "viewer" });
    await refused("ILLEGAL_TRANSITION", looks, status(looks, "halted"));
    await refused("ILLEGAL_TRANSITION", looks, status(looks, "frozen"));
    expect(await outcomeOf(perform(status(looks, "deactivated")))).toBe("done");
  });
});

describe("terminating", () => {
  const terminate =
    (user: User, name = user.displayName): Work<User> =>
    (tx, grant) =>
      terminateUser(tx, grant, { id: user.id, version: user.version, name, reason: REASON });
  let asOperator: Options;
  beforeAll(() => {
    asOperator = { as: globalOperator, target: EVERY_ENTITY };
  });

  test("terminating removes role, Global and sessions in the directory, and is final", async () => {
    const user = await add("Goes Now", { role: "operator", global: true });
    const sid = await openSession(user.id);
    await perform(terminate(user), asOperator);
    const after = await stored(user.id);
    expect(after).toMatchObject({ status: "terminated", statusReason: REASON, global: false, role: "operator" });
    expect(await stateOf(user, sid)).toBe("ended-by-admin");
    expect((await writesFor(user.id)).map(({ kind }) => kind)).toEqual(["set_role", "set_global", "revoke_sessions"]);
    expect(await outcomeOf(perform(status(after, "active"), asOperator))).toBe("ILLEGAL_TRANSITION");
    expect(await outcomeOf(perform(terminate(after), asOperator))).toBe("ILLEGAL_TRANSITION");
    expect(await stored(user.id)).toEqual(after);
  });

  test("terminating requires the name as shown and the version shown", async () => {
    const user = await add("Tāne Walker");
    await refused("STALE_BASE", user, terminate({ ...user, version: 2 }), asOperator);
    for (const name of ["Tane Walker", "tāne walker", "Tāne"]) await refused("INVALID_INPUT", user, terminate(user, name), asOperator);
    expect(await outcomeOf(perform(terminate(user), asOperator))).toBe("done");
  });

  test("terminating takes Global", async () => {
    const user = await add("Not Theirs");
    await refused("NOT_AUTHORISED", user, terminate(user), { target: EVERY_ENTITY });
  });
});

describe("sessions", () => {
  const list = (user: User) => perform((tx, grant) => openSessions(tx, grant, user.id));

  test("open sessions are listed, and ended one by one or all at once, on the record", async () => {
    const user = await add("Signed In");
    const sids = [await openSession(user.id), await openSession(user.id), await openSession(user.id)];
    await database.client.$executeRaw`UPDATE session SET expires_at = now() WHERE id = ${sids[2]}::uuid`;
    expect((await list(user)).map(({ id }) => id).sort()).toEqual(sids.slice(0, 2).sort());
    expect((await list(user))[0]).toMatchObject({ userAgent: "Browser", sourceAddress: null });

    const caller = callerFor(entityAdmin);
    await perform((tx, grant) => endOneSession(tx, grant, { id: user.id, sessionId: sids[0] ?? "" }), { caller });
    expect(await recordOf(database, caller)).toMatchObject([{ action: "user.session_ended", targetId: user.id }]);
    expect([await stateOf(user, sids[0] ?? ""), await stateOf(user, sids[1] ?? "")]).toEqual(["ended-by-admin", "live"]);
    expect(await writesFor(user.id)).toEqual([]);

    await perform((tx, grant) => endAllSessions(tx, grant, { id: user.id }));
    expect(await stateOf(user, sids[1] ?? "")).toBe("ended-by-admin");
    expect((await writesFor(user.id)).map(({ kind }) => kind)).toEqual(["revoke_sessions"]);
    expect(await list(user)).toEqual([]);
  });

  test("a session cannot be ended under another person's id, from another entity, or when it is over", async () => {
    const [user, colleague] = [await add("Mine One"), await add("Mine Two")];
    const other = await add("Their One", { entityId: OTHER_ENTITY });
    const sids = [await openSession(colleague.id), await openSession(other.id)];
    for (const sessionId of [...sids, randomUUID()]) {
      const caller = callerFor(entityAdmin);
      await refused("NOT_AUTHORISED", user, (tx, grant) => endOneSession(tx, grant, { id: user.id, sessionId }), { caller });
      expect(await recordOf(database, caller)).toMatchObject([
        { kind: "decision", permission: "Users.Manage", outcome: "deny", reasonCode: "NOT_AUTHORISED", targetType: "session", targetId: sessionId },
      ]);
    }
    const over = await openSession(user.id);
    await database.client.$executeRaw`UPDATE session SET ended_at = now(), end_reason = 'signed-out' WHERE id = ${over}::uuid`;
    await refused("ILLEGAL_TRANSITION", user, (tx, grant) => endOneSession(tx, grant, { id: user.id, sessionId: over }));
    await refused("ILLEGAL_TRANSITION", user, (tx, grant) => endAllSessions(tx, grant, { id: user.id }));
    await refused("NOT_AUTHORISED", other, (tx, grant) => endAllSessions(tx, grant, { id: other.id }));
    expect(await list(other)).toEqual([]);
    expect([await stateOf(colleague, sids[0] ?? ""), await stateOf(other, sids[1] ?? "")]).toEqual(["live", "live"]);
  });
});
