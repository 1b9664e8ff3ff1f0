import { randomBytes, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { directorySettings } from "@/lib/adapters/entra/settings";
import { deleteInvitation, resendInvitation, revokeInvitation, sendInvitation } from "@/lib/domain/invitations/commands";
import { reviewInvitation } from "@/lib/domain/invitations/review";
import { sendInvitationInput } from "@/lib/domain/invitations/schema";
import { hashInvitationToken } from "@/lib/domain/invitations/token";
import { writeToDirectory } from "@/lib/domain/write-queue/enqueue";
import { EVERY_ENTITY, type Target } from "@/lib/platform/authz/decide";
import type { Grant } from "@/lib/platform/authz/grant";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { Database } from "@/lib/platform/db/client";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { Invitation } from "@/lib/platform/db/types";
import { authorize } from "@/lib/platform/unit-of-work/authorize";
import { inScope, inSystem } from "@/lib/platform/unit-of-work/scope";
import { type Claims, claimsOf, groupOf } from "@/lib/testing/claims";
import { RUNS_ON } from "@/lib/testing/databases";
import { during } from "@/lib/testing/meeting-point";
import { OTHER_ENTITY, OWN_ENTITY, person } from "@/lib/testing/principals";
import { callerFor, openTwoEntities, outcomeOf } from "@/lib/testing/two-entities";
import { readIdentity, roleFromGroups } from "./entra-claims";
import { join } from "./join";
import { SignInRefused } from "./refusal";
import { signIn } from "./sign-in";

let database: Database;
beforeAll(async () => {
  database = await openTwoEntities();
});
afterAll(() => database.close());

const REASON = "Because the test says so.";
const admin = person("entity-admin");
const global = person("operator", { globalAppRole: true });
/** An operator who is a user here, so invitations they sent remain valid. */
const operator = { ...global, userId: randomUUID(), oid: randomUUID() };

type Sent = { readonly token: string; readonly invitation: Invitation; readonly claims: Claims };

/** An entity admin's invitation and the new person it is for. */
async function invite(role = "viewer"): Promise<Sent> {
  const token = randomBytes(32).toString("base64url");
  const email = `${randomUUID()}@kauri.example`;
  const facts = { entityId: OWN_ENTITY, email, role, senderId: admin.userId, expiresAt: new Date(Date.now() + 3_600_000) };
  const invitation = await database.client.invitation.create({ data: { ...facts, tokenHash: hashInvitationToken(token) } });
  return { token, invitation, claims: claimsOf({ preferred_username: email }) };
}

const stateOf = async ({ id }: Invitation) => (await database.client.invitation.findUnique({ where: { id } }))?.state ?? "deleted";
const joined = async ({ oid }: Claims) => (await database.client.user.count({ where: { oid } })) === 1;

async function come({ claims, token }: Sent): Promise<string> {
  const outcome = await signIn(claims, callerFor(person("viewer")).request, { invitation: token });
  return "code" in outcome ? outcome.code : "admitted";
}

type Step = (sent: Sent, beforeCommit?: () => Promise<void>) => Promise<string>;
const perform = (principal: UserPrincipal, target: Target, work: (tx: ScopedTx, grant: Grant<"Invitations.Send">) => Promise<unknown>) =>
  outcomeOf(inScope(callerFor(principal), "invitations.test", (tx) => work(tx, authorize(tx, "Invitations.Send", target))));
const own = { entityId: OWN_ENTITY };
const seen = ({ invitation }: Sent) => ({ id: invitation.id, seen: invitation.sentAt, reason: REASON });
const revoke: Step = (sent, beforeCommit) =>
  perform(admin, own, async (tx, grant) => {
    await revokeInvitation(tx, grant, seen(sent));
    await beforeCommit?.();
  });
const resend: Step = (sent, beforeCommit) =>
  perform(admin, own, async (tx, grant) => {
    await resendInvitation(tx, grant, seen(sent));
    await beforeCommit?.();
  });
const remove: Step = (sent, beforeCommit) =>
  perform(global, EVERY_ENTITY, async (tx, grant) => {
    await deleteInvitation(tx, grant, seen(sent));
    await beforeCommit?.();
  });
const accept: Step = ({ claims, token }, beforeCommit) => {
  const directory = directorySettings();
  const identity = readIdentity(claims, directory);
  if (typeof identity === "string") throw new Error(`These claims are refused: ${identity}.`);
  const finding = roleFromGroups(identity.groupIds ?? [], directory.roleGroups);
  return inSystem(async (tx) => {
    await join(tx, identity, finding, token, null);
    await beforeCommit?.();
  }).then(
    () => "done",
    (error: unknown) => {
      if (error instanceof SignInRefused) return error.refusal.code;
      throw error;
    },
  );
};

test.each(["operator", "a role that is no more"])("nobody joins by an invitation that names %s", async (role) => {
  const sent = await invite(role);
  expect(await come(sent)).toBe("INVITATION_ROLE_WITHDRAWN");
  expect([await stateOf(sent.invitation), await joined(sent.claims)]).toEqual(["pending", false]);
  await database.client.invitation.update({ where: { id: sent.invitation.id }, data: { role: "trader" } });
  expect(await come(sent)).toBe("admitted");
});

test("an earlier link stops working once the invitation is resent", async () => {
  const sent = await invite();
  expect(await reviewInvitation(sent.token)).toMatchObject({ kind: "open" });
  expect(await resend(sent)).toBe("done");
  expect(await reviewInvitation(sent.token)).toEqual({ kind: "closed", why: "INVITATION_NOT_USABLE" });
  expect(await come(sent)).toBe("INVITATION_NOT_USABLE");
  expect([await stateOf(sent.invitation), await joined(sent.claims)]).toEqual(["pending", false]);
});

describe.runIf(RUNS_ON === "postgresql")("when an invitation is accepted and ended at the same time, the first wins", () => {
  test.each([
    ["revoked", revoke, "INVITATION_REVOKED", "revoked"],
    ["sent again", resend, "INVITATION_NOT_USABLE", "pending"],
    ["deleted", remove, "INVITATION_NOT_USABLE", "deleted"],
  ] as const)("an invitation that was %s first admits nobody", async (_name, end, code, state) => {
    const sent = await invite();
    const outcomes = await during(
      database,
      (beforeCommit) => end(sent, beforeCommit),
      () => accept(sent),
    );
    expect(outcomes).toEqual(["done", code]);
    expect([await stateOf(sent.invitation), await joined(sent.claims)]).toEqual([state, false]);
  });

  test.each([
    ["revoked", revoke],
    ["sent again", resend],
    ["deleted", remove],
  ] as const)("an invitation that was accepted first is not %s", async (_name, end) => {
    const sent = await invite();
    const outcomes = await during(
      database,
      (beforeCommit) => accept(sent, beforeCommit),
      () => end(sent),
    );
    expect(outcomes).toEqual(["done", "ILLEGAL_TRANSITION"]);
    expect([await stateOf(sent.invitation), await joined(sent.claims)]).toEqual(["accepted", true]);
  });
});

describe("a terminated user", () => {
  /** A former operator with Global in the other entity, and an invitation to this one. */
  async function comesBack(sender: UserPrincipal, says: boolean) {
    const sent = await invite("trader");
    const facts = {
      entityId: OTHER_ENTITY,
      tid: String(sent.claims.tid),
      oid: sent.claims.oid,
      email: sent.claims.preferred_username,
      displayName: "Was Here",
    };
    const former = await database.client.user.create({ data: { ...facts, role: "operator", status: "terminated", statusReason: "Left." } });
    await database.client.invitation.update({ where: { id: sent.invitation.id }, data: { comesBack: says, senderId: sender.userId } });
    return { sent, former };
  }
  const rowsOf = ({ oid }: Claims) => database.client.user.findMany({ where: { oid }, orderBy: { createdAt: "asc" } });

  beforeAll(async () => {
    const { userId: id, entity, oid, email, displayName } = operator;
    await database.client.user.create({
      data: { id, entityId: entity.id, tid: randomUUID(), oid, email, displayName, role: "operator", global: true },
    });
  });

  test("returns through an operator's invitation to rejoin, as a new user in its role, whatever groups the directory still has; the record stays", async () => {
    const { sent, former } = await comesBack(operator, true);
    const outcome = await come({ ...sent, claims: { ...sent.claims, groups: [groupOf("operator")], roles: ["Global"] } });
    expect(outcome).toBe("admitted");
    const [before, user] = await rowsOf(sent.claims);
    expect(before).toMatchObject({ ...former, returnedAt: expect.any(Date), version: 2 });
    expect(user).toMatchObject({ entityId: OWN_ENTITY, role: "trader", global: false, status: "active" });
    const writes = await database.client.directoryWrite.findMany({ where: { userId: user?.id ?? "" }, orderBy: { position: "asc" } });
    expect(writes).toMatchObject([
      { kind: "set_role", role: "trader", state: "pending", person: `account:${sent.claims.oid}` },
      { kind: "set_global", global: false, state: "pending" },
    ]);
    // The next sign-in finds the same user.
    expect(await come({ ...sent, token: "" })).toBe("admitted");
    expect(await rowsOf(sent.claims)).toHaveLength(2);
  });

  test.each([
    ["by an invitation that does not say so", () => operator, false],
    ["by an invitation of an entity admin's, whatever it says", () => admin, true],
  ] as const)("does not come back %s", async (_name, sender, says) => {
    const { sent } = await comesBack(sender(), says);
    expect(await come(sent)).toBe("USER_TERMINATED");
    expect(await rowsOf(sent.claims)).toMatchObject([{ status: "terminated", returnedAt: null }]);
    expect(await stateOf(sent.invitation)).toBe("pending");
  });

  test("gets no more directory writes through the old row", async () => {
    const { sent, former } = await comesBack(operator, true);
    expect(await come(sent)).toBe("admitted");
    const write = inSystem((tx) => writeToDirectory(tx, { entityId: OTHER_ENTITY, userId: former.id }, [{ kind: "set_role", role: null }]));
    await expect(write).rejects.toThrow();
  });
});

test("an account recreated in the directory joins as a new user; the existing user of its address is unchanged", async () => {
  const before = await database.client.user.create({
    data: { entityId: OWN_ENTITY, tid: randomUUID(), oid: randomUUID(), email: `${randomUUID()}@kauri.example`, displayName: "Old Account", role: "trader" },
  });
  const wanted = { email: before.email, role: "viewer" };
  const send = (input: object) => perform(admin, own, (tx, grant) => sendInvitation(tx, grant, sendInvitationInput.parse(input)));
  expect(await send(wanted)).toBe("ALREADY_EXISTS");
  expect(await send({ ...wanted, comesBack: true })).toBe("done");
  const invitation = await database.client.invitation.findFirstOrThrow({ where: { email: before.email } });
  const token = randomBytes(32).toString("base64url");
  await database.client.invitation.update({ where: { id: invitation.id }, data: { tokenHash: hashInvitationToken(token) } });
  const claims = claimsOf({ preferred_username: before.email, groups: [] });
  expect(await come({ token, invitation, claims })).toBe("admitted");
  expect(await database.client.user.findUnique({ where: { id: before.id } })).toEqual(before);
  expect(await database.client.user.findFirst({ where: { oid: claims.oid } })).toMatchObject({ role: "viewer", status: "active" });
});

test("only an operator with Global can reinvite a user terminated in the same entity, and every refusal is audited", async () => {
  const former = await database.client.user.create({
    data: {
      entityId: OWN_ENTITY,
      tid: randomUUID(),
      oid: randomUUID(),
      email: `${randomUUID()}@kauri.example`,
      displayName: "Gone",
      role: "viewer",
      status: "terminated",
    },
  });
  const send = (by: UserPrincipal, more: object = {}) =>
    perform(by, own, (tx, grant) => sendInvitation(tx, grant, sendInvitationInput.parse({ email: former.email, role: "viewer", ...more })));
  expect(await send(admin, { comesBack: true })).toBe("BEYOND_OWN_PERMISSIONS");
  expect(await send(global)).toBe("ALREADY_EXISTS");
  expect(await send(global, { comesBack: true })).toBe("done");
  const refusals = await database.client.auditEvent.findMany({ where: { targetId: former.id, outcome: "deny" }, orderBy: { id: "asc" } });
  expect(refusals.map(({ reasonCode, targetType }) => [reasonCode, targetType])).toEqual([
    ["BEYOND_OWN_PERMISSIONS", "user"],
    ["ALREADY_EXISTS", "user"],
  ]);
});
