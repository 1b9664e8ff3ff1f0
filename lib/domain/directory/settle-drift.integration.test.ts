import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { askAgain } from "@/lib/adapters/entra/ask-again";
import { DirectoryUnavailable } from "@/lib/adapters/entra/errors";
import { groupIdsOf, standingOf } from "@/lib/adapters/entra/graph";
import { LOCAL_TENANT_ID } from "@/lib/adapters/entra/local-tenant";
import { runDirectoryWrites } from "@/lib/adapters/entra/worker";
import { someone, startTestDirectory, type TestDirectory } from "@/lib/dev/directory/test-directory";
import { approveRequest } from "@/lib/domain/roles/commands";
import { writeToDirectory } from "@/lib/domain/write-queue/enqueue";
import { EVERY_ENTITY } from "@/lib/platform/authz/decide";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { Database } from "@/lib/platform/db/client";
import { authorize } from "@/lib/platform/unit-of-work/authorize";
import { inSystem, inWriteScope } from "@/lib/platform/unit-of-work/scope";
import { asActor } from "@/lib/testing/actors";
import { act, colleague, REASON } from "@/lib/testing/assignments";
import { compareWithDirectory } from "@/lib/testing/compare";
import { callerFor, codeOfFailure } from "@/lib/testing/two-entities";
import { addUsers, openTestWorld } from "@/lib/testing/world";
import { requestComparison, retryFailedWrites, retryWrite, takeDirectoryValue, writePortalValue } from "./commands";

process.env.SESSION_SECRET = "a secret of the tests, long enough to be accepted";

/** A person with one state in the portal and another in the directory. */
const removed = someone("Removed There", []);
const demoted = someone("Demoted There", ["viewer"]);
const promoted = someone("Promoted There", ["operator"], ["Global"]);
const moved = someone("Moved There", ["trader"]);
const failed = someone("Failed There", ["viewer"]);
const ahead = someone("Ahead There", ["operator"], ["Global"]);
const people = { removed, demoted, promoted, moved, failed, ahead };
type Who = keyof typeof people;

let directory: TestDirectory;
let database: Database;
let one: UserPrincipal;
let two: UserPrincipal;
beforeAll(async () => {
  directory = await startTestDirectory(Object.values(people));
  database = await openTestWorld();
  one = await colleague("operator", { global: true });
  two = await colleague("operator", { global: true });
  const long = { tid: LOCAL_TENANT_ID, updatedAt: new Date(Date.now() - 60_000) };
  const soon = new Date(Date.now() + 3_600_000);
  await addUsers([
    ...[removed, demoted].map(({ oid, displayName }) => ({ ...long, oid, displayName, role: "operator", global: true })),
    ...[promoted, moved].map(({ oid, displayName }) => ({ ...long, oid, displayName })),
    { ...long, oid: failed.oid, displayName: failed.displayName, role: "trader" },
    // An operator for an hour here, permanently in the directory.
    { ...long, oid: ahead.oid, displayName: ahead.displayName, role: "operator", baseRole: "viewer", baseGlobal: false, roleEndsAt: soon },
  ]);
  const { id: userId, entityId } = await userOf("ahead");
  const grant = { role: "operator", global: false, startsAt: new Date(), endsAt: soon, announceAt: soon, askedById: one.userId };
  await database.client.roleGrant.create({ data: { ...grant, entityId, userId } });
  await groupIdsOf(removed.oid);
});
afterAll(async () => {
  await database.close();
  await directory.stop();
});
beforeEach(() => directory.misbehave(() => undefined));

const userOf = (who: Who) => database.client.user.findFirstOrThrow({ where: { oid: people[who].oid } });
const lineOf = async (who: Who) => {
  const { id } = await userOf(who);
  return database.client.directoryDrift.findFirst({ where: { userId: id }, orderBy: { id: "desc" } });
};
const compare = async () => {
  await perform(one, (tx, grant) => requestComparison(tx, grant));
  await compareWithDirectory();
};

type Work<T> = (tx: Parameters<typeof takeDirectoryValue>[0], grant: Parameters<typeof takeDirectoryValue>[1]) => Promise<T>;
async function perform<T>(by: UserPrincipal, work: Work<T>): Promise<{ code: string; value: T | undefined }> {
  const run = inWriteScope(await asActor(callerFor(by)), "directory.test", (tx) => work(tx, authorize(tx, "Users.Promote", EVERY_ENTITY)));
  return run.then(
    (value) => ({ code: "done", value }),
    (error: unknown) => ({ code: codeOfFailure(error), value: undefined }),
  );
}

