import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LOCAL_TENANT_ID } from "@/lib/adapters/entra/local-tenant";
import { hashOf } from "@/lib/domain/configuration/hash";
import { configurationContent } from "@/lib/domain/configuration/schema";
import { recordSignIn } from "@/lib/platform/audit/sign-in";
import type { Database } from "@/lib/platform/db/client";
import { inSystem } from "@/lib/platform/unit-of-work/scope";
import { freshDatabase } from "@/lib/testing/databases";
import { seedDemoWorld } from "./seed";
import { demoPeople } from "./world";
import { PROPOSALS } from "./world-configuration";
import { DOCUMENTATION } from "./world-documentation";
import { entityCodes } from "./world-entities";
import { PEOPLE, STRANGERS } from "./world-people";
import { INVITATIONS, SUPPORT_REQUESTS } from "./world-requests";

const DAY = 24 * 3_600_000;
/** Milliseconds for starting an embedded database on a busy computer. */
const PATIENCE = 60_000;

let database: Database;

beforeAll(async () => {
  database = await freshDatabase();
}, PATIENCE);

afterAll(() => database.close());

const counts = () =>
  inSystem(async (tx) => ({
    entities: await tx.entity.count(),
    users: await tx.user.count(),
    invitations: await tx.invitation.count(),
    documentation: await tx.documentationStatus.count(),
    configurations: await tx.configurationVersion.count(),
    supportRequests: await tx.supportRequest.count(),
    auditEvents: await tx.auditEvent.count(),
  }));

describe("seedDemoWorld", { timeout: PATIENCE }, () => {
  test("leaves nothing behind when it fails on the way", async () => {
    await database.client.$executeRaw`ALTER TABLE audit_event ADD CONSTRAINT seeding_fails CHECK (action <> 'audit.list') NOT VALID`;
    await expect(seedDemoWorld(database)).rejects.toThrow(/seeding_fails/);
    await database.client.$executeRaw`ALTER TABLE audit_event DROP CONSTRAINT seeding_fails`;
    expect(Object.values(await counts())).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });

  test("fills an empty database with the whole world, once, even when asked twice at the same time", async () => {
    const start = performance.now();
    const answers = await Promise.all([seedDemoWorld(database), seedDemoWorld(database)]);
    process.stderr.write(`Seeded in ${Math.round(performance.now() - start)} ms\n`);
    expect(answers.toSorted()).toEqual([false, true]);
    const seeded = await counts();
    expect(seeded).toMatchObject({
      entities: entityCodes.length,
      users: PEOPLE.length,
      invitations: INVITATIONS.length,
      documentation: DOCUMENTATION.length,
      configurations: 2,
      supportRequests: SUPPORT_REQUESTS.length,
    });
    expect(seeded.auditEvents).toBeGreaterThanOrEqual(600);
    expect(seeded.auditEvents).toBeLessThanOrEqual(900);
    expect(await seedDemoWorld(database)).toBe(false);
    expect(await counts()).toEqual(seeded);
  });

  test("agrees with the directory on who everyone is", async () => {
    const users = await inSystem((tx) => tx.user.findMany({ select: { tid: true, oid: true, email: true, displayName: true } }));
    const strangers = STRANGERS.map(({ userName }) => userName);
    const expected = demoPeople()
      .filter(({ userName }) => !strangers.includes(userName))
      .map(({ oid, userName, displayName }) => ({ tid: LOCAL_TENANT_ID, oid, email: userName, displayName }));
    expect(users).toHaveLength(expected.length);
    expect(users).toEqual(expect.arrayContaining(expected));
  });

  test("holds invitations that are pending, expired by time, accepted and revoked", async () => {
    const now = new Date();
    const invitations = await inSystem((tx) => tx.invitation.findMany());
    const states = invitations.map(({ state, expiresAt }) => (state === "pending" && expiresAt < now ? "expired" : state));
    expect(new Set(states)).toEqual(new Set(["pending", "expired", "accepted", "revoked"]));
    for (const { state, acceptedAt, accepterId, revokedAt } of invitations) {
      expect([acceptedAt !== null, accepterId !== null, revokedAt !== null]).toEqual([state === "accepted", state === "accepted", state === "revoked"]);
    }
    expect(invitations.find(({ email }) => email === "newcomer@kauri.example")?.expiresAt.getTime()).toBeGreaterThan(now.getTime());
  });

  test("has a configuration that its schema accepts and its hash fits", async () => {
    const rows = await inSystem(async (tx) => [...(await tx.configurationVersion.findMany()), ...(await tx.configurationProposal.findMany())]);
    expect(rows).toHaveLength(2 + PROPOSALS.length);
    for (const { content, hash } of rows) expect(hashOf(configurationContent.parse(content))).toBe(hash);
  });

  test("has no time in the future, and nothing on the record that is older than fifteen days", async () => {
    const now = Date.now();
    const events = await inSystem((tx) => tx.auditEvent.findMany({ select: { at: true } }));
    for (const { at } of events) {
      expect(at.getTime()).toBeLessThan(now);
      expect(at.getTime()).toBeGreaterThan(now - 15 * DAY);
    }
    const users = await inSystem((tx) => tx.user.findMany({ include: { presence: true } }));
    for (const { createdAt, updatedAt, presence } of users) {
      const lastSeenAt = presence?.lastSeenAt;
      expect(Math.max(...[createdAt, updatedAt, lastSeenAt ?? createdAt].map((time) => time.getTime()))).toBeLessThan(now);
      expect(lastSeenAt?.getTime()).toBeGreaterThanOrEqual(createdAt.getTime());
    }
  });

  test("writes a sign-in exactly as the portal does", async () => {
    const when = { id: undefined, at: undefined, requestId: undefined, sessionId: undefined };
    const [seeded, written] = await inSystem(async (tx) => {
      const first = await tx.auditEvent.findFirstOrThrow({ where: { action: "session.signed_in" } });
      const {
        actorUserId: userId,
        actorOid: oid,
        actorName: name,
        actorLogin: login,
        actorEntityId: entityId,
        actorRole: role,
        globalUsed,
        sourceAddress,
        userAgent,
      } = first;
      const requestId = "0190a0c0-0000-7000-8000-0000000000aa";
      await recordSignIn(tx, { userId, oid, name, login, entityId, role }, { requestId, sessionId: first.sessionId, sourceAddress, userAgent }, [
        { kind: "sign_in", action: "session.signed_in", outcome: "grant", globalUsed },
      ]);
      return [first, await tx.auditEvent.findFirstOrThrow({ where: { requestId } })];
    });
    expect({ ...seeded, ...when }).toEqual({ ...written, ...when });
  });
});
