import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expireRole } from "@/lib/domain/roles/expire-roles";
import { decide, EVERY_ENTITY } from "@/lib/platform/authz/decide";
import { permissionNames } from "@/lib/platform/authz/permissions";
import { roleKeys } from "@/lib/platform/authz/roles";
import type { Database } from "@/lib/platform/db/client";
import type { Prisma } from "@/lib/platform/db/types";
import { inScope, inSystem } from "@/lib/platform/unit-of-work/scope";
import { OTHER_ENTITY, OWN_ENTITY, person } from "@/lib/testing/principals";
import { callerFor, openTwoEntities, stranger } from "@/lib/testing/two-entities";
import { endSession, loadSession, startSession } from "./session";
import type { SessionToken } from "./token";

const load = (token: SessionToken) => loadSession(token, { expireRole });

let database: Database;
beforeAll(async () => {
  database = await openTwoEntities();
});
afterAll(() => database.close());

/** A new person with a session and its token. */
async function signedIn(more: Partial<Prisma.UserUncheckedCreateInput> = {}): Promise<SessionToken & { readonly userId: string }> {
  const facts = { entityId: OWN_ENTITY, tid: randomUUID(), oid: randomUUID(), email: "a@b.example", displayName: "Tāne Walker", role: "viewer", ...more };
  const user = await database.client.user.create({ data: facts });
  return inSystem(async (tx) => {
    const sid = await startSession(tx, user.id, callerFor(stranger("viewer")).request);
    return { sid, tid: user.tid, oid: user.oid, role: user.role, permissions: [], version: 1, userId: user.id };
  });
}

const inDatabase = (sid: string, change: string) => database.client.$executeRawUnsafe(`UPDATE session SET ${change} WHERE id = '${sid}'`);
const stored = (sid: string) => database.client.session.findUniqueOrThrow({ where: { id: sid } });
const change = (id: string, data: Prisma.UserUncheckedUpdateInput) => database.client.user.update({ where: { id }, data });

async function principalOf(token: SessionToken) {
  const session = await load(token);
  if (session.kind === "over") throw new Error(`The session is over: ${session.why}.`);
  return session.principal;
}

describe("a session", () => {
  test("a new session is live, with the principal from the database", async () => {
    const token = await signedIn();
    expect(await principalOf(token)).toMatchObject({
      userId: token.userId,
      oid: token.oid,
      role: "viewer",
      global: false,
      status: "active",
      entity: { id: OWN_ENTITY, status: "active" },
    });
  });

  test("a session lasts twelve hours at most by the database's clock, however busy it is", async () => {
    const { sid } = await signedIn();
    const [row] = await database.client.$queryRaw<{ hours: number }[]>`
      SELECT (extract(epoch FROM expires_at - created_at) / 3600)::float AS hours FROM session WHERE id = ${sid}::uuid`;
    expect(row?.hours).toBeCloseTo(12, 3);
  });

  const ends = [
    ["expired", "expires_at = now() - interval '1 millisecond'"],
    ["idle", "last_seen_at = now() - interval '30 minutes 1 millisecond'"],
    ["expired", "expires_at = now() - interval '1 day', last_seen_at = now() - interval '1 day'"],
  ] as const;

  test.each(ends)("a session that is %s stays over, with the reason %s", async (why, past) => {
    const token = await signedIn();
    await inDatabase(token.sid, past);
    expect(await load(token)).toEqual({ kind: "over", why });
    expect(await stored(token.sid)).toMatchObject({ endReason: why });
    await inDatabase(token.sid, "last_seen_at = now(), expires_at = now() + interval '1 hour'");
    expect(await load(token)).toEqual({ kind: "over", why });
  });

  test("a session is live a moment before its end", async () => {
    const token = await signedIn();
    await inDatabase(token.sid, "last_seen_at = now() - interval '29 minutes', expires_at = now() + interval '10 seconds'");
    expect(await load(token)).toMatchObject({ kind: "live" });
  });

  test("a session in use does not become idle, and is written at most once a minute", async () => {
    const token = await signedIn();
    await inDatabase(token.sid, "last_seen_at = now() - interval '29 minutes'");
    const before = Date.now();
    await load(token);
    const seen = (await stored(token.sid)).lastSeenAt;
    expect(Math.abs(seen.getTime() - before)).toBeLessThan(10_000);
    await Promise.all(Array.from({ length: 10 }, () => load(token)));
    expect((await stored(token.sid)).lastSeenAt).toEqual(seen);
    expect((await database.client.presence.findFirstOrThrow({ where: { userId: token.userId } })).lastSeenAt).toEqual(seen);
  });

  test("use never extends a session beyond its absolute lifetime", async () => {
    const token = await signedIn();
    const { expiresAt } = await stored(token.sid);
    await inDatabase(token.sid, "last_seen_at = now() - interval '2 minutes'");
    await load(token);
    expect((await stored(token.sid)).expiresAt).toEqual(expiresAt);
  });

  test.each(["signed-out", "replaced"] as const)("an ended session (%s) is over, and keeps its first reason", async (reason) => {
    const token = await signedIn();
    await inSystem((tx) => endSession(tx, token.sid, reason));
    const { endedAt } = await stored(token.sid);
    await inSystem((tx) => endSession(tx, token.sid, "idle"));
    expect(await load(token)).toEqual({ kind: "over", why: reason });
    expect((await stored(token.sid)).endedAt).toEqual(endedAt);
  });

  test("a session needs its row, and works only for its own person", async () => {
    const [mine, theirs] = [await signedIn(), await signedIn({ role: "operator", global: true })];
    for (const token of [
      { ...mine, sid: randomUUID() },
      { ...mine, sid: theirs.sid },
      { ...theirs, oid: mine.oid },
      { ...theirs, tid: mine.tid },
      { ...mine, oid: theirs.oid, tid: theirs.tid },
    ]) {
      expect(await load(token)).toEqual({ kind: "over", why: "unknown" });
    }
    await database.client.session.delete({ where: { id: mine.sid } });
    expect(await load(mine)).toEqual({ kind: "over", why: "unknown" });
  });

  test("a session can be ended by its owner, and by nobody of another entity", async () => {
    const theirs = await signedIn();
    await inScope(callerFor(stranger("entity-admin")), "session.end", (tx) => endSession(tx, theirs.sid, "signed-out"));
    expect(await load(theirs)).toMatchObject({ kind: "live" });
    await inScope(callerFor({ ...person("viewer"), userId: theirs.userId }), "session.end", (tx) => endSession(tx, theirs.sid, "signed-out"));
    expect(await load(theirs)).toEqual({ kind: "over", why: "signed-out" });
  });
});

