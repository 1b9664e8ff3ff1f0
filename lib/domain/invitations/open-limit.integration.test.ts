import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Grant } from "@/lib/platform/authz/grant";
import type { Database } from "@/lib/platform/db/client";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { authorize } from "@/lib/platform/unit-of-work/authorize";
import { inScope } from "@/lib/platform/unit-of-work/scope";
import { RUNS_ON } from "@/lib/testing/databases";
import { OTHER_ENTITY, OWN_ENTITY, person } from "@/lib/testing/principals";
import { callerFor, openTwoEntities, outcomeOf, stranger } from "@/lib/testing/two-entities";
import { resendInvitation, revokeInvitation, sendInvitation } from "./commands";
import { checkInvitationList, sendInvitationList } from "./invite-list";
import { sendInvitationInput } from "./schema";
import { hashInvitationToken } from "./token";

Object.assign(process.env, { SESSION_SECRET: "a secret of the tests, long enough to be accepted", INVITATIONS_OPEN_PER_ENTITY: "6" });

let database: Database;
beforeAll(async () => {
  database = await openTwoEntities();
});
afterAll(() => database.close());

type Work<T> = (tx: ScopedTx, grant: Grant<"Invitations.Send">) => Promise<T>;
const as = <T>(work: Work<T>, principal = person("entity-admin")): Promise<T> =>
  inScope(callerFor(principal), "invitations.test", (tx) => work(tx, authorize(tx, "Invitations.Send", { entityId: principal.entity.id })));
const address = () => `${randomUUID()}@kauri.example`;
const send = (principal?: ReturnType<typeof person>) =>
  as((tx, grant) => sendInvitation(tx, grant, sendInvitationInput.parse({ email: address(), role: "viewer" })), principal);
const listOf = (count: number) => `email,name,role\n${Array.from({ length: count }, () => `${address()},,viewer`).join("\n")}`;
const open = (entityId: string) => database.client.invitation.count({ where: { entityId, state: "pending", expiresAt: { gt: new Date() } } });
const revokeOne = async () => {
  const { id, sentAt } = await database.client.invitation.findFirstOrThrow({ where: { entityId: OWN_ENTITY, state: "pending" } });
  await as((tx, grant) => revokeInvitation(tx, grant, { id, seen: sentAt, reason: "Because the test says so." }));
  return database.client.invitation.findUniqueOrThrow({ where: { id } });
};

test("sending a list without a mail server returns links, each of which opens its invitation", async () => {
  const csv = listOf(2);
  const { hash } = await as((tx, grant) => checkInvitationList(tx, grant, { csv }));
  const { sent, links } = await as((tx, grant) => sendInvitationList(tx, grant, { csv, checked: hash }));
  expect([sent, links?.length]).toEqual([2, 2]);
  for (const { email, link } of links ?? []) {
    const [, token = ""] = link.split("/accept-invitation#");
    expect(await database.client.invitation.findUnique({ where: { tokenHash: hashInvitationToken(token) } })).toMatchObject({ email });
  }
});

test("an entity has at most its limit of open invitations, however they are sent, and the refusal says how many are left", async () => {
  const before = await open(OWN_ENTITY);
  const csv = listOf(6 - before + 1);
  const tooMany = { code: "TOO_MANY", message: expect.stringContaining(`Send ${6 - before} at most now`) };
  await expect(as((tx, grant) => checkInvitationList(tx, grant, { csv }))).rejects.toMatchObject(tooMany);
  expect(await open(OWN_ENTITY)).toBe(before);
  for (let more = before; more < 6; more++) await send();
  await expect(send()).rejects.toMatchObject({ code: "TOO_MANY", message: expect.stringContaining("6 open invitations") });
  const revoked = await revokeOne();
  await send();
  await expect(as((tx, grant) => resendInvitation(tx, grant, { id: revoked.id, seen: revoked.sentAt }))).rejects.toMatchObject({ code: "TOO_MANY" });
  // Other entities have their own limit, and expired invitations do not count.
  expect(await outcomeOf(send(stranger("entity-admin")))).toBe("done");
  await database.client.$executeRaw`UPDATE invitation SET expires_at = now() - interval '1 second' WHERE entity_id = ${OWN_ENTITY}::uuid`;
  expect(await outcomeOf(send())).toBe("done");
  expect(await open(OTHER_ENTITY)).toBeGreaterThan(0);
});

test.runIf(RUNS_ON === "postgresql")("concurrent senders keep the limit together", async () => {
  const room = 6 - (await open(OWN_ENTITY));
  const outcomes = await Promise.all(Array.from({ length: 8 }, () => outcomeOf(send())));
  expect(outcomes.filter((outcome) => outcome === "done")).toHaveLength(room);
  expect(await open(OWN_ENTITY)).toBe(6);
});
