import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { groupIdsOf, standingOf } from "@/lib/adapters/entra/graph";
import { LOCAL_TENANT_ID } from "@/lib/adapters/entra/local-tenant";
import { runDirectoryWrites } from "@/lib/adapters/entra/worker";
import { someone, startTestDirectory, type TestDirectory } from "@/lib/dev/directory/test-directory";
import { writeToDirectory } from "@/lib/domain/write-queue/enqueue";
import { directoryStateOf, wherePendingInDirectory } from "@/lib/domain/write-queue/pending";
import { EVERY_ENTITY } from "@/lib/platform/authz/decide";
import type { Grant } from "@/lib/platform/authz/grant";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { Database } from "@/lib/platform/db/client";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { Prisma } from "@/lib/platform/db/types";
import { takeJob } from "@/lib/platform/jobs/queue/claim";
import { authorize } from "@/lib/platform/unit-of-work/authorize";
import { inScope, inSystem } from "@/lib/platform/unit-of-work/scope";
import { compareWithDirectory } from "@/lib/testing/compare";
import { OWN_ENTITY, person } from "@/lib/testing/principals";
import { hurry } from "@/lib/testing/queue";
import { callerFor, codeOfFailure, openTwoEntities, recordOf } from "@/lib/testing/two-entities";
import { requestComparison, retryFailedWrites, retryWrite, takeDirectoryValue, writePortalValue } from "./commands";
import { latestComparisons, listDrift, listWrites } from "./queries";

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
  return database.client.user.create({ data: { ...facts, updatedAt: new Date(Date.now() - 60_000) } });
};