describe("the token is never trusted", () => {
  const claims: readonly (readonly [string, Partial<SessionToken>])[] = [
    ["every permission there is", { permissions: [...permissionNames] }],
    ["the operator's role", { role: "operator" }],
    ["another version", { version: 99 }],
    ["all of that, and an invented permission", { role: "operator", permissions: [...permissionNames, "Everything.Do"], version: 0 }],
  ];

  test.each(claims)("a token with %s grants nothing more", async (_name, more) => {
    const token = await signedIn();
    const principal = await principalOf({ ...token, ...more });
    expect(principal).toEqual(await principalOf(token));
    const granted = permissionNames.filter((permission) => decide(principal, permission, { entityId: OWN_ENTITY }).outcome === "grant");
    expect(granted).toEqual(["Market.View", "Credit.View", "Docs.View"]);
    for (const permission of permissionNames) expect(decide(principal, permission, EVERY_ENTITY).outcome).toBe("deny");
  });

  test("a token with fewer permissions withholds nothing: the database decides both ways", async () => {
    const token = await signedIn({ role: "entity-admin" });
    expect(decide(await principalOf({ ...token, role: "viewer", permissions: [] }), "Users.View", { entityId: OWN_ENTITY }).outcome).toBe("grant");
  });
});

describe("changes take effect on the next request", () => {
  test("a change of role takes effect on the next request, in both directions", async () => {
    const token = await signedIn({ role: "entity-admin" });
    const outcome = async () => decide(await principalOf(token), "Users.Manage", { entityId: OWN_ENTITY }).outcome;
    expect(await outcome()).toBe("grant");
    await change(token.userId, { role: "viewer" });
    expect(await outcome()).toBe("deny");
    await change(token.userId, { role: "entity-admin" });
    expect(await outcome()).toBe("grant");
    await change(token.userId, { role: "astronaut" });
    expect([...(await principalOf(token)).permissions]).toEqual([]);
  });

  test("a change of Global takes effect on the next request, and counts with an operating role only", async () => {
    const token = await signedIn({ role: "operator" });
    expect((await principalOf(token)).global).toBe(false);
    await change(token.userId, { global: true });
    expect((await principalOf(token)).global).toBe(true);
    for (const role of roleKeys.filter((key) => key !== "operator")) {
      await change(token.userId, { role });
      expect((await principalOf(token)).global).toBe(false);
    }
  });

  test.each([
    ["halted", "Market.Trade", "USER_HALTED"],
    ["frozen", "Market.Trade", "USER_FROZEN"],
    ["deactivated", "Market.View", "USER_DEACTIVATED"],
    ["terminated", "Market.View", "USER_TERMINATED"],
  ] as const)("a change of status takes effect on the next request: %s", async (status, permission, reason) => {
    const token = await signedIn({ role: "trader" });
    await change(token.userId, { status });
    expect(decide(await principalOf(token), permission, { entityId: OWN_ENTITY })).toMatchObject({ outcome: "deny", reason });
    await change(token.userId, { status: "active" });
    expect(decide(await principalOf(token), permission, { entityId: OWN_ENTITY }).outcome).toBe("grant");
  });

  test("a change of entity takes effect on the next request", async () => {
    const token = await signedIn({ role: "entity-admin" });
    await change(token.userId, { entityId: OTHER_ENTITY });
    const principal = await principalOf(token);
    expect(principal.entity).toMatchObject({ id: OTHER_ENTITY, code: "RATA" });
    expect(decide(principal, "Users.View", { entityId: OWN_ENTITY })).toMatchObject({ outcome: "deny", reason: "OTHER_ENTITY" });
  });
});
