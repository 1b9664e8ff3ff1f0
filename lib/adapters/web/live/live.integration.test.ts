import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expireRole } from "@/lib/domain/roles/expire-roles";
import type { Database } from "@/lib/platform/db/client";
import { loadSession } from "@/lib/platform/sessions/session";
import { hearEvents } from "@/lib/testing/events";
import { OTHER_ENTITY, OWN_ENTITY, person } from "@/lib/testing/principals";
import { openTwoEntities } from "@/lib/testing/two-entities";
import { openStreams, roomForStream } from "./hub";
import { markOf, standingOf } from "./standing";
import { eventStream } from "./stream";

// Enough for the test with two hundred streams.
process.env.EVENT_STREAMS = "200";

let database: Database;
beforeAll(async () => {
  database = await openTwoEntities();
});
afterAll(() => database.close());

const me = person("entity-admin");
const change = (data: object) => database.client.user.update({ where: { id: me.userId }, data: { ...data, authzVersion: { increment: 1 } } });
const sessionOf = async (userId: string) => (await database.client.session.findFirstOrThrow({ where: { userId, endedAt: null } })).id;

/** An open page of this user, rendered now. */
async function openPage() {
  const sessionId = await sessionOf(me.userId);
  const { authzVersion, status } = await database.client.user.findUniqueOrThrow({ where: { id: me.userId } });
  const now = { ...standingOf({ ...me, status }, authzVersion) };
  const asking = new AbortController();
  return { sessionId, asking, events: hearEvents(eventStream({ sessionId, now, mark: markOf(now) }, asking.signal)) };
}

describe("an open stream", () => {
  test("sends each change of role and status once, in order, and an all-clear when the entity is reinstated", async () => {
    const { events } = await openPage();
    expect(await events.next("session")).toMatchObject({ event: "session", data: { kind: "as-before" } });
    await change({ role: "trader" });
    expect(await events.next("session")).toMatchObject({ data: { kind: "role-changed", title: "Your role changed: you are Trader now." } });
    await change({ status: "frozen" });
    expect(await events.next("session")).toMatchObject({ data: { kind: "status-changed" } });
    await change({ status: "active", role: "entity-admin" });
    expect(await events.next("session")).toMatchObject({ data: { kind: "role-changed", title: "Your role changed: you are Entity admin now." } });
    await events.stop();

    const again = await openPage();
    expect(await again.events.next("session")).toMatchObject({ data: { kind: "as-before" } });
    const suspend = (id: string, status: "active" | "suspended") => database.client.entity.update({ where: { id }, data: { status } });
    await suspend(OTHER_ENTITY, "suspended");
    await suspend(OWN_ENTITY, "suspended");
    expect(await again.events.next("session")).toMatchObject({ data: { kind: "entity-suspended" } });
    await suspend(OWN_ENTITY, "active");
    expect(await again.events.next("session")).toMatchObject({ data: { kind: "as-before" } });
    await again.events.stop();
  });

  test("sends the market's state at once and on each change, but not to users without access", async () => {
    const market = (state: "open" | "suspended", version: number) => database.client.marketSession.update({ where: { id: 1 }, data: { state, version } });
    const { events } = await openPage();
    expect(await events.next("market")).toMatchObject({ data: { state: "closed", version: 0 } });
    await market("open", 1);
    expect(await events.next("market")).toMatchObject({ data: { state: "open", version: 1 } });
    await change({ status: "deactivated" });
    expect(await events.next("session")).toMatchObject({ data: { kind: "status-changed" } });
    await market("suspended", 2);
    await change({ status: "active" });
    expect(await events.next("market")).toMatchObject({ data: { version: 2 } });
    await events.stop();
  });

  test("ends with its session and says why", async () => {
    const { events, sessionId } = await openPage();
    await events.next("session");
    const seen = await database.client.session.findUniqueOrThrow({ where: { id: sessionId } });
    await database.client.session.update({ where: { id: sessionId }, data: { lastSeenAt: new Date(Date.now() - 31 * 60_000) } });
    expect(await events.next("session")).toMatchObject({ data: { kind: "ended", title: expect.stringContaining("idle") } });
    expect(await events.next("session")).toBeNull();
    await database.client.session.update({ where: { id: sessionId }, data: { lastSeenAt: seen.lastSeenAt } });
  });

  test("does not count as user activity", async () => {
    const { client } = database;
    const sessionId = await sessionOf(me.userId);
    const { tid, oid } = await client.user.findUniqueOrThrow({ where: { id: me.userId } });
    const lastSeenAt = new Date(Date.now() - 29 * 60_000);
    await client.session.update({ where: { id: sessionId }, data: { lastSeenAt } });
    const { events } = await openPage();
    await events.next("session");
    const token = { sid: sessionId, tid, oid, role: "", permissions: [], version: 1 };
    expect(await loadSession(token, { expireRole, asSeen: false })).toMatchObject({ kind: "live" });
    expect(await client.session.findUniqueOrThrow({ where: { id: sessionId } })).toMatchObject({ lastSeenAt });
    await events.stop();
    await loadSession(token, { expireRole });
    expect((await client.session.findUniqueOrThrow({ where: { id: sessionId } })).lastSeenAt).not.toEqual(lastSeenAt);
  });

  test("is released as soon as either side closes it", async () => {
    const [first, second] = [await openPage(), await openPage()];
    expect(openStreams(me.userId)).toBe(2);
    await first.events.stop();
    expect(openStreams(me.userId)).toBe(1);
    second.asking.abort();
    expect(openStreams(me.userId)).toBe(0);
  });
});

test("one database poll a second serves two hundred streams", async () => {
  const pages = await Promise.all(Array.from({ length: 200 }, openPage));
  for (const { events } of pages) await events.next("session");
  const looks = await looksDuring(() => change({ role: "viewer" }).then(() => Promise.all(pages.map(({ events }) => events.next("session")))));
  expect(looks).toBeLessThanOrEqual(3);
  const somebodyElse = randomUUID();
  expect(roomForStream(somebodyElse)).toBe("process-is-full");
  await pages.pop()?.events.stop();
  expect([roomForStream(somebodyElse), roomForStream(me.userId)]).toEqual(["room", "person-is-full"]);
  await Promise.all(pages.map(({ events }) => events.stop()));
  expect(roomForStream(me.userId)).toBe("room");
});

/** Transactions begun by the portal's own role in the meantime. */
async function looksDuring(work: () => Promise<unknown>): Promise<number> {
  const { client } = database;
  const begin = client.$transaction.bind(client);
  let count = 0;
  Object.defineProperty(client, "$transaction", {
    configurable: true,
    value: (...all: Parameters<typeof begin>) => {
      count++;
      return begin(...all);
    },
  });
  await work().finally(() => Reflect.deleteProperty(client, "$transaction"));
  return count;
}
