import { randomBytes } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { signIn } from "@/lib/adapters/sign-in/sign-in";
import { someone } from "@/lib/dev/directory/test-directory";
import { EVERY_ENTITY } from "@/lib/platform/authz/decide";
import type { Grant } from "@/lib/platform/authz/grant";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { authorize } from "@/lib/platform/unit-of-work/authorize";
import { inScope } from "@/lib/platform/unit-of-work/scope";
import { claimsOf, groupOf } from "@/lib/testing/claims";
import { useLine } from "@/lib/testing/directory-queue";
import { OTHER_ENTITY, OWN_ENTITY, person } from "@/lib/testing/principals";
import { callerFor, stranger } from "@/lib/testing/two-entities";
import { deleteInvitation, resendInvitation, revokeInvitation, sendInvitation } from "./commands";
import { sendInvitationInput } from "./schema";
import { hashInvitationToken } from "./token";

/** An invitation changes no existing account, shown with a real local directory. */

const olive = someone("Olive Operator", ["operator"], ["Global"]);
const nora = someone("Nora Nobody", ["credit-manager"]);
const { directory, client, sql, round, states } = useLine([olive, nora]);

const admin = person("entity-admin");
const global = person("operator", { globalAppRole: true });
const REASON = "Because the test says so.";
const OLIVE = { roles: ["operator"], global: true };
const NORA = { roles: ["credit-manager"], global: false };

type Work<T> = (tx: ScopedTx, grant: Grant<"Invitations.Send">) => Promise<T>;
const as = <T>(principal: UserPrincipal, work: Work<T>, target = { entityId: principal.entity.id } as Parameters<typeof authorize>[2]): Promise<T> =>
  inScope(callerFor(principal), "invitations.test", (tx) => work(tx, authorize(tx, "Invitations.Send", target)));
const send = (email: string, principal = admin, more: Record<string, string> = {}) =>
  as(principal, (tx, grant) => sendInvitation(tx, grant, sendInvitationInput.parse({ email, role: "viewer", ...more })));
const seen = async (id: string) => ({ id, seen: (await client().invitation.findUniqueOrThrow({ where: { id } })).sentAt, reason: REASON });
const steps = {
  resend: async (id: string, principal = admin) => {
    const input = await seen(id);
    return as(principal, (tx, grant) => resendInvitation(tx, grant, input));
  },
  revoke: async (id: string, principal = admin) => {
    const input = await seen(id);
    return as(principal, (tx, grant) => revokeInvitation(tx, grant, input));
  },
  remove: async (id: string) => {
    const input = await seen(id);
    return as(global, (tx, grant) => deleteInvitation(tx, grant, input), EVERY_ENTITY);
  },
};

/** The link of an invitation, as in its message. */
async function linkOf(id: string): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  await client().invitation.update({ where: { id }, data: { tokenHash: hashInvitationToken(token) } });
  return token;
}

async function come(who: { oid: string; userName: string }, token?: string, more: Record<string, unknown> = {}) {
  const { request } = callerFor(person("viewer"));
  const standing = directory().standingOf(who.oid);
  const groups = (standing?.roles ?? []).map((role) => groupOf(role as Parameters<typeof groupOf>[0]));
  const claims = claimsOf({ oid: who.oid, preferred_username: who.userName, groups, roles: standing?.global ? ["Global"] : [], ...more });
  const outcome = await signIn(claims, request, { invitation: token });
  return "code" in outcome ? outcome.code : "admitted";
}

const alerts = () => client().auditEvent.findMany({ where: { action: "security.existing_user_invited" }, orderBy: { id: "asc" } });
const userOf = (oid: string) => client().user.findFirstOrThrow({ where: { oid, returnedAt: null } });
const guests = () =>
  directory()
    .people()
    .filter(({ group }) => group === "Guests");

// The limit per address has tests of its own.
beforeAll(() => sql("ALTER TABLE throttle DISABLE TRIGGER throttle_counts_up"));
beforeEach(async () => {
  await sql("DELETE FROM throttle");
  await sql("UPDATE invitation SET state = 'revoked' WHERE state = 'pending'");
});

