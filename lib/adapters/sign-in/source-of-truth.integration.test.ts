import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { directorySettings } from "@/lib/adapters/entra/settings";
import { hashInvitationToken } from "@/lib/domain/invitations/token";
import { type DirectoryChange, writeToDirectory } from "@/lib/domain/write-queue/enqueue";
import type { Database } from "@/lib/platform/db/client";
import type { Prisma } from "@/lib/platform/db/types";
import { inSystem } from "@/lib/platform/unit-of-work/scope";
import { type Claims, claimsOf, groupOf } from "@/lib/testing/claims";
import { OWN_ENTITY, person } from "@/lib/testing/principals";
import { callerFor, openTwoEntities } from "@/lib/testing/two-entities";
import { signIn } from "./sign-in";

/** Which value wins at sign-in: the directory's, or the portal's pending write. */

let database: Database;
beforeAll(async () => {
  database = await openTwoEntities();
});
afterAll(() => database.close());

const userOf = ({ oid }: Claims) => database.client.user.findFirstOrThrow({ where: { oid } });
const writesOf = (userId: string) => database.client.directoryWrite.findMany({ where: { userId }, orderBy: { position: "asc" } });

async function come(claims: Claims, invitation?: string) {
  const { request } = callerFor(person("viewer"));
  const outcome = await signIn(claims, request, { invitation });
  const events = await database.client.auditEvent.findMany({ where: { requestId: request.requestId }, orderBy: { id: "asc" } });
  return { code: "code" in outcome ? outcome.code : "admitted", actions: events.map(({ action }) => action) };
}

/** A user with that role and these directory writes, in the given state. */
async function member(
  role: string,
  changes: readonly DirectoryChange[],
  write: Prisma.DirectoryWriteUpdateManyMutationInput = {},
  more: { global?: boolean } = {},
) {
  const claims = claimsOf();
  const facts = { entityId: OWN_ENTITY, tid: directorySettings().tenantId, oid: claims.oid, email: claims.preferred_username, displayName: "Tāne Walker" };
  const { id } = await database.client.user.create({ data: { ...facts, role, ...more } });
  await inSystem(async (tx) => {
    await writeToDirectory(tx, { entityId: OWN_ENTITY, userId: id }, changes);
    await tx.directoryWrite.updateMany({ where: { userId: id }, data: write });
  });
  return claims;
}

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);
const TRADER: readonly DirectoryChange[] = [{ kind: "set_role", role: "trader" }];

describe("while a directory write is pending", () => {
  test.each([
    ["waiting", { state: "pending" }],
    ["given up", { state: "failed" }],
    ["done after the token was issued", { state: "done", doneAt: minutesAgo(0) }],
  ] as const)("the portal's role stands: the write is %s", async (_, write) => {
    const claims = await member("trader", TRADER, write);
    expect((await come({ ...claims, groups: [groupOf("viewer")] })).code).toBe("admitted");
    expect(await userOf(claims)).toMatchObject({ role: "trader", authzVersion: 1 });
  });

  test.each([
    ["done well before the token was issued", { state: "done", doneAt: minutesAgo(10) }],
    ["superseded", { state: "superseded" }],
  ] as const)("and not a moment longer: the write is %s", async (_, write) => {
    const claims = await member("trader", TRADER, write);
    await come({ ...claims, groups: [groupOf("viewer")] });
    expect(await userOf(claims)).toMatchObject({ role: "viewer", authzVersion: 2 });
  });

  test.each([
    ["none", []],
    ["the old and the new", [groupOf("viewer"), groupOf("trader")]],
  ])("nobody is turned away for the role groups that the move leaves them in: %s", async (_, groups) => {
    const claims = await member("trader", TRADER);
    expect((await come({ ...claims, groups })).code).toBe("admitted");
    const settled = await member("trader", TRADER, { state: "superseded" });
    expect((await come({ ...settled, groups })).code).toMatch(/ROLE_GROUP/);
  });

  test("the directory still wins for everything not pending: Global, name and address", async () => {
    const claims = await member("operator", [{ kind: "set_role", role: "operator" }], {}, { global: true });
    await come({ ...claims, groups: [groupOf("viewer")], roles: [], name: "Tāne W." });
    expect(await userOf(claims)).toMatchObject({ role: "operator", global: false, displayName: "Tāne W." });
  });

  test("the portal's Global wins too, assigned or removed, but never without its role", async () => {
    const given = await member("operator", [{ kind: "set_global", global: true }], {}, { global: true });
    await come({ ...given, groups: [groupOf("operator")], roles: [] });
    expect(await userOf(given)).toMatchObject({ global: true, authzVersion: 1 });
    const taken = await member("operator", [{ kind: "set_global", global: false }]);
    await come({ ...taken, groups: [groupOf("operator")], roles: ["Global"] });
    expect(await userOf(taken)).toMatchObject({ global: false, authzVersion: 1 });
    const demoted = await member("viewer", [{ kind: "set_role", role: "viewer" }]);
    const { actions } = await come({ ...demoted, groups: [groupOf("operator")], roles: ["Global"] });
    expect(await userOf(demoted)).toMatchObject({ role: "viewer", global: false });
    expect(actions).toEqual(["session.signed_in"]);
  });
});

describe("a new user", () => {
  async function invite() {
    const token = randomBytes(32).toString("base64url");
    const claims = claimsOf();
    const data = { entityId: OWN_ENTITY, email: claims.preferred_username, role: "trader", tokenHash: hashInvitationToken(token) };
    const { id } = await inSystem((tx) => tx.invitation.create({ data: { ...data, expiresAt: new Date(Date.now() + 3_600_000) } }));
    return { token, id, claims };
  }

  test("gets the invitation's role when the directory has none, and the directory write is queued only then", async () => {
    const { token, claims } = await invite();
    const before = await database.client.directoryWrite.count();
    expect((await come({ ...claims, groups: [] }, token)).code).toBe("admitted");
    const user = await userOf(claims);
    expect(user.role).toBe("trader");
    expect(await writesOf(user.id)).toMatchObject([
      { kind: "set_role", role: "trader", state: "pending", person: `account:${claims.oid}`, invitationId: null },
    ]);
    expect(await database.client.directoryWrite.count()).toBe(before + 1);
    // The portal's value wins until the write is done.
    expect((await come({ ...claims, groups: [] })).code).toBe("admitted");
    expect(await userOf(claims)).toMatchObject({ role: "trader", authzVersion: 1 });
  });

  test("gets the directory's role when it has one, and nothing is written to the directory", async () => {
    const { token, claims } = await invite();
    await come({ ...claims, groups: [groupOf("viewer")] }, token);
    const user = await userOf(claims);
    expect(user).toMatchObject({ role: "viewer" });
    expect(await writesOf(user.id)).toEqual([]);
  });
});

test("the directory may demote even the last operator, which raises an alert; demoting an earlier one does not", async () => {
  await database.client.user.updateMany({ data: { global: false } });
  const operators = [await member("operator", [], {}, { global: true }), await member("operator", [], {}, { global: true })];
  const alerts: readonly string[][] = await operators.reduce<Promise<string[][]>>(async (before, claims) => {
    const done = await before;
    const { actions } = await come({ ...claims, groups: [groupOf("operator")], roles: [] });
    return [...done, actions.filter((action) => action.startsWith("security."))];
  }, Promise.resolve([]));
  expect(alerts).toEqual([[], ["security.last_operator_lost"]]);
});