type Command = typeof takeDirectoryValue;
const BOTH: readonly Command[] = [takeDirectoryValue, writePortalValue];
/** As the action does: asks the directory first, outside the transaction. */
async function settle(by: UserPrincipal, command: Command, who: Who, id?: string) {
  const line = id ?? (await lineOf(who))?.id ?? randomUUID();
  const found = await askAgain(callerFor(by), "directory.test", { id: line });
  return perform(by, (tx, grant) => command(tx, grant, { id: line, reason: REASON }, found));
}
const approve = async (by: UserPrincipal, request: { id: string; entityId: string } | null | undefined) =>
  act(by, "Users.Promote", request?.entityId ?? "", (tx, grant) => approveRequest(tx, grant, { id: request?.id ?? "", reason: REASON }));

test("nobody settles a difference about themselves, by row, identity or directory address, in either direction", async () => {
  await compare();
  const login = "removed.there@aex.example";
  const about = await database.client.user.update({ where: { id: (await userOf("removed")).id }, data: { login } });
  const address = await colleague("operator", { global: true });
  const selves: readonly UserPrincipal[] = [
    { ...one, userId: about.id, oid: about.oid },
    { ...two, oid: about.oid },
    { ...address, login },
  ];
  for (const self of selves) {
    // The stored person whose row has the identity or address being compared.
    const { userId: id, oid } = self;
    if (id !== about.id) await database.client.user.update({ where: { id }, data: { tid: randomUUID(), oid, login: self.login } });
    for (const command of BOTH) expect((await settle(self, command, "removed")).code).toBe("SELF_APPROVAL");
  }
  await database.client.user.update({ where: { id: two.userId }, data: { oid: two.oid } });
  await runDirectoryWrites();
  expect(directory.standingOf(removed.oid)).toEqual({ roles: [], global: false });
});

describe("settling that gives a role that takes two people becomes a request", () => {
  test("settling towards the portal writes its operator to the directory once a second person approves", async () => {
    const settled = await settle(one, writePortalValue, "demoted");
    expect(settled).toMatchObject({ code: "done", value: { request: { toRole: "operator", toGlobal: true, endsAt: null, state: "pending" } } });
    await runDirectoryWrites();
    expect(directory.standingOf(demoted.oid)).toEqual({ roles: ["viewer"], global: false });
    await approve(two, settled.value?.request);
    await runDirectoryWrites();
    expect(directory.standingOf(demoted.oid)).toEqual({ roles: ["operator"], global: true });
  });

  test("settling towards the directory adopts its operator once a second person approves", async () => {
    const settled = await settle(one, takeDirectoryValue, "promoted");
    expect(settled).toMatchObject({ code: "done", value: { request: { toRole: "operator", toGlobal: true } } });
    expect(await userOf("promoted")).toMatchObject({ role: "viewer", global: false });
    await approve(two, settled.value?.request);
    expect(await userOf("promoted")).toMatchObject({ role: "operator", global: true });
  });

  test("the requested role ends when the role given here ends", async () => {
    const before = await userOf("ahead");
    const settled = await settle(one, takeDirectoryValue, "ahead");
    expect(settled.value?.request).toMatchObject({ toRole: "operator", toGlobal: true, endsAt: before.roleEndsAt });
    await approve(two, settled.value?.request);
    expect(await userOf("ahead")).toMatchObject({ role: "operator", global: true, baseRole: "viewer", roleEndsAt: before.roleEndsAt });
  });

  test("one person settles what removes such a role, or gives none", async () => {
    await compare();
    expect(await settle(one, takeDirectoryValue, "moved")).toMatchObject({ code: "done", value: { request: null } });
    expect(await userOf("moved")).toMatchObject({ role: "trader" });
  });
});

