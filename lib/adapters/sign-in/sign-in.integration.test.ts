import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { directorySettings } from "@/lib/adapters/entra/settings";
import type { RequestInfo } from "@/lib/platform/audit/event";
import type { Database } from "@/lib/platform/db/client";
import type { Prisma } from "@/lib/platform/db/types";
import { type Claims, claimsOf, groupOf } from "@/lib/testing/claims";
import { OTHER_ENTITY, OWN_ENTITY } from "@/lib/testing/principals";
import { callerFor, openTwoEntities, stranger } from "@/lib/testing/two-entities";
import { signIn } from "./sign-in";

// Nothing listens here: an unreachable directory.
process.env.LOCAL_DIRECTORY_TLS_PORT = "1";

let database: Database;
beforeAll(async () => {
  database = await openTwoEntities();
});
afterAll(() => database.close());

const request = (): RequestInfo => callerFor(stranger("viewer")).request;

/** A known user, with matching claims. */
async function member(more: Partial<Prisma.UserUncheckedCreateInput> = {}): Promise<Claims> {
  const claims = claimsOf();
  const { tenantId } = directorySettings();
  const facts = { entityId: OWN_ENTITY, tid: tenantId, oid: claims.oid, email: claims.preferred_username, displayName: "Tāne Walker", role: "viewer" };
  await database.client.user.create({ data: { ...facts, ...more } });
  return claims;
}

const userOf = ({ oid }: Claims) => database.client.user.findFirst({ where: { oid }, include: { sessions: true } });

/** Signs in and returns the outcome, the stored user and the audit rows. */
async function come(claims: unknown, held: Parameters<typeof signIn>[2] = {}) {
  const info = request();
  const outcome = await signIn(claims, info, held);
  const events = await database.client.auditEvent.findMany({ where: { requestId: info.requestId }, orderBy: { id: "asc" } });
  return { outcome, code: "code" in outcome ? outcome.code : "admitted", events, actions: events.map(({ action }) => action) };
}

