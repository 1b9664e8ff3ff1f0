import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { JOBS } from "@/lib/composition";
import type { Database } from "@/lib/platform/db/client";
import { inSystem } from "@/lib/platform/unit-of-work/scope";
import { OWN_ENTITY } from "@/lib/testing/principals";
import { addUsers, openTestWorld } from "@/lib/testing/world";

process.env.SESSION_SECRET = "a secret of the tests, long enough to be accepted";

const DAY = 86_400_000;
const daysAgo = (days: number) => new Date(Date.now() - days * DAY);

let database: Database;
let userId = "";
beforeAll(async () => {
  database = await openTestWorld();
  [userId = ""] = await addUsers([{ displayName: "Desk" }]);
  const session = (name: string, expiresAt: Date, endedAt: Date | null) => ({
    id: randomUUID(),
    userId,
    userAgent: name,
    createdAt: daysAgo(200),
    expiresAt,
    endedAt,
  });
  await database.client.session.createMany({
    data: [
      session("ended long ago", daysAgo(100), daysAgo(100)),
      session("left open long ago", daysAgo(91), null),
      session("ended lately", daysAgo(89), daysAgo(89)),
      session("open", daysAgo(-1), null),
    ],
  });
  const letter = (subject: string, state: "sent" | "withdrawn" | "failed" | "waiting", days: number) =>
    ({ entityId: OWN_ENTITY, template: "invitation", toAddress: "a@kauri.example", subject, state, createdAt: daysAgo(days) }) as const;
  await database.client.mailMessage.createMany({
    data: [
      letter("sent long ago", "sent", 91),
      letter("withdrawn long ago", "withdrawn", 91),
      letter("failed long ago", "failed", 91),
      letter("waits", "waiting", 91),
      letter("sent lately", "sent", 89),
    ],
  });
  const job = async (label: string, days: number, state: "done" | "failed" | "cancelled" | "pending") => {
    const id = randomUUID();
    const asked = { askedById: userId, askedBy: "Desk", entityId: OWN_ENTITY, requestId: randomUUID() };
    await database.client.job.create({ data: { id, label, state, kind: "users.bulkChange", payload: {}, lane: id, queuedAt: daysAgo(days), ...asked } });
    return id;
  };
  await job("done lately", 89, "done");
  await job("stopped long ago", 91, "cancelled");
  const list = async (name: string, days: number, jobState: "done" | "failed") => {
    const { id } = await database.client.inviteList.create({ data: { userId, total: 1, createdAt: daysAgo(days), jobId: await job(name, days, jobState) } });
    const row = { listId: id, position: 1, ownerId: userId, entityId: OWN_ENTITY, name, email: "a@kauri.example", role: "viewer" };
    await database.client.inviteListRow.create({ data: row });
  };
  await list("list sent long ago", 91, "done");
  await list("list given up", 91, "failed");
  const bulk = async (scope: string, days: number, state: "done" | "waiting", jobState?: "done" | "failed") => {
    const jobId = jobState ? await job(scope, days, jobState) : null;
    const run = await database.client.bulkRun.create({
      data: { jobId, userId, operation: "end_sessions", reason: "Because.", scope, total: 1, createdAt: daysAgo(days) },
    });
    await database.client.bulkRow.create({ data: { runId: run.id, position: 1, ownerId: userId, userId, label: "Desk", state } });
  };
  await bulk("through long ago", 366, "done", "done");
  await bulk("given up, and may be retried", 366, "waiting", "failed");
  await bulk("older than the queue", 366, "waiting");
  await bulk("through lately", 364, "done");
}, 120_000);
afterAll(() => database.close());

const left = async () => ({
  sessions: (await database.client.session.findMany({ orderBy: { expiresAt: "asc" } })).map(({ userAgent }) => userAgent),
  letters: (await database.client.mailMessage.findMany()).map(({ subject }) => subject).toSorted(),
  lists: (await database.client.inviteListRow.findMany()).map(({ name }) => name),
  jobs: (await database.client.job.findMany()).map(({ label }) => label).toSorted(),
  bulk: (await database.client.bulkRun.findMany()).map(({ scope }) => scope).toSorted(),
});

test("only finished rows past their retention period are deleted, recorded as the system's act", async () => {
  const retention = JOBS.find(({ name }) => name === "retention");
  await retention?.run();
  await retention?.run();
  expect(await left()).toEqual({
    sessions: ["ended lately", "open"],
    letters: ["failed long ago", "sent lately", "waits"],
    bulk: ["given up, and may be retried", "through lately"],
    jobs: ["done lately", "given up, and may be retried", "list given up"],
    lists: ["list given up"],
  });
  const events = await database.client.auditEvent.findMany({ where: { action: "retention.removed" }, orderBy: { at: "asc" } });
  expect(events.map(({ actorName, targetId, changes, reason }) => ({ actorName, targetId, changes, reason }))).toEqual([
    { actorName: "Rolebook", targetId: "sessions", changes: { rows: { from: 2, to: 0 } }, reason: "Kept for 90 days." },
    { actorName: "Rolebook", targetId: "mail", changes: { rows: { from: 2, to: 0 } }, reason: "Kept for 90 days." },
    { actorName: "Rolebook", targetId: "bulk-changes", changes: { rows: { from: 2, to: 0 } }, reason: "Kept for 365 days." },
    { actorName: "Rolebook", targetId: "invite-lists", changes: { rows: { from: 1, to: 0 } }, reason: "Kept for 90 days." },
    { actorName: "Rolebook", targetId: "jobs", changes: { rows: { from: 3, to: 0 } }, reason: "Kept for 90 days." },
  ]);
});

test("the database refuses portal_system a deletion of unfinished rows", async () => {
  const removed = await inSystem(async (tx) => ({
    sessions: await tx.$executeRaw`DELETE FROM session`,
    letters: await tx.$executeRaw`DELETE FROM mail_message`,
    rows: await tx.$executeRaw`DELETE FROM bulk_row`,
    lists: await tx.$executeRaw`DELETE FROM invite_list_row`,
    jobs: await tx.$executeRaw`DELETE FROM job`,
  }));
  expect(removed).toEqual({ sessions: 1, letters: 1, rows: 1, lists: 0, jobs: 1 });
  expect((await left()).sessions).toEqual(["open"]);
  expect((await left()).letters).toEqual(["failed long ago", "waits"]);
});