describe("an account of a user of another entity", () => {
  beforeEach(() => sql(`UPDATE portal_user SET entity_id = '${OTHER_ENTITY}', role = 'operator', global = true WHERE oid = '${olive.oid}'`));

  test("such an account keeps its groups and Global, and signs in, through sending, resending, revoking, expiry and deletion", async () => {
    const { id } = await send(olive.userName);
    await round();
    expect(directory().standingOf(olive.oid)).toEqual(OLIVE);
    for (const step of [steps.resend, steps.revoke, steps.resend] as const) {
      await step(id);
      await round();
      expect(directory().standingOf(olive.oid)).toEqual(OLIVE);
    }
    await sql(`UPDATE invitation SET expires_at = now() - interval '1 second' WHERE id = '${id}'`);
    await round();
    await steps.remove(id);
    await round();
    expect(directory().standingOf(olive.oid)).toEqual(OLIVE);
    expect(await come(olive)).toBe("admitted");
    expect(await userOf(olive.oid)).toMatchObject({ role: "operator", global: true, authzVersion: 1 });
    expect(new Set(await states())).not.toContain("failed");
  });

  test("inviting it raises an alert with the inviter, visible to its own entity and not to the inviting one", async () => {
    const before = (await alerts()).length;
    const { id } = await send(olive.userName);
    await round();
    const found = (await alerts()).slice(before);
    const { id: targetId } = await userOf(olive.oid);
    expect(found).toMatchObject([
      { outcome: "deny", reasonCode: "ALREADY_A_USER", actorUserId: admin.userId, targetType: "user", targetId, targetEntityId: OTHER_ENTITY },
    ]);
    expect(found[0]?.reason).toContain(id);
    const visible = await inScope(callerFor(admin), "audit.test", (tx) => tx.auditEvent.findMany({ where: { action: "security.existing_user_invited" } }));
    expect(visible.filter(({ targetEntityId }) => targetEntityId !== OWN_ENTITY)).toEqual([]);
  });

  test("it cannot accept, and the invitation stays for the intended person", async () => {
    const { id } = await send(olive.userName);
    const before = await userOf(olive.oid);
    expect(await come(olive, await linkOf(id))).toBe("admitted");
    await round();
    expect(await userOf(olive.oid)).toMatchObject({ entityId: OTHER_ENTITY, role: "operator", global: true, version: before.version });
    expect(directory().standingOf(olive.oid)).toEqual(OLIVE);
    expect(await client().invitation.findUnique({ where: { id } })).toMatchObject({ state: "pending", accepterId: null });
  });
});

test("inviting a user's directory address leaves that user alone, although their address was edited here", async () => {
  await sql(`UPDATE portal_user SET email = 'renamed@kauri.example', entity_id = '${OWN_ENTITY}' WHERE oid = '${olive.oid}'`);
  const before = (await alerts()).length;
  const { id } = await send(olive.userName, admin, { role: "entity-admin" });
  await round();
  await steps.revoke(id);
  await round();
  expect(directory().standingOf(olive.oid)).toEqual(OLIVE);
  expect((await alerts()).slice(before)).toMatchObject([{ targetEntityId: OWN_ENTITY }]);
  await sql(`UPDATE portal_user SET email = '${olive.userName}' WHERE oid = '${olive.oid}'`);
});

test("an account without a user keeps its groups when it is invited and the invitation is revoked", async () => {
  await sql(`DELETE FROM portal_user WHERE oid = '${nora.oid}'`);
  const { id } = await send(nora.userName);
  await round();
  for (const step of [steps.revoke, steps.resend, steps.revoke, steps.remove] as const) {
    await step(id);
    await round();
    expect(directory().standingOf(nora.oid)).toEqual(NORA);
  }
  expect(await client().directoryGuest.count({ where: { oid: nora.oid } })).toBe(0);
});

