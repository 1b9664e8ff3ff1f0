import { randomBytes, randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { queueMail } from "@/lib/domain/mail/outbox";
import { UNREADABLE } from "@/lib/domain/mail/state";
import type { Database } from "@/lib/platform/db/client";
import { beginDraining } from "@/lib/platform/jobs/draining";
import { inSystem } from "@/lib/platform/unit-of-work/scope";
import { type MailServer, startMailServer } from "@/lib/testing/mail-server";
import { OWN_ENTITY } from "@/lib/testing/principals";
import { openTwoEntities } from "@/lib/testing/two-entities";
import { deliverMail, MOST_ATTEMPTS } from "./deliver";
import { CONNECTIONS } from "./send";

process.env.SESSION_SECRET = "a secret of the tests, long enough to be accepted";
process.env.MAIL_FROM = "Rolebook <portal@aex.example>";

let server: MailServer;
let database: Database;
beforeAll(async () => {
  server = await startMailServer();
  process.env.SMTP_URL = server.url;
  database = await openTwoEntities();
  await database.client.mailMessage.deleteMany();
});
afterEach(async () => {
  server.refuse = null;
  server.received.length = 0;
  await database.client.mailMessage.deleteMany();
});
afterAll(async () => {
  await database.close();
  await server.stop();
});

const LINK = "http://localhost:3000/accept-invitation#secret-token";
const params = { entity: "Kauri Energy", role: "Viewer", sender: "Aroha Ngata", link: LINK, expires: "28 Nov 2026" };
const letter = (to: string, invitationId?: string) => ({
  to,
  entityId: OWN_ENTITY,
  ...(invitationId ? { invitationId } : {}),
  template: "invitation" as const,
  params,
});
const queue = (...to: string[]) =>
  inSystem((tx) =>
    queueMail(
      tx,
      to.map((one) => letter(one)),
    ),
  );
const stored = () => database.client.mailMessage.findMany({ orderBy: { id: "asc" } });
const sql = (statement: string) => database.client.$executeRawUnsafe(statement);
/** Makes the next attempt due now. */
const later = () => sql("UPDATE mail_message SET next_attempt_at = now()");

describe("a queued message", () => {
  test("stores its secret link encrypted, and deletes it once sent", async () => {
    await queue("tane@kauri.example");
    expect(JSON.stringify(await stored())).not.toContain("secret-token");
    await deliverMail();
    expect(await stored()).toMatchObject([{ state: "sent", sealed: null, attempts: 1, lastError: null, sentAt: expect.any(Date), claimedBy: null }]);
    expect(server.received).toMatchObject([{ to: ["tane@kauri.example"], raw: expect.stringContaining("accept-invitation#secret-token") }]);
    await deliverMail();
    expect(server.received).toHaveLength(1);
  });

  test("is sent once, however many processes deliver at the same time", async () => {
    const people = Array.from({ length: 45 }, (_, index) => `person${index}@kauri.example`);
    await queue(...people);
    await Promise.all(Array.from({ length: 4 }, () => deliverMail()));
    expect(server.received.flatMap(({ to }) => to).toSorted()).toEqual(people.toSorted());
    expect((await stored()).every(({ state, attempts }) => state === "sent" && attempts === 1)).toBe(true);
  });

  test("claimed by another process is left alone until the lease expires", async () => {
    await queue("tane@kauri.example");
    await sql(`UPDATE mail_message SET claimed_by = '${randomUUID()}', claimed_until = now() + interval '1 minute'`);
    await deliverMail();
    expect(server.received).toEqual([]);
    await sql("UPDATE mail_message SET claimed_until = now() - interval '1 second'");
    await deliverMail();
    expect(server.received).toHaveLength(1);
  });

  test("whose link ends before it is sent is withdrawn", async () => {
    const data = (change: { expiresAt: Date; state?: "revoked" }) => ({
      entityId: OWN_ENTITY,
      email: `${randomUUID()}@kauri.example`,
      role: "viewer",
      tokenHash: new Uint8Array(randomBytes(32)),
      ...change,
    });
    const soon = new Date(Date.now() + 3_600_000);
    const gone = await Promise.all([
      database.client.invitation.create({ data: data({ expiresAt: new Date(Date.now() - 1_000) }) }),
      database.client.invitation.create({ data: data({ expiresAt: soon, state: "revoked" }) }),
    ]);
    const live = await database.client.invitation.create({ data: data({ expiresAt: soon }) });
    await inSystem((tx) =>
      queueMail(
        tx,
        [...gone, live].map(({ id, email }) => letter(email, id)),
      ),
    );
    await deliverMail();
    expect(server.received.flatMap(({ to }) => to)).toEqual([live.email]);
    expect((await stored()).map(({ state, sealed }) => [state, sealed])).toEqual([
      ["withdrawn", null],
      ["withdrawn", null],
      ["sent", null],
    ]);
  });
});

describe("a mail server that refuses", () => {
  const minutesToNext = async () => {
    const [row] = await database.client.$queryRaw<
      { minutes: number }[]
    >`SELECT round(extract(epoch FROM next_attempt_at - now()) / 60)::int AS minutes FROM mail_message`;
    return row?.minutes;
  };

  test("temporarily is retried after 1, 2, 4, … minutes; after the last attempt the message shows as failed and nothing is lost", async () => {
    server.refuse = { code: 451, text: "Try again later" };
    await queue("tane@kauri.example");
    const waits: (number | undefined)[] = [];
    for (let attempt = 1; attempt < MOST_ATTEMPTS; attempt++) {
      await deliverMail();
      expect(await stored()).toMatchObject([{ state: "waiting", attempts: attempt, lastError: expect.stringContaining("Try again later") }]);
      waits.push(await minutesToNext());
      await deliverMail();
      await later();
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512]);
    await deliverMail();
    expect(await stored()).toMatchObject([{ state: "failed", attempts: MOST_ATTEMPTS, sealed: expect.any(String) }]);
    await later();
    await deliverMail();
    expect((await stored())[0]?.attempts).toBe(MOST_ATTEMPTS);
  });

  test("permanently is not retried", async () => {
    server.refuse = { code: 550, text: "No such mailbox" };
    await queue("nobody@kauri.example");
    await deliverMail();
    expect(await stored()).toMatchObject([{ state: "failed", attempts: 1, lastError: expect.stringContaining("No such mailbox") }]);
  });

  test("a message that cannot be decrypted stays queued and visible without blocking the others", async () => {
    await queue("tane@kauri.example", "not to be read@kauri.example", "mere@kauri.example");
    await sql("UPDATE mail_message SET sealed = 'nonsense' WHERE to_address LIKE 'not%'");
    await deliverMail();
    expect((await stored()).map(({ state, attempts }) => [state, attempts])).toEqual([
      ["sent", 1],
      ["waiting", 0],
      ["sent", 1],
    ]);
    expect((await stored())[1]?.lastError).toBe(UNREADABLE);
  });
});