describe("a stale difference", () => {
  test("a difference cannot be settled after a later comparison has finished", async () => {
    await compare();
    const old = (await lineOf("removed"))?.id;
    await compare();
    for (const command of BOTH) expect((await settle(one, command, "removed", old)).code).toBe("STALE_BASE");
    expect((await settle(one, writePortalValue, "removed")).code).toBe("done");
  });

  test("a difference of an unfinished comparison cannot be settled", async () => {
    await perform(one, (tx, grant) => requestComparison(tx, grant));
    const running = await database.client.directoryComparison.findFirstOrThrow({ where: { state: "waiting" } });
    const line = await database.client.directoryDrift.create({
      data: {
        comparisonId: running.id,
        userId: (await userOf("removed")).id,
        portalRole: "operator",
        portalGlobal: true,
        directoryRoles: [],
        directoryGlobal: false,
      },
    });
    for (const command of BOTH) expect((await settle(one, command, "removed", line.id)).code).toBe("STALE_BASE");
    await database.client.directoryDrift.delete({ where: { id: line.id } });
    await compareWithDirectory();
  });

  test("a difference cannot be settled once the directory has changed, or while it does not answer", async () => {
    const line = await lineOf("removed");
    const facts = { comparisonId: line?.comparisonId ?? "", userId: (await userOf("promoted")).id, portalRole: "operator", portalGlobal: true };
    const stale = await database.client.directoryDrift.create({ data: { ...facts, directoryRoles: ["trader"], directoryGlobal: false } });
    for (const command of BOTH) expect((await settle(one, command, "promoted", stale.id)).code).toBe("STALE_BASE");
    directory.misbehave(() => ({ kind: "garbage" }));
    await expect(settle(one, writePortalValue, "promoted", stale.id)).rejects.toBeInstanceOf(DirectoryUnavailable);
  });

  test("the directory is queried only for a person who may settle", async () => {
    const entityAdmin = await colleague("entity-admin");
    const id = (await lineOf("removed"))?.id ?? "";
    expect(await askAgain(callerFor(entityAdmin), "directory.test", { id }).catch(codeOfFailure)).toBe("NOT_AUTHORISED");
  });

  test("an account missing from the directory has no groups", async () => {
    expect(await standingOf(randomUUID())).toEqual({ roles: [], global: false });
  });
});

describe("a dead-lettered write", () => {
  test("a dead-lettered write is listed as failed, and is no difference", async () => {
    const { id: userId, entityId } = await userOf("failed");
    await inSystem((tx) => writeToDirectory(tx, { entityId, userId }, [{ kind: "set_role", role: "trader" }]));
    await database.client.directoryWrite.updateMany({ where: { userId }, data: { state: "failed", createdAt: new Date(0) } });
    await compare();
    expect(await lineOf("failed")).toMatchObject({ comparisonId: expect.not.stringMatching((await lineOf("removed"))?.comparisonId ?? "") });
  });

  test("nobody retries a write about themselves, alone or with all others", async () => {
    await inSystem((tx) => writeToDirectory(tx, { entityId: one.entity.id, userId: one.userId }, [{ kind: "set_role", role: "operator" }]));
    await database.client.directoryWrite.updateMany({ where: { userId: one.userId }, data: { state: "failed" } });
    const { id } = await database.client.directoryWrite.findFirstOrThrow({ where: { userId: one.userId } });
    expect((await perform(one, (tx, grant) => retryWrite(tx, grant, { id }))).code).toBe("SELF_APPROVAL");
    expect((await perform(one, (tx, grant) => retryFailedWrites(tx, grant))).code).toBe("done");
    const left = await database.client.directoryWrite.findMany({ where: { state: "failed" } });
    expect(left.map(({ userId }) => userId)).toEqual([one.userId]);
    expect((await perform(two, (tx, grant) => retryWrite(tx, grant, { id }))).code).toBe("done");
  });
});

test("an e-mail address edited by others does not stop an operator from settling", async () => {
  const { id: userId, entityId } = await userOf("failed");
  const self = { ...two, email: "given@people.example", login: null };
  await database.client.user.updateMany({ where: { id: { in: [userId, two.userId] } }, data: { email: self.email } });
  const write = { entityId, person: "", userId, kind: "set_role", role: "trader", state: "failed" } as const;
  const { id } = await database.client.directoryWrite.create({ data: write });
  expect((await perform(self, (tx, grant) => retryWrite(tx, grant, { id }))).code).toBe("done");
  await database.client.directoryWrite.update({ where: { id }, data: { state: "failed" } });
  expect((await perform(self, (tx, grant) => retryFailedWrites(tx, grant))).code).toBe("done");
  expect(await database.client.directoryWrite.findUniqueOrThrow({ where: { id } })).toMatchObject({ state: "pending" });
  await database.client.directoryWrite.deleteMany({ where: { userId } });
  await database.client.user.update({ where: { id: userId }, data: { updatedAt: new Date(Date.now() - 60_000) } });
  await compare();
  expect((await settle(self, writePortalValue, "failed")).code).toBe("done");
});
