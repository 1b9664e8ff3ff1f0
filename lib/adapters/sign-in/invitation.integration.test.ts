import { randomBytes, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { reviewInvitation } from "@/lib/domain/invitations/review";
import { hashInvitationToken } from "@/lib/domain/invitations/token";
import type { Database } from "@/lib/platform/db/client";
import { type Claims, claimsOf, groupOf } from "@/lib/testing/claims";
import { OTHER_ENTITY, OWN_ENTITY, person } from "@/lib/testing/principals";
import { callerFor, openTwoEntities } from "@/lib/testing/two-entities";
import { inviteFirstOperator } from "./bootstrap";
import { signIn } from "./sign-in";

let database: Database;
beforeAll(async () => {
  database = await openTwoEntities();
});
afterAll(() => database.close());

const ADDRESS = "newcomer@kauri.example";
const newcomer = (more: Record<string, unknown> = {}): Claims => claimsOf({ preferred_username: ADDRESS, ...more });

/** An invitation, pending for an hour by the database's clock unless `change` (of its row, in SQL) says otherwise. */
async function invite(change = "state = state", email = ADDRESS): Promise<{ token: string; id: string }> {
  const token = randomBytes(32).toString("base64url");
  // An entity can have one pending invitation per address, so end the previous test's.
  await database.client
    .$executeRaw`UPDATE invitation SET state = 'revoked' WHERE lower(email) = lower(${email}) AND entity_id = ${OWN_ENTITY}::uuid AND state = 'pending'`;
  const [row] = await database.client.$queryRaw<{ id: string }[]>`
    INSERT INTO invitation (id, entity_id, email, role, token_hash, expires_at)
    VALUES (gen_random_uuid(), ${OWN_ENTITY}::uuid, ${email}, 'viewer', ${hashInvitationToken(token)}, now() + interval '1 hour') RETURNING id`;
  if (!row) throw new Error("The invitation was not stored.");
  await database.client.$executeRawUnsafe(`UPDATE invitation SET ${change} WHERE id = '${row.id}'`);
  return { token, id: row.id };
}

/** Ends invitations that earlier tests left pending in the other entity. */
const revokeElsewhere = () =>
  database.client.$executeRaw`UPDATE invitation SET state = 'revoked' WHERE entity_id = ${OTHER_ENTITY}::uuid AND state = 'pending'`;

const stored = (id: string) => database.client.invitation.findUniqueOrThrow({ where: { id } });
const userOf = ({ oid }: Claims) => database.client.user.findFirst({ where: { oid }, include: { sessions: true } });

async function come(claims: Claims, invitation?: string) {
  const { request } = callerFor(person("viewer"));
  const outcome = await signIn(claims, request, { invitation });
  const events = await database.client.auditEvent.findMany({ where: { requestId: request.requestId }, orderBy: { id: "asc" } });
  if ("code" in outcome) return { code: outcome.code, events };
  return { code: "admitted", leftInvitationOpen: outcome.leftInvitationOpen, events };
}

describe("only an invitation admits a new user", () => {
  test("a pending invitation is used up and joins them to its entity in the directory's role", async () => {
    const { token, id } = await invite();
    const claims = newcomer();
    const { code, events } = await come(claims, token);
    expect(code).toBe("admitted");
    const user = await userOf(claims);
    expect(user).toMatchObject({ entityId: OWN_ENTITY, role: "viewer", global: false, status: "active", authzVersion: 1 });
    expect(user?.sessions).toHaveLength(1);
    expect(await stored(id)).toMatchObject({ state: "accepted", accepterId: user?.id });
    expect(events.map(({ action }) => action).toSorted()).toEqual(["invitation.accepted", "session.signed_in", "user.joined"]);
  });

  test("the directory's role wins over the invitation's, and the difference is audited", async () => {
    const { token } = await invite("role = 'entity-admin'");
    const claims = newcomer({ groups: [groupOf("trader")], roles: ["Global"] });
    const { events } = await come(claims, token);
    expect(await userOf(claims)).toMatchObject({ role: "trader", global: false });
    expect(events.find(({ action }) => action === "user.updated_from_directory")?.changes).toEqual({ role: { from: "entity-admin", to: "trader" } });
    expect(events.map(({ action }) => action)).toContain("security.global_dropped");
  });

  test("the address matches in any case", async () => {
    const { token } = await invite("state = state", "NewComer@Kauri.Example");
    expect((await come(newcomer(), token)).code).toBe("admitted");
  });

  const refused = [
    ["expired just now, by the database's clock", "INVITATION_EXPIRED", "expires_at = clock_timestamp() - interval '1 millisecond'", ADDRESS],
    ["expired long ago", "INVITATION_EXPIRED", "expires_at = now() - interval '8 days'", ADDRESS],
    ["used", "INVITATION_USED", "state = 'accepted', accepted_at = now()", ADDRESS],
    ["revoked", "INVITATION_REVOKED", "state = 'revoked', revoked_at = now()", ADDRESS],
    ["sent to another address", "INVITATION_FOR_ANOTHER_ADDRESS", "state = state", "somebody.else@kauri.example"],
    ["sent to an address that looks alike", "INVITATION_FOR_ANOTHER_ADDRESS", "state = state", "newcomer@kauri.example.evil.example"],
    ["sent to an address of which theirs is a pattern", "INVITATION_FOR_ANOTHER_ADDRESS", "state = state", "newcomer%"],
  ] as const;

  test.each(refused)("an invitation that was %s admits nobody: %s, and it is unchanged", async (_name, reason, change, email) => {
    const { token, id } = await invite(change, email);
    const before = await stored(id);
    const claims = newcomer();
    const { code, events } = await come(claims, token);
    expect(code).toBe(reason);
    expect(await stored(id)).toEqual(before);
    expect(await userOf(claims)).toBeNull();
    expect(events).toMatchObject([
      { kind: "sign_in", action: "session.refused", outcome: "deny", reasonCode: reason, actorUserId: null, actorOid: claims.oid },
    ]);
  });

  test("a missing invitation or a forged token admits nobody", async () => {
    const pending = await invite();
    const hash = Buffer.from(hashInvitationToken(pending.token));
    for (const [token, reason] of [
      [undefined, "NOT_INVITED"],
      ["", "NOT_INVITED"],
      [randomBytes(32).toString("base64url"), "INVITATION_NOT_USABLE"],
      [pending.token.toUpperCase(), "INVITATION_NOT_USABLE"],
      [`${pending.token} `, "INVITATION_NOT_USABLE"],
      [pending.token.slice(0, -1), "INVITATION_NOT_USABLE"],
      [pending.id, "INVITATION_NOT_USABLE"],
      [hash.toString("hex"), "INVITATION_NOT_USABLE"],
      [hash.toString("base64url"), "INVITATION_NOT_USABLE"],
      ["%", "INVITATION_NOT_USABLE"],
      ["' OR '1'='1", "INVITATION_NOT_USABLE"],
    ] as const) {
      const claims = newcomer();
      const { code, events } = await come(claims, token);
      expect(code).toBe(reason);
      expect(events).toMatchObject([{ action: "session.refused", reasonCode: reason }]);
      expect(await userOf(claims)).toBeNull();
    }
    expect(await stored(pending.id)).toMatchObject({ state: "pending" });
  });

  const sender = person("entity-admin").userId;
  const sentBy = (change: object, role = "viewer") =>
    database.client.user
      .update({ where: { id: sender }, data: { role: "entity-admin", status: "active", ...change } })
      .then(() => invite(`sender_id = '${sender}', role = '${role}'`));

  test.each([
    ["is deactivated", { status: "deactivated" }, "viewer"],
    ["is frozen, and may send nothing", { status: "frozen" }, "viewer"],
    ["is a trader by now", { role: "trader" }, "viewer"],
    ["could never give that role", {}, "operator"],
  ])("an invitation whose sender %s admits nobody: INVITATION_ROLE_WITHDRAWN, audited about that invitation", async (_name, change, role) => {
    const { token, id } = await sentBy(change, role);
    const claims = newcomer();
    const { code, events } = await come(claims, token);
    expect(code).toBe("INVITATION_ROLE_WITHDRAWN");
    expect(events).toMatchObject([{ action: "session.refused", outcome: "deny", targetType: "invitation", targetId: id, targetEntityId: OWN_ENTITY }]);
    expect(await stored(id)).toMatchObject({ state: "pending" });
    await database.client.user.update({ where: { id: sender }, data: { role: "entity-admin", status: "active" } });
    if (role === "viewer") expect((await come(claims, token)).code).toBe("admitted");
  });

  test("when the portal created a guest for the address, only that guest is admitted, whatever their address", async () => {
    const guest = newcomer({ preferred_username: "renamed@kauri.example" });
    const { token } = await invite();
    await database.client.directoryGuest.create({ data: { oid: guest.oid, address: ADDRESS } });
    expect((await come(newcomer(), token)).code).toBe("INVITATION_FOR_ANOTHER_ADDRESS");
    expect((await come(guest, token)).code).toBe("admitted");
    expect(await database.client.directoryGuest.count()).toBe(0);
  });

  test("a guest named “…#EXT#@…” is admitted by the invited address, which becomes their address", async () => {
    const [name, extension] = [ADDRESS.replace("@", "_"), "#EXT#@aex.onmicrosoft.com"];
    for (const more of [{ preferred_username: `${name}${extension}`, email: ADDRESS }, { preferred_username: `${name}${extension}` }]) {
      const guest = newcomer(more);
      const { token } = await invite();
      expect((await come(newcomer({ preferred_username: `another_kauri.example${extension}` }), token)).code).toBe("INVITATION_FOR_ANOTHER_ADDRESS");
      expect((await come(newcomer({ preferred_username: "another@kauri.example", email: ADDRESS }), token)).code).toBe("INVITATION_FOR_ANOTHER_ADDRESS");
      expect((await come(guest, token)).code).toBe("admitted");
      expect(await database.client.user.findFirst({ where: { oid: guest.oid } })).toMatchObject({
        email: ADDRESS,
        login: guest.preferred_username?.toLowerCase(),
      });
    }
  });

  test("the holder can review an invitation, or why it no longer works, without using it up", async () => {
    const { token, id } = await sentBy({});
    expect(await reviewInvitation(token)).toMatchObject({ kind: "open", email: ADDRESS, role: "Viewer" });
    expect(await stored(id)).toMatchObject({ state: "pending" });
    for (const [change, why] of [
      ["state = 'revoked'", "INVITATION_REVOKED"],
      ["state = 'accepted'", "INVITATION_USED"],
      ["state = 'pending', expires_at = now() - interval '1 second'", "INVITATION_EXPIRED"],
    ] as const) {
      await database.client.$executeRawUnsafe(`UPDATE invitation SET ${change} WHERE id = '${id}'`);
      expect(await reviewInvitation(token)).toEqual({ kind: "closed", why });
    }
    for (const altered of [undefined, "", token.slice(1), `${token}x`, token.toUpperCase()]) {
      expect(await reviewInvitation(altered)).toEqual({ kind: "closed", why: "INVITATION_NOT_USABLE" });
    }
  });

  test("a sign-in refused for another reason keeps the invitation usable", async () => {
    const { token, id } = await invite();
    expect((await come(newcomer({ groups: [groupOf("viewer"), groupOf("trader")] }), token)).code).toBe("SEVERAL_ROLE_GROUPS");
    await database.client.invitation.update({ where: { id }, data: { entityId: OTHER_ENTITY } });
    await database.client.entity.update({ where: { id: OTHER_ENTITY }, data: { status: "suspended" } });
    const claims = newcomer();
    expect((await come(claims, token)).code).toBe("ENTITY_SUSPENDED");
    expect(await stored(id)).toMatchObject({ state: "pending", acceptedAt: null, accepterId: null });
    expect(await userOf(claims)).toBeNull();
  });

  test("an existing user uses up no invitation and is unchanged, and an alert is audited in their entity", async () => {
    await revokeElsewhere();
    const second = await invite(`entity_id = '${OTHER_ENTITY}'`);
    const first = await invite();
    const claims = newcomer();
    expect(await come(claims, first.token)).toMatchObject({ code: "admitted", leftInvitationOpen: false });
    const before = await userOf(claims);
    const writes = await database.client.directoryWrite.count();
    const { events, ...outcome } = await come(claims, second.token);
    expect(outcome).toEqual({ code: "admitted", leftInvitationOpen: true });
    expect(await userOf(claims)).toMatchObject({ entityId: OWN_ENTITY, role: before?.role, version: before?.version });
    expect(await stored(second.id)).toMatchObject({ state: "pending" });
    expect(await database.client.directoryWrite.count()).toBe(writes);
    const alert = events.find(({ action }) => action === "security.existing_user_invited");
    expect(alert).toMatchObject({ outcome: "deny", reasonCode: "ALREADY_A_USER", targetType: "user", targetId: before?.id, targetEntityId: OWN_ENTITY });
    expect(events.filter(({ targetEntityId }) => targetEntityId === OTHER_ENTITY)).toEqual([]);
  });
});

describe("at the same time", () => {
  test("fifty people with one invitation: exactly one is admitted, the others are refused with the reason", async () => {
    const { token, id } = await invite();
    const before = await database.client.user.count();
    const crowd = Array.from({ length: 50 }, () => newcomer());
    const codes = (await Promise.all(crowd.map((claims) => come(claims, token)))).map(({ code }) => code);
    expect(codes.toSorted()).toEqual([...Array.from({ length: 49 }, () => "INVITATION_USED"), "admitted"]);
    expect(await database.client.user.count()).toBe(before + 1);
    const winner = await database.client.user.findFirst({ where: { oid: { in: crowd.map(({ oid }) => oid) } } });
    expect(await stored(id)).toMatchObject({ state: "accepted", accepterId: winner?.id });
  });

  test("one person with two invitations becomes one user, and the other invitation stays unused", async () => {
    await revokeElsewhere();
    const invitations = [await invite(`entity_id = '${OTHER_ENTITY}'`), await invite()];
    const claims = newcomer();
    const before = await database.client.user.count();
    await Promise.allSettled(invitations.map(({ token }) => come(claims, token)));
    expect(await database.client.user.count()).toBe(before + 1);
    const states = await Promise.all(invitations.map(async ({ id }) => (await stored(id)).state));
    expect(states.toSorted()).toEqual(["accepted", "pending"]);
  });
});

describe("the first operator", () => {
  const EMAIL = "first@aex.example";
  const first = () => claimsOf({ preferred_username: EMAIL, groups: [groupOf("operator")], roles: ["Global"] });

  test("can use only the latest of several invitations, and no further one is issued after that", async () => {
    const given = [];
    for (let time = 0; time < 3; time++) given.push(await inviteFirstOperator(EMAIL));
    const [one, two, three] = given;
    for (const earlier of [one, two]) expect((await come(first(), earlier?.token)).code).toBe("INVITATION_REVOKED");
    const claims = first();
    expect((await come(claims, three?.token)).code).toBe("admitted");
    expect(await userOf(claims)).toMatchObject({ role: "operator", global: true });
    await expect(inviteFirstOperator(EMAIL)).rejects.toMatchObject({ code: "ALREADY_EXISTS" });
    expect((await come(first(), three?.token)).code).toBe("INVITATION_USED");
  });

  test("has their token stored only as a hash, and each invitation is audited", async () => {
    const [row] = await database.client.invitation.findMany({ where: { email: EMAIL }, orderBy: { sentAt: "desc" }, take: 1 });
    expect(row?.tokenHash).toHaveLength(32);
    const events = await database.client.auditEvent.findMany({
      where: { action: { startsWith: "invitation." }, actorName: "Command line" },
      orderBy: { id: "asc" },
    });
    expect(events.map(({ action, reason }) => [action, reason?.includes("withdrawn")])).toEqual(
      [false, true, true].map((withdrawn) => ["invitation.bootstrapped", withdrawn]),
    );
    expect(JSON.stringify(events)).not.toMatch(/[A-Za-z0-9_-]{43}/);
  });

  test("gets one usable invitation from concurrent requests", async () => {
    await database.client.user.updateMany({ where: { role: "operator" }, data: { status: "deactivated" } });
    const given = await Promise.all(Array.from({ length: 5 }, () => inviteFirstOperator(`${randomUUID()}@aex.example`)));
    expect(new Set(given.map(({ token }) => token)).size).toBe(5);
    expect(await database.client.invitation.count({ where: { role: "operator", state: "pending" } })).toBe(1);
  });
});