describe("a known user", () => {
  test("is audited under the directory's sign-in name, whatever the portal calls them", async () => {
    const claims = await member({ displayName: "Somebody Else", email: "label@kauri.example" });
    const { events } = await come(claims);
    expect(events.map(({ actorLogin }) => actorLogin)).toEqual(events.map(() => claims.preferred_username));
    expect(await userOf(claims)).toMatchObject({ login: claims.preferred_username });
    const refused = await come({ ...claims, groups: [] });
    expect(refused.events).toMatchObject([{ action: "session.refused", actorLogin: claims.preferred_username }]);
  });

  test("has a real address instead of Entra's guest name, even if the guest name was stored before", async () => {
    const [address, name] = ["hana.ito@people.example", "hana.ito_people.example#EXT#@aex.onmicrosoft.com"];
    const claims = { ...(await member({ email: name })), preferred_username: name };
    for (const more of [{ email: address }, {}]) {
      await come({ ...claims, ...more });
      expect(await userOf(claims)).toMatchObject({ email: address, login: name.toLowerCase() });
    }
  });

  test("was last seen when they signed in", async () => {
    const claims = await member();
    await come(claims);
    const user = await userOf(claims);
    const presence = await database.client.presence.findFirst({ where: { userId: user?.id ?? "" } });
    expect(presence?.lastSeenAt.getTime()).toBeGreaterThanOrEqual(user?.sessions[0]?.createdAt.getTime() ?? Number.POSITIVE_INFINITY);
  });

  test("gets the directory's name, without characters that no name may have", async () => {
    const claims = { ...(await member()), name: "Aroha\u3164\u202e Ngata (aex.example) 2" };
    await come(claims);
    expect(await userOf(claims)).toMatchObject({ displayName: "Aroha Ngata aex example" });
  });

  test("is admitted with a session of their own, and the sign-in is audited", async () => {
    const claims = await member();
    const { outcome, events } = await come(claims);
    const user = await userOf(claims);
    expect(outcome).toEqual({
      leftInvitationOpen: false,
      sid: user?.sessions[0]?.id,
      tid: user?.tid,
      oid: claims.oid,
      role: "viewer",
      permissions: ["Market.View", "Credit.View", "Docs.View"],
      version: 1,
    });
    expect(events).toMatchObject([
      {
        kind: "sign_in",
        action: "session.signed_in",
        outcome: "grant",
        result: "committed",
        actorUserId: user?.id,
        actorRole: "viewer",
        sessionId: user?.sessions[0]?.id,
      },
    ]);
  });

  test("gets the directory's values as a new authorization version, and the change is audited", async () => {
    const claims = await member();
    const { outcome, events } = await come({ ...claims, groups: [groupOf("trader")], name: "Tāne W.", preferred_username: "tane@kauri.example" });
    expect(outcome).toMatchObject({ role: "trader", version: 2 });
    expect(await userOf(claims)).toMatchObject({ role: "trader", displayName: "Tāne W.", email: "tane@kauri.example", authzVersion: 2 });
    const change = events.find(({ kind }) => kind === "change");
    expect(change).toMatchObject({
      action: "user.updated_from_directory",
      changes: {
        role: { from: "viewer", to: "trader" },
        displayName: { from: "Tāne Walker", to: "Tāne W." },
        email: { from: "tane.walker@kauri.example", to: "tane@kauri.example" },
      },
    });
  });

  test("keeps the authorization version when only a label differs", async () => {
    const claims = await member();
    await come({ ...claims, name: "Another Name" });
    expect(await userOf(claims)).toMatchObject({ displayName: "Another Name", authzVersion: 1 });
  });

  test("is identified by tid and oid alone, even with another user's address and name", async () => {
    const victim = await member({ email: "boss@kauri.example", role: "entity-admin" });
    const { code } = await come(claimsOf({ preferred_username: "boss@kauri.example", groups: [groupOf("entity-admin")] }));
    expect(code).toBe("NOT_INVITED");
    expect((await userOf(victim))?.sessions).toEqual([]);
  });

  test.each([
    ["operator", true, true, []],
    ["operator", false, false, []],
    ["entity-admin", true, false, ["security.global_dropped"]],
    ["viewer", true, false, ["security.global_dropped"]],
  ] as const)("a %s with Global in the directory (%s) has Global here: %s; where it is dropped, an alert says so", async (role, given, counted, alerts) => {
    const claims = await member({ role });
    const { actions, events } = await come({ ...claims, groups: [groupOf(role)], roles: given ? ["Global"] : [] });
    expect(await userOf(claims)).toMatchObject({ role, global: counted, authzVersion: counted ? 2 : 1 });
    expect(actions.filter((action) => action.startsWith("security."))).toEqual(alerts);
    if (alerts.length > 0)
      expect(events.find(({ action }) => action === "security.global_dropped")).toMatchObject({ outcome: "deny", reasonCode: "GLOBAL_WITHOUT_OPERATING_ROLE" });
  });

  test("loses Global with the operator role, and a change of Global alone is a new version too", async () => {
    const claims = await member({ role: "operator", global: true });
    await come({ ...claims, groups: [groupOf("operator")], roles: [] });
    expect(await userOf(claims)).toMatchObject({ global: false, authzVersion: 2 });
    await come({ ...claims, groups: [groupOf("operator")], roles: ["Global"] });
    expect(await userOf(claims)).toMatchObject({ global: true, authzVersion: 3 });
    await come({ ...claims, roles: ["Global"] });
    expect(await userOf(claims)).toMatchObject({ role: "viewer", global: false, authzVersion: 4 });
  });

  test("ends the browser's previous session", async () => {
    const claims = await member();
    const { outcome } = await come(claims);
    if ("code" in outcome) throw new Error(outcome.code);
    await come(claims, { sessionId: outcome.sid });
    const sessions = (await userOf(claims))?.sessions ?? [];
    expect(sessions.map(({ id, endReason }) => [id === outcome.sid, endReason]).toSorted()).toEqual([
      [false, null],
      [true, "replaced"],
    ]);
  });
});

