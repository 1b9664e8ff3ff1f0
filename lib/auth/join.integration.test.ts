import { randomBytes, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { authorize } from "@/lib/authz/authorize";
import { EVERY_ENTITY, type Target } from "@/lib/authz/decide";
import type { Grant } from "@/lib/authz/grant";
import type { Principal } from "@/lib/authz/principal";
import type { Database } from "@/lib/db/client";
import { inScope, inSystem, type ScopedTx } from "@/lib/db/scope";
import type { Invitation } from "@/lib/db/types";
import { directorySettings } from "@/lib/directory/settings";
import { deleteInvitation, resendInvitation, revokeInvitation } from "@/lib/invitations/commands";
import { reviewInvitation } from "@/lib/invitations/review";
import { hashInvitationToken } from "@/lib/invitations/token";
import { type Claims, claimsOf } from "@/lib/testing/claims";
import { RUNS_ON } from "@/lib/testing/databases";
import { during } from "@/lib/testing/meeting-point";
import { OWN_ENTITY, person } from "@/lib/testing/principals";
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

type Sent = { readonly token: string; readonly invitation: Invitation; readonly claims: Claims };

/** An invitation of an entity admin's, and somebody new whom it is for. */
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
const perform = (principal: Principal, target: Target, work: (tx: ScopedTx, grant: Grant<"Invitations.Send">) => Promise<unknown>) =>
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
    await join(tx, identity, finding, token);
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

test("an earlier link opens nothing once it is sent again", async () => {
  const sent = await invite();
  expect(await reviewInvitation(sent.token)).toMatchObject({ kind: "open" });
  expect(await resend(sent)).toBe("done");
  expect(await reviewInvitation(sent.token)).toEqual({ kind: "closed", why: "INVITATION_NOT_USABLE" });
  expect(await come(sent)).toBe("INVITATION_NOT_USABLE");
  expect([await stateOf(sent.invitation), await joined(sent.claims)]).toEqual(["pending", false]);
});

describe.runIf(RUNS_ON === "postgresql")("while an invitation is accepted and ended at one moment, the first holds", () => {
  test.each([
    ["revoked", revoke, "INVITATION_REVOKED", "revoked"],
    ["sent again", resend, "INVITATION_NOT_USABLE", "pending"],
    ["deleted", remove, "INVITATION_NOT_USABLE", "deleted"],
  ] as const)("%s, it lets nobody in any more", async (_name, end, code, state) => {
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
  ] as const)("accepted, it is not %s any more", async (_name, end) => {
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
