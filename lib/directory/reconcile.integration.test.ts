import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { authorize } from "@/lib/authz/authorize";
import { EVERY_ENTITY } from "@/lib/authz/decide";
import type { Grant } from "@/lib/authz/grant";
import type { Principal } from "@/lib/authz/principal";
import type { Database } from "@/lib/db/client";
import { inScope, inSystem, type ScopedTx } from "@/lib/db/scope";
import type { Prisma } from "@/lib/db/types";
import { OWN_ENTITY, person } from "@/lib/testing/principals";
import { callerFor, codeOfFailure, openTwoEntities, recordOf } from "@/lib/testing/two-entities";
import { requestComparison, retryFailedWrites, retryWrite, takeDirectoryValue, writePortalValue } from "./commands";
import { compareWithDirectory } from "./compare";
import { groupIdsOf } from "./graph";
import { LOCAL_TENANT_ID } from "./local/tenant";
import { someone, startTestDirectory, type TestDirectory } from "./local/test-directory";
import { writeToDirectory } from "./outbox";
import { directoryStateOf, wherePendingInDirectory } from "./pending";
import { latestComparisons, listDrift, listWrites } from "./queries";
import { tellDirectory } from "./worker";

const operator = person("operator", { globalAppRole: true });
const reason = "Found by the comparison of this morning.";

const same = someone("Same Here", ["viewer"]);
const moved = someone("Moved There", ["trader"]);
const gone = someone("Gone There", []);
const two = someone("Two Groups", ["viewer", "trader"]);
const leaver = someone("Left Here", ["trader"], ["Global"]);
const away = someone("Away Here", []);
const waiting = someone("Waiting Here", ["trader"]);
const stray = someone("Stray Global", ["viewer"], ["Global"]);
const promoted = someone("Promoted There", ["operator"], ["Global"]);
const stranger = someone("Nobody Here", ["viewer"]);
const everybody = [same, moved, gone, two, leaver, away, waiting, stray, promoted, stranger];

let directory: TestDirectory;
let database: Database;

const userOf = (oid: string) => database.client.user.findFirstOrThrow({ where: { oid } });
const add = async (oid: string, more: Partial<Prisma.UserUncheckedCreateInput> = {}) => {
  const facts = { entityId: OWN_ENTITY, tid: LOCAL_TENANT_ID, oid, email: `${oid}@kauri.example`, displayName: "Somebody", role: "viewer", ...more };
  return inSystem((tx) => tx.user.create({ data: { ...facts, updatedAt: new Date(Date.now() - 60_000) } }));
};

beforeAll(async () => {
  directory = await startTestDirectory(everybody);
  database = await openTwoEntities();
  await inSystem((tx) => tx.user.update({ where: { id: operator.userId }, data: { role: operator.role, global: true } }));
  await database.client.directoryWrite.deleteMany();
  for (const { oid } of [same, moved, gone, two, waiting, stray, promoted]) await add(oid);
  await add(leaver.oid, { status: "terminated" });
  await add(away.oid, { status: "deactivated" });
  const { id } = await userOf(waiting.oid);
  await inSystem((tx) => writeToDirectory(tx, { entityId: OWN_ENTITY, userId: id }, [{ kind: "set_role", role: "viewer" }]));
  await groupIdsOf(same.oid);
});
afterAll(async () => {
  await database.close();
  await directory.stop();
});

/** Runs a command as an operator with Global, or as somebody else, and says what it left on the record. */
async function as<T>(work: (tx: ScopedTx, grant: Grant<"Users.Promote">) => Promise<T>, principal: Principal = operator) {
  const caller = callerFor(principal);
  const outcome = await inScope(caller, "test", (tx) => work(tx, authorize(tx, "Users.Promote", EVERY_ENTITY))).then(
    (value) => ({ value, code: "done" }),
    (error: unknown) => ({ value: undefined, code: codeOfFailure(error) }),
  );
  const events = (await recordOf(database, caller)).filter(({ kind }) => kind === "change");
  return { ...outcome, events };
}

const comparison = async () => {
  await as((tx, grant) => requestComparison(tx, grant));
  await compareWithDirectory();
  const { value } = await as((tx, grant) => latestComparisons(tx, grant));
  return value?.latest ?? null;
};
const driftOf = async (oid: string) => {
  const { id } = await userOf(oid);
  return database.client.directoryDrift.findFirst({ where: { userId: id }, orderBy: { id: "desc" } });
};
const idOf = async (oid: string) => (await driftOf(oid))?.id ?? randomUUID();