describe("a refused sign-in is audited and gets no session", () => {
  const viewer = groupOf("viewer");
  const findings: readonly (readonly [string, Record<string, unknown>])[] = [
    ["NO_ROLE_GROUP", { groups: [] }],
    ["NO_ROLE_GROUP", { groups: [randomUUID(), "operator"] }],
    ["SEVERAL_ROLE_GROUPS", { groups: [viewer, groupOf("operator")] }],
    ["WRONG_TENANT", { tid: randomUUID() }],
    ["WRONG_ISSUER", { iss: "https://evil.example/v2.0" }],
    ["WRONG_AUDIENCE", { aud: randomUUID() }],
    ["CLAIMS_UNREADABLE", { groups: viewer }],
    ["DIRECTORY_UNREACHABLE", { groups: undefined, hasgroups: true }],
  ];

  test.each(findings)("%s: %o", async (reason, more) => {
    const claims = await member();
    const { code, events } = await come({ ...claims, ...more });
    expect(code).toBe(reason);
    expect(events).toMatchObject([{ kind: "sign_in", action: "session.refused", outcome: "deny", reasonCode: reason, result: "AUTH_FAILED" }]);
    expect(await userOf(claims)).toMatchObject({ role: "viewer", authzVersion: 1, sessions: [] });
  });

  const shut = [
    ["USER_DEACTIVATED", { status: "deactivated" }],
    ["USER_TERMINATED", { status: "terminated" }],
  ] as const;

  test.each(shut)("%s, and none of the directory's values are stored", async (reason, more) => {
    const claims = await member(more);
    const { code, events } = await come({ ...claims, groups: [groupOf("trader")] });
    expect(code).toBe(reason);
    const user = await userOf(claims);
    expect(user).toMatchObject({ role: "viewer", authzVersion: 1, sessions: [] });
    expect(events).toMatchObject([{ action: "session.refused", reasonCode: reason, actorUserId: user?.id, actorOid: claims.oid }]);
  });

  test("ENTITY_SUSPENDED", async () => {
    const claims = await member({ entityId: OTHER_ENTITY });
    await database.client.entity.update({ where: { id: OTHER_ENTITY }, data: { status: "suspended" } });
    const { code, events } = await come(claims);
    await database.client.entity.update({ where: { id: OTHER_ENTITY }, data: { status: "active" } });
    expect(code).toBe("ENTITY_SUSPENDED");
    expect(events).toMatchObject([{ action: "session.refused", reasonCode: "ENTITY_SUSPENDED" }]);
    expect((await userOf(claims))?.sessions).toEqual([]);
  });

  test.each(["halted", "frozen"] as const)("but a %s account may sign in: what it may do is decided later", async (status) => {
    expect((await come(await member({ status }))).code).toBe("admitted");
  });
});

describe("what a directory may send", () => {
  test.each(["a\u0000b", "\ud800", `${"x".repeat(199)}😀`, "x".repeat(10_000), "'; DROP TABLE portal_user; --", "\u202eevil", "{}", ""])(
    "a name like %j admits, and is taken over once",
    async (name) => {
      const claims = await member();
      expect((await come({ ...claims, name, preferred_username: `${name.slice(0, 300)}@kauri.example` })).code).toBe("admitted");
      const again = await come({ ...claims, name, preferred_username: `${name.slice(0, 300)}@kauri.example` });
      expect(again.actions).toEqual(["session.signed_in"]);
    },
  );
});

test("when the audit row cannot be written, nobody is admitted and nothing is stored", async () => {
  const claims = await member();
  await database.client.$executeRaw`ALTER TABLE audit_event ADD CONSTRAINT test_none CHECK (false) NOT VALID`;
  try {
    await expect(signIn({ ...claims, groups: [groupOf("trader")] }, request(), {})).rejects.toThrow();
    await expect(signIn({ ...claims, groups: [] }, request(), {})).rejects.toThrow();
  } finally {
    await database.client.$executeRaw`ALTER TABLE audit_event DROP CONSTRAINT test_none`;
  }
  expect(await userOf(claims)).toMatchObject({ role: "viewer", authzVersion: 1, sessions: [] });
  expect((await come(claims)).code).toBe("admitted");
});