describe("a guest created by this portal", () => {
  const made = async (email: string, principal = admin) => {
    const { id } = await send(email, principal);
    await round();
    const guest = guests().find(({ userName }) => userName === email);
    if (!guest) throw new Error("No guest was made.");
    return { id, guest };
  };

  test.each(["revoke", "remove"] as const)("a guest is removed again by %s, and is in no group meanwhile", async (step) => {
    const { id, guest } = await made(`${step}@guests.example`);
    expect(directory().standingOf(guest.oid)).toEqual({ roles: [], global: false });
    await steps[step](id);
    await round();
    expect(directory().standingOf(guest.oid)).toBeNull();
    expect(await client().directoryGuest.count({ where: { oid: guest.oid } })).toBe(0);
  });

  test("a guest stays while another entity's invitation needs it, and is removed with the last", async () => {
    const { id, guest } = await made("both@guests.example");
    const other = await send("both@guests.example", stranger("entity-admin"));
    await round();
    await steps.revoke(id);
    await round();
    expect(directory().standingOf(guest.oid)).not.toBeNull();
    await steps.revoke(other.id, stranger("entity-admin"));
    await round();
    expect(directory().standingOf(guest.oid)).toBeNull();
  });

  test("joining writes the guest's role, and a stale invitation of another entity takes nothing away", async () => {
    const { id, guest } = await made("joins@guests.example");
    const stale = await send("joins@guests.example", stranger("entity-admin"));
    await round();
    expect(await come(guest, await linkOf(id))).toBe("admitted");
    expect(directory().standingOf(guest.oid)).toEqual({ roles: [], global: false });
    await round();
    expect(directory().standingOf(guest.oid)).toEqual({ roles: ["viewer"], global: false });
    await steps.revoke(stale.id, stranger("entity-admin"));
    await round();
    await steps.remove(stale.id);
    await round();
    expect(directory().standingOf(guest.oid)).toEqual({ roles: ["viewer"], global: false });
    expect(await come(guest)).toBe("admitted");
  });

  test("a removed guest is created again when the invitation is resent", async () => {
    const { id, guest } = await made("again@guests.example");
    await steps.revoke(id);
    await round();
    await steps.resend(id);
    await round();
    const [anew] = guests().filter(({ userName }) => userName === "again@guests.example");
    expect(anew?.oid).not.toBe(guest.oid);
    expect(anew && (await come(anew, await linkOf(id)))).toBe("admitted");
  });

  test("only the created guest may accept, not another account with its address or the account under another address", async () => {
    const { id, guest } = await made("mine@guests.example");
    const token = await linkOf(id);
    expect(await come({ oid: olive.oid.replace(/^.{8}/, "00000000"), userName: "mine@guests.example" }, token)).toBe("INVITATION_FOR_ANOTHER_ADDRESS");
    expect(await come(guest, token, { preferred_username: "other@guests.example" })).toBe("admitted");
  });
});

describe("the database's rules on directory writes", () => {
  test.each(["set_role", "set_global", "revoke_sessions"])("the database refuses a %s for an invitation from anybody", async (kind) => {
    const { id } = await send(`${kind.replace("_", ".")}@guests.example`);
    const values = `gen_random_uuid(), '${OWN_ENTITY}', 'invitation:${id}', '${id}', '${kind}', 'viewer', true`;
    for (const state of ["pending", "failed", "done", "superseded"])
      await expect(
        sql(`INSERT INTO directory_write (id, entity_id, person, invitation_id, kind, role, global, state) VALUES (${values}, '${state}')`),
      ).rejects.toThrow(/about a user|check constraint/);
    await expect(sql(`UPDATE directory_write SET kind = '${kind}' WHERE invitation_id = '${id}'`)).rejects.toThrow(/directory_write_is_about_a_user/);
  });

  test("the database refuses a write about a user of another entity, and about a person who has returned as another user", async () => {
    const { id } = await userOf(olive.oid);
    const write = (entity: string) =>
      sql(`INSERT INTO directory_write (id, entity_id, user_id, kind, role) VALUES (gen_random_uuid(), '${entity}', '${id}', 'set_role', 'viewer')`);
    await sql(`UPDATE portal_user SET entity_id = '${OTHER_ENTITY}' WHERE oid = '${olive.oid}'`);
    await expect(write(OWN_ENTITY)).rejects.toThrow(/of its own entity/);
    await sql(`UPDATE portal_user SET status = 'terminated', returned_at = now() WHERE oid = '${olive.oid}'`);
    await expect(write(OTHER_ENTITY)).rejects.toThrow(/of its own entity/);
    await sql(`UPDATE portal_user SET status = 'active', returned_at = NULL WHERE oid = '${olive.oid}'`);
  });
});