describe("a comparison", () => {
  test("finds exactly those of whom the directory says something else, and changes nothing", async () => {
    const before = JSON.stringify(directory.people());
    const done = await comparison();
    expect(done).toMatchObject({ state: "done", strangers: 1, requestedBy: operator.displayName });
    const { value } = await as((tx, grant) => listDrift(tx, grant, done?.id ?? "", {}));
    const found = await Promise.all((value?.rows ?? []).map(async (row) => [row.userId, row.directoryRoles, row.directoryGlobal]));
    const wanted = await Promise.all(
      [moved, gone, two, leaver, stray, promoted].map(async ({ oid, groups, appRoles }) => [
        (await userOf(oid)).id,
        directory.standingOf(oid)?.roles ?? groups,
        appRoles.length > 0,
      ]),
    );
    expect(new Set(found.map((row) => JSON.stringify(row)))).toEqual(new Set(wanted.map((row) => JSON.stringify(row))));
    expect(JSON.stringify(directory.people())).toBe(before);
  });

  test("is one at a time, and has failed when the directory does not answer in full, or when its process died", async () => {
    expect((await as((tx, grant) => requestComparison(tx, grant))).code).toBe("done");
    expect((await as((tx, grant) => requestComparison(tx, grant))).code).toBe("ALREADY_EXISTS");
    directory.misbehave(() => ({ kind: "garbage" }));
    await compareWithDirectory();
    directory.misbehave(() => undefined);
    const failed = await as((tx, grant) => latestComparisons(tx, grant));
    expect(failed.value).toMatchObject({ latest: { state: "failed" }, result: { state: "done" } });
    await as((tx, grant) => requestComparison(tx, grant));
    await database.client.directoryComparison.updateMany({ where: { state: "waiting" }, data: { claimedBy: randomUUID(), claimedUntil: new Date(0) } });
    await compareWithDirectory();
    const abandoned = await as((tx, grant) => latestComparisons(tx, grant));
    expect(abandoned.value?.latest).toMatchObject({ state: "failed", lastError: expect.stringContaining("stopped") });
  });
});

describe("a difference is settled", () => {
  test("by writing the portal's value to the directory, on the record", async () => {
    for (const { oid } of [gone, two, leaver]) {
      const id = await idOf(oid);
      const { code, events } = await as((tx, grant) => writePortalValue(tx, grant, { id, reason }));
      expect(code).toBe("done");
      expect(events).toMatchObject([{ action: "directory.portal_value_written", targetType: "user", targetId: (await userOf(oid)).id, reason }]);
      expect((await as((tx, grant) => writePortalValue(tx, grant, { id, reason }))).code).toBe("STALE_BASE");
    }
    await tellDirectory();
    expect(directory.standingOf(gone.oid)).toEqual({ roles: ["viewer"], global: false });
    expect(directory.standingOf(two.oid)).toEqual({ roles: ["viewer"], global: false });
    expect(directory.standingOf(leaver.oid)).toEqual({ roles: [], global: false });
    expect(await userOf(gone.oid)).toMatchObject({ role: "viewer", authzVersion: 1 });
  });

  test("by taking the directory's value, as a new authorization version, on the record; what was still to be told is not told any more", async () => {
    const { id: userId } = await userOf(moved.oid);
    await inSystem((tx) => writeToDirectory(tx, { entityId: OWN_ENTITY, userId }, [{ kind: "set_role", role: "viewer" }]));
    const id = await idOf(moved.oid);
    const { code, events } = await as((tx, grant) => takeDirectoryValue(tx, grant, { id, reason }));
    expect(code).toBe("done");
    expect(await userOf(moved.oid)).toMatchObject({ role: "trader", authzVersion: 2, version: 2 });
    expect(events).toMatchObject([
      { action: "directory.directory_value_taken", targetId: userId, changes: { role: { from: "viewer", to: "trader" } }, reason },
    ]);
    await tellDirectory();
    expect(directory.standingOf(moved.oid)?.roles).toEqual(["trader"]);
    expect(await driftOf(moved.oid)).toMatchObject({ settledTowards: "directory", settledBy: operator.displayName });
  });

  test("Global is dropped here where its role is not the operators'", async () => {
    const id = await idOf(stray.oid);
    await as((tx, grant) => takeDirectoryValue(tx, grant, { id, reason }));
    expect(await userOf(stray.oid)).toMatchObject({ role: "viewer", global: false, authzVersion: 1 });
  });

  test("not on what has changed since, not by the person, not into no role, not out of Terminated, not away from the last operator", async () => {
    await comparison();
    const drift = await idOf(promoted.oid);
    const { id: userId } = await userOf(promoted.oid);
    await inSystem((tx) => tx.user.update({ where: { id: userId }, data: { role: "trader" } }));
    for (const settle of [takeDirectoryValue, writePortalValue])
      expect((await as((tx, grant) => settle(tx, grant, { id: drift, reason }))).code).toBe("STALE_BASE");
    await inSystem((tx) => tx.user.update({ where: { id: userId }, data: { role: "viewer" } }));
    expect((await as((tx, grant) => takeDirectoryValue(tx, grant, { id: drift, reason }))).code).toBe("done");

    const none = await add(randomUUID(), { displayName: "No Group" });
    const ended = await add(randomUUID(), { status: "terminated" });
    const facts = { comparisonId: (await driftOf(promoted.oid))?.comparisonId ?? "", portalGlobal: false, directoryGlobal: false };
    const make = (id: string, more: Partial<Prisma.DirectoryDriftUncheckedCreateInput>) =>
      database.client.directoryDrift.create({ data: { ...facts, userId: id, portalRole: "viewer", directoryRoles: [], ...more } });
    const noRole = await make(none.id, {});
    const terminated = await make(ended.id, { directoryRoles: ["trader"] });
    const self = await make(operator.userId, { portalRole: "operator", portalGlobal: true, directoryRoles: ["viewer"] });
    expect((await as((tx, grant) => takeDirectoryValue(tx, grant, { id: self.id, reason }))).code).toBe("SELF_APPROVAL");
    for (const { id } of [noRole, terminated]) expect((await as((tx, grant) => takeDirectoryValue(tx, grant, { id, reason }))).code).toBe("ILLEGAL_TRANSITION");
    await inSystem((tx) => tx.user.updateMany({ where: { NOT: { id: { in: [userId, operator.userId] } } }, data: { global: false } }));
    // Who acts holds it for a while only, and so does not count.
    const soon = new Date(Date.now() + 3_600_000);
    await inSystem((tx) => tx.user.update({ where: { id: operator.userId }, data: { baseRole: "viewer", baseGlobal: false, roleEndsAt: soon } }));
    await inSystem((tx) => tx.user.update({ where: { id: userId }, data: { role: "operator", global: true } }));
    const last = await database.client.directoryDrift.update({
      where: { id: drift },
      data: { portalRole: "operator", portalGlobal: true, directoryRoles: ["viewer"], settledAt: null },
    });
    expect((await as((tx, grant) => takeDirectoryValue(tx, grant, { id: last.id, reason }))).code).toBe("LAST_OPERATOR");
  });

  test("by nobody but an operator with Global", async () => {
    const id = await idOf(two.oid);
    for (const principal of [person("operator"), person("entity-admin"), person("viewer")])
      expect((await as((tx, grant) => writePortalValue(tx, grant, { id, reason }), principal)).code).toBe("NOT_AUTHORISED");
  });
});