describe("when the process stops with messages in flight", () => {
  test("each message is settled as soon as the server accepts it, while others still wait for an answer", async () => {
    const held = server.hold("slow@kauri.example");
    await queue("slow@kauri.example", "tane@kauri.example", "mere@kauri.example");
    const round = deliverMail();
    await vi.waitUntil(async () => (await stored()).filter(({ state }) => state === "sent").length === 2);
    expect((await stored()).map(({ state }) => state)).toEqual(["waiting", "sent", "sent"]);
    held.release();
    await round;
    expect((await stored()).map(({ state }) => state)).toEqual(["sent", "sent", "sent"]);
  });

  test("messages that have no connection yet stay unclaimed", async () => {
    const held = server.hold();
    await queue(...Array.from({ length: 20 }, (_, index) => `person${index}@kauri.example`));
    const round = deliverMail();
    await held.reached;
    expect((await stored()).filter(({ claimedBy }) => claimedBy !== null).length).toBeLessThanOrEqual(CONNECTIONS);
    held.release();
    await round;
    expect(server.received).toHaveLength(20);
  });

  // Last: draining cannot be undone.
  test("a process that drains finishes what it is sending and claims no more", async () => {
    const held = server.hold();
    await queue(...Array.from({ length: 20 }, (_, index) => `person${index}@kauri.example`));
    const round = deliverMail();
    await held.reached;
    beginDraining();
    held.release();
    await round;
    expect(server.received.length).toBeLessThanOrEqual(CONNECTIONS);
    const states = (await stored()).map(({ state, claimedBy }) => `${state} ${claimedBy === null ? "unclaimed" : "claimed"}`);
    expect(new Set(states)).toEqual(new Set(["sent unclaimed", "waiting unclaimed"]));
  });
});