beforeAll(async () => {
  directory = await startTestDirectory(everybody);
  database = await openTwoEntities();
  await database.client.user.update({ where: { id: operator.userId }, data: { role: operator.role, global: true } });
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

/** Runs a command as an operator with Global, or as another person; returns what it recorded. */
async function as<T>(work: (tx: ScopedTx, grant: Grant<"Users.Promote">) => Promise<T>, principal: UserPrincipal = operator) {
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
type Settle = typeof takeDirectoryValue;
/** Settles a person's latest difference, on the directory's present state. */
const settle = async (command: Settle, oid: string, principal = operator) => {
  const [id, found] = [await idOf(oid), await standingOf(oid)];
  return as((tx, grant) => command(tx, grant, { id, reason }, found), principal);
};

describe("a comparison", () => {
  test("a comparison finds exactly the people who differ in the directory, and changes nothing", async () => {
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

  test("a comparison runs alone, and fails when the directory does not answer in full", async () => {
    expect((await as((tx, grant) => requestComparison(tx, grant))).code).toBe("done");
    expect((await as((tx, grant) => requestComparison(tx, grant))).code).toBe("ALREADY_EXISTS");
    directory.misbehave(() => ({ kind: "garbage" }));
    await compareWithDirectory();
    directory.misbehave(() => undefined);
    const failed = await as((tx, grant) => latestComparisons(tx, grant));
    expect(failed.value).toMatchObject({ latest: { state: "failed" }, result: { state: "done" } });
  });

  test("a comparison whose process dies is carried out by another one", async () => {
    await as((tx, grant) => requestComparison(tx, grant));
    expect(await inSystem(takeJob)).toMatchObject({ kind: "directory.compare" });
    await hurry();
    await compareWithDirectory();
    const { value } = await as((tx, grant) => latestComparisons(tx, grant));
    expect(value?.latest).toMatchObject({ state: "done", strangers: 1 });
  });

  test("a comparison whose job was stopped counts as failed, and the next one can be asked for", async () => {
    await as((tx, grant) => requestComparison(tx, grant));
    await database.client.job.updateMany({ where: { kind: "directory.compare", state: "pending" }, data: { state: "cancelled" } });
    const { value } = await as((tx, grant) => latestComparisons(tx, grant));
    expect(value?.latest).toMatchObject({ state: "failed", lastError: expect.stringContaining("stopped") });
    expect(await comparison()).toMatchObject({ state: "done" });
    expect(await database.client.directoryComparison.count({ where: { state: "waiting" } })).toBe(0);
  });
});

describe("settling a difference", () => {
  test("settling writes the portal's value to the directory, on the record", async () => {
    for (const { oid } of [gone, two, leaver]) {
      const { code, events } = await settle(writePortalValue, oid);
      expect(code).toBe("done");
      expect(events).toMatchObject([{ action: "directory.portal_value_written", targetType: "user", targetId: (await userOf(oid)).id, reason }]);
      expect((await settle(writePortalValue, oid)).code).toBe("STALE_BASE");
    }
    await runDirectoryWrites();
    expect(directory.standingOf(gone.oid)).toEqual({ roles: ["viewer"], global: false });
    expect(directory.standingOf(two.oid)).toEqual({ roles: ["viewer"], global: false });
    expect(directory.standingOf(leaver.oid)).toEqual({ roles: [], global: false });
    expect(await userOf(gone.oid)).toMatchObject({ role: "viewer", authzVersion: 1 });
  });

  test("settling adopts the directory's value as a new authorization version, recorded, and drops pending writes", async () => {
    const { id: userId } = await userOf(moved.oid);
    await inSystem((tx) => writeToDirectory(tx, { entityId: OWN_ENTITY, userId }, [{ kind: "set_role", role: "viewer" }]));
    const { code, events } = await settle(takeDirectoryValue, moved.oid);
    expect(code).toBe("done");
    expect(await userOf(moved.oid)).toMatchObject({ role: "trader", authzVersion: 2, version: 2 });
    expect(events).toMatchObject([
      { action: "directory.directory_value_taken", targetId: userId, changes: { role: { from: "viewer", to: "trader" } }, reason },
    ]);
    await runDirectoryWrites();
    expect(directory.standingOf(moved.oid)?.roles).toEqual(["trader"]);
    expect(await driftOf(moved.oid)).toMatchObject({ settledTowards: "directory", settledBy: operator.displayName });
  });

  test("settling drops Global when the directory's role may not have it", async () => {
    await settle(takeDirectoryValue, stray.oid);
    expect(await userOf(stray.oid)).toMatchObject({ role: "viewer", global: false, authzVersion: 1 });
  });

  test("settling is refused after a change here, without a role, for a terminated person, and against the last operator", async () => {
    await comparison();
    const { id: userId } = await userOf(promoted.oid);
    await database.client.user.update({ where: { id: userId }, data: { role: "trader" } });
    for (const command of [takeDirectoryValue, writePortalValue]) expect((await settle(command, promoted.oid)).code).toBe("STALE_BASE");
    await database.client.user.update({ where: { id: userId }, data: { role: "viewer" } });

    const [none, ended] = [await add(randomUUID(), { displayName: "No Group" }), await add(randomUUID(), { status: "terminated" })];
    const facts = { comparisonId: (await driftOf(promoted.oid))?.comparisonId ?? "", portalGlobal: false, directoryGlobal: false };
    for (const [id, directoryRoles] of [
      [none.id, []],
      [ended.id, ["trader"]],
    ] as const) {
      const line = await database.client.directoryDrift.create({ data: { ...facts, userId: id, portalRole: "viewer", directoryRoles: [...directoryRoles] } });
      const found = { roles: directoryRoles, global: false };
      expect((await as((tx, grant) => takeDirectoryValue(tx, grant, { id: line.id, reason }, found))).code).toBe("ILLEGAL_TRANSITION");
    }
    await database.client.user.updateMany({ where: { NOT: { id: { in: [userId, operator.userId] } } }, data: { global: false } });
    // The caller is a temporary operator, and so does not count.
    const soon = new Date(Date.now() + 3_600_000);
    await database.client.user.update({ where: { id: operator.userId }, data: { baseRole: "viewer", baseGlobal: false, roleEndsAt: soon } });
    await database.client.user.update({ where: { id: userId }, data: { role: "operator", global: true } });
    const last = { portalRole: "operator", portalGlobal: true, directoryRoles: ["viewer"], directoryGlobal: false };
    const { id } = await database.client.directoryDrift.update({ where: { id: await idOf(promoted.oid) }, data: last });
    expect((await as((tx, grant) => takeDirectoryValue(tx, grant, { id, reason }, { roles: ["viewer"], global: false }))).code).toBe("LAST_OPERATOR");
    await database.client.user.update({ where: { id: operator.userId }, data: { baseRole: null, baseGlobal: null, roleEndsAt: null } });
    await database.client.user.update({ where: { id: userId }, data: { role: "viewer", global: false } });
  });

  test("only an operator with Global settles a difference", async () => {
    for (const principal of [person("operator"), person("entity-admin"), person("viewer")])
      expect((await settle(writePortalValue, two.oid, principal)).code).toBe("NOT_AUTHORISED");
  });
});

describe("pending directory writes", () => {
  test("a pending write shows on the person, in the filter and in the list, and is retried when an operator asks", async () => {
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
    await runDirectoryWrites();
    expect((await as((tx, grant) => retryWrite(tx, grant, { id: failed?.id ?? "" }))).code).toBe("ILLEGAL_TRANSITION");
    expect((await as((tx, grant) => retryFailedWrites(tx, grant))).code).toBe("INVALID_INPUT");
    await database.client.directoryWrite.updateMany({ data: { state: "failed" } });
    expect((await as((tx, grant) => retryFailedWrites(tx, grant))).events).toMatchObject([
      { action: "directory.failed_writes_retried", changes: { failed: { from: 2, to: 0 } } },
    ]);
    await runDirectoryWrites();
    expect(await database.client.directoryWrite.count({ where: { state: "done" } })).toBe(2);
  });
});