describe("what is still to be told", () => {
  test("shows for the person, for the filter and in the list, and is tried again when an operator asks for it", async () => {
    await database.client.directoryWrite.deleteMany();
    const { id: userId } = await userOf(same.oid);
    await inSystem((tx) => writeToDirectory(tx, { entityId: OWN_ENTITY, userId }, [{ kind: "set_role", role: "viewer" }, { kind: "revoke_sessions" }]));
    await database.client.directoryWrite.updateMany({ where: { kind: "set_role" }, data: { state: "failed", attempts: 7, lastError: "Graph answered 403." } });
    const { value } = await as(async (tx, grant) => ({
      states: await directoryStateOf(tx, authorize(tx, "Users.View", EVERY_ENTITY), [userId, randomUUID()]),
      filtered: await tx.user.findMany({ where: await wherePendingInDirectory(tx), select: { id: true } }),
      list: await listWrites(tx, grant, {}),
      failed: await listWrites(tx, grant, { state: "failed" }),
    }));
    expect([...(value?.states ?? [])]).toMatchObject([[userId, { state: "failed", kinds: ["set_role", "revoke_sessions"], lastError: "Graph answered 403." }]]);
    expect(value?.filtered).toEqual([{ id: userId }]);
    expect(value?.list.rows.map(({ kind }) => kind)).toEqual(["set_role", "revoke_sessions"]);
    const [failed] = value?.failed.rows ?? [];
    const once = await as((tx, grant) => retryWrite(tx, grant, { id: failed?.id ?? "" }));
    expect(once.events).toMatchObject([{ action: "directory.write_retried", targetType: "user", targetId: userId }]);
    await tellDirectory();
    expect((await as((tx, grant) => retryWrite(tx, grant, { id: failed?.id ?? "" }))).code).toBe("ILLEGAL_TRANSITION");
    expect((await as((tx, grant) => retryFailedWrites(tx, grant))).code).toBe("INVALID_INPUT");
    await database.client.directoryWrite.updateMany({ data: { state: "failed" } });
    expect((await as((tx, grant) => retryFailedWrites(tx, grant))).events).toMatchObject([
      { action: "directory.failed_writes_retried", changes: { failed: { from: 2, to: 0 } } },
    ]);
    await tellDirectory();
    expect(await database.client.directoryWrite.count({ where: { state: "done" } })).toBe(2);
  });
});
