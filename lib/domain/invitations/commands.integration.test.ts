import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { deliverMail } from "@/lib/adapters/smtp/deliver";
import { EVERY_ENTITY, type Target } from "@/lib/platform/authz/decide";
import type { Grant } from "@/lib/platform/authz/grant";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { Database } from "@/lib/platform/db/client";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { AppError } from "@/lib/platform/errors";
import { authorize } from "@/lib/platform/unit-of-work/authorize";
import { inScope } from "@/lib/platform/unit-of-work/scope";
import { RUNS_ON } from "@/lib/testing/databases";
import { OTHER_ENTITY, OWN_ENTITY, person } from "@/lib/testing/principals";
import { callerFor, OTHER_USER, openTwoEntities, outcomeOf, recordOf } from "@/lib/testing/two-entities";
import { deleteInvitation, resendInvitation, revokeInvitation, sendInvitation } from "./commands";
import { checkInvitationList, sendInvitationList } from "./invite-list";
import { MOST_AT_ONCE } from "./large-list";
import { sendInvitationInput } from "./schema";

process.env.SESSION_SECRET = "a secret of the tests, long enough to be accepted";
const REASON = "Because the test says so.";
const admin = person("entity-admin");
const global = person("operator", { globalAppRole: true });
const OWN = { entityId: OWN_ENTITY };

let database: Database;
beforeAll(async () => {
  database = await openTwoEntities();
});
afterAll(() => database.close());

type Work<T> = (tx: ScopedTx, grant: Grant<"Invitations.Send">) => Promise<T>;
type As = { principal?: UserPrincipal; target?: Target; caller?: ReturnType<typeof callerFor> };

/** Decides and runs in one transaction, as an action does. */
const perform = <T>(work: Work<T>, { principal = admin, target = OWN, caller = callerFor(principal) }: As = {}): Promise<T> =>
  inScope(caller, "invitations.test", (tx) => work(tx, authorize(tx, "Invitations.Send", target)));

const address = () => `${randomUUID()}@kauri.example`;
const send = (email: string, role = "viewer", as: As = {}) =>
  perform((tx, grant) => sendInvitation(tx, grant, sendInvitationInput.parse({ email, role, name: "Tāne Walker" })), as);
const stored = (id: string) => database.client.invitation.findUnique({ where: { id } });
const seenOf = async (id: string) => ({ id, seen: (await database.client.invitation.findUniqueOrThrow({ where: { id } })).sentAt });
const mailOf = (invitationId: string) => database.client.mailMessage.findMany({ where: { invitationId }, orderBy: { id: "asc" } });
const writesOf = (id: string) => database.client.directoryWrite.findMany({ where: { invitationId: id }, orderBy: { position: "asc" } });
const expire = (id: string) => database.client.$executeRaw`UPDATE invitation SET expires_at = now() - interval '1 second' WHERE id = ${id}::uuid`;

async function errorOf(work: Promise<unknown>): Promise<AppError> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof AppError) return error;
  throw error ?? new Error("It was not refused.");
}

describe("sending", () => {
  test("sending stores an invitation for seven days, queues its mail and at most one directory guest, and records it without its token", async () => {
    const caller = callerFor(admin);
    const email = address();
    const { id } = await send(email, "trader", { caller });
    const invitation = await stored(id);
    expect(invitation).toMatchObject({ email, name: "Tāne Walker", role: "trader", state: "pending", entityId: OWN_ENTITY, senderId: admin.userId });
    expect((invitation?.expiresAt.getTime() ?? 0) - (invitation?.sentAt.getTime() ?? 0)).toBe(7 * 86_400_000);
    expect(await mailOf(id)).toMatchObject([{ state: "waiting", toAddress: email, entityId: OWN_ENTITY, template: "invitation" }]);
    expect(await writesOf(id)).toMatchObject([{ kind: "invite_guest", address: email, role: null, global: null, userId: null }]);
    const [change] = await recordOf(database, caller);
    expect(change).toMatchObject({ kind: "change", action: "invitation.sent", targetId: id, targetLabel: email });
    expect(change?.changes).toMatchObject({ email: { from: null, to: email }, role: { from: null, to: "trader" } });
  });

  test("without a mail server nothing is sent, and the message stays queued", async () => {
    const { id } = await send(address());
    await deliverMail();
    expect(await mailOf(id)).toMatchObject([{ state: "waiting", attempts: 0, sealed: expect.any(String) }]);
  });

  test("an already invited address is refused, ignoring case, with a link to that invitation", async () => {
    const email = address();
    const { id } = await send(email);
    for (const again of [email, email.toUpperCase()]) {
      const error = await errorOf(send(again));
      expect(error).toMatchObject({ code: "ALREADY_INVITED", link: { href: `/admin/invitations/${id}` }, fieldErrors: { email: expect.any(String) } });
    }
    await expire(id);
    expect((await errorOf(send(email))).code).toBe("ALREADY_INVITED");
    expect(await database.client.invitation.count({ where: { email } })).toBe(1);
  });

  test("the address of a user of that entity is refused, ignoring case", async () => {
    const error = await errorOf(send("AROHA.NGATA@kauri.example"));
    expect(error).toMatchObject({ code: "ALREADY_EXISTS", link: { href: `/admin/users/${admin.userId}` } });
  });

  test("an address known only in another entity is invited like any other, which reveals nothing", async () => {
    const elsewhere = "sophie.vanderberg@rata.example";
    expect(await database.client.user.count({ where: { email: elsewhere, entityId: OTHER_ENTITY } })).toBe(1);
    expect(await send(elsewhere)).toMatchObject({ id: expect.any(String) });
    const invitedThere = address();
    await send(invitedThere, "viewer", { principal: global, target: { entityId: OTHER_ENTITY } });
    expect(await send(invitedThere)).toMatchObject({ id: expect.any(String) });
  });

  test("of concurrent invitations of one address, one is sent and the others are refused", async () => {
    const email = address();
    const outcomes = await Promise.all(Array.from({ length: 8 }, (_, index) => outcomeOf(send(index % 2 ? email : email.toUpperCase()))));
    expect(outcomes.toSorted()).toEqual([...Array.from({ length: 7 }, () => "ALREADY_INVITED"), "done"]);
    expect(await database.client.invitation.count({ where: { email: { equals: email, mode: "insensitive" } } })).toBe(1);
  });

  test("a suspended or missing entity is refused", async () => {
    await database.client.entity.update({ where: { id: OTHER_ENTITY }, data: { status: "suspended" } });
    const there = { principal: global, target: { entityId: OTHER_ENTITY } };
    expect((await errorOf(send(address(), "viewer", there))).code).toBe("ILLEGAL_TRANSITION");
    await database.client.entity.update({ where: { id: OTHER_ENTITY }, data: { status: "active" } });
    expect(await send(address(), "viewer", there)).toMatchObject({ id: expect.any(String) });
    expect((await errorOf(send(address(), "viewer", { principal: global, target: { entityId: randomUUID() } }))).code).toBe("NOT_AUTHORISED");
  });
});

describe("an invitation's role", () => {
  test.each([
    ["entity-admin", "viewer", "done"],
    ["entity-admin", "entity-admin", "done"],
    ["entity-admin", "operator", "BEYOND_OWN_PERMISSIONS"],
    ["operator", "entity-admin", "done"],
    ["operator", "operator", "APPROVAL_REQUIRED"],
  ])("%s inviting a %s: %s", async (role, given, outcome) => {
    const before = await database.client.invitation.count();
    const email = address();
    expect(await outcomeOf(send(email, given, { principal: person(role, { globalAppRole: true }) }))).toBe(outcome);
    const { checked, sent } = {
      checked: await check(listOf(`2${email},,${given}`, person(role))),
      sent: await outcomeOf(checkAndSend(listOf(`3${email},,${given}`, person(role)))),
    };
    expect(checked.problems.length).toBe(outcome === "done" ? 0 : 1);
    expect(sent).toBe(outcome === "done" ? "done" : "INVALID_INPUT");
    expect(await database.client.invitation.count()).toBe(before + (outcome === "done" ? 2 : 0));
  });

  test.each(["viewer", "trader", "credit-manager"])("a %s sends no invitation", async (role) => {
    expect(await outcomeOf(send(address(), "viewer", { principal: person(role) }))).toBe("NOT_AUTHORISED");
  });

  test("an entity admin sends no invitation into another entity", async () => {
    expect(await outcomeOf(send(address(), "viewer", { target: { entityId: OTHER_ENTITY } }))).toBe("NOT_AUTHORISED");
  });
});

type Listed = { principal: UserPrincipal; csv: string };

/** A list of `email,name,role` lines by a person of one entity. */
const listOf = (lines: string, principal = admin): Listed => ({ principal, csv: `email,name,role\n${lines}` });
const check = ({ principal, csv }: Listed) => perform((tx, grant) => checkInvitationList(tx, grant, { csv }), { principal, target: OWN });
const sendAs = ({ principal, csv }: Listed, checked: string) =>
  perform((tx, grant) => sendInvitationList(tx, grant, { csv, checked }), { principal, target: OWN });
/** Checks a list and sends what was checked, as a person does. */
const checkAndSend = async (listed: Listed) => sendAs(listed, (await check(listed)).hash);

describe("the life of an invitation", () => {
  const resend = async (id: string, as: As = {}) => {
    const input = await seenOf(id);
    return perform((tx, grant) => resendInvitation(tx, grant, input), as);
  };
  const revoke = async (id: string, as: As = {}) => {
    const input = { ...(await seenOf(id)), reason: REASON };
    return perform((tx, grant) => revokeInvitation(tx, grant, input), as);
  };
  const remove = async (id: string) => {
    const input = { ...(await seenOf(id)), reason: REASON };
    return perform((tx, grant) => deleteInvitation(tx, grant, input), { principal: global, target: EVERY_ENTITY });
  };
  const setState = (id: string, state: "accepted" | "revoked" | "pending") => database.client.invitation.update({ where: { id }, data: { state } });

  test.each(["pending", "expired", "revoked"] as const)(
    "a %s invitation is sent again: the same record, a new token, seven more days, a new message",
    async (from) => {
      const { id } = await send(address());
      if (from === "expired") await expire(id);
      if (from === "revoked") await revoke(id);
      const before = await stored(id);
      const caller = callerFor(admin);
      await resend(id, { caller });
      const after = await stored(id);
      expect(after).toMatchObject({ id, state: "pending", revokedAt: null });
      expect(Buffer.from(after?.tokenHash ?? []).equals(Buffer.from(before?.tokenHash ?? []))).toBe(false);
      expect((after?.expiresAt.getTime() ?? 0) - (after?.sentAt.getTime() ?? 0)).toBe(7 * 86_400_000);
      expect((await mailOf(id)).map(({ state, sealed }) => [state, sealed !== null])).toEqual([
        ["withdrawn", false],
        ["waiting", true],
      ]);
      expect((await writesOf(id)).map(({ kind, state }) => [kind, state])).toEqual([
        ["invite_guest", "superseded"],
        ["invite_guest", "pending"],
      ]);
      const [change] = await recordOf(database, caller);
      expect(change).toMatchObject({ action: "invitation.resent", targetId: id });
      if (from !== "pending") expect(change?.changes).toMatchObject({ state: { from, to: "pending" } });
    },
  );

  test("a pending invitation is revoked with a reason, its mail withdrawn and its guest not created", async () => {
    const { id } = await send(address());
    const caller = callerFor(admin);
    await revoke(id, { caller });
    expect(await stored(id)).toMatchObject({ state: "revoked", revokedAt: expect.any(Date) });
    expect(await mailOf(id)).toMatchObject([{ state: "withdrawn", sealed: null }]);
    expect(await writesOf(id)).toMatchObject([{ kind: "invite_guest", state: "superseded" }]);
    expect(await recordOf(database, caller)).toMatchObject([
      { action: "invitation.revoked", reason: REASON, changes: { state: { from: "pending", to: "revoked" } } },
    ]);
  });

  test.each(["pending", "expired", "revoked"] as const)(
    "a %s invitation is deleted by an operator with Global, and the record keeps what it was",
    async (from) => {
      const email = address();
      const { id } = await send(email);
      if (from === "expired") await expire(id);
      if (from === "revoked") await revoke(id);
      await remove(id);
      expect(await stored(id)).toBeNull();
      const events = await database.client.auditEvent.findMany({ where: { targetId: id, action: "invitation.deleted" } });
      expect(events).toMatchObject([{ reason: REASON, changes: { email: { from: email, to: null }, state: { from, to: null } } }]);
      expect(await database.client.mailMessage.count({ where: { toAddress: email, state: "waiting" } })).toBe(0);
    },
  );

  test("an accepted invitation allows no step, and the others only resending and deleting", async () => {
    const { id } = await send(address());
    await setState(id, "accepted");
    for (const step of [resend, revoke, remove]) expect(await outcomeOf(step(id))).toBe("ILLEGAL_TRANSITION");
    await setState(id, "revoked");
    expect(await outcomeOf(revoke(id))).toBe("ILLEGAL_TRANSITION");
    await setState(id, "pending");
    await expire(id);
    expect(await outcomeOf(revoke(id))).toBe("ILLEGAL_TRANSITION");
    expect(await outcomeOf(resend(id))).toBe("done");
  });

  test("a form that shows an earlier sending is stale, and of concurrent steps one succeeds", async () => {
    const { id } = await send(address());
    const seen = await seenOf(id);
    const again = () => outcomeOf(perform((tx, grant) => resendInvitation(tx, grant, seen)));
    expect((await Promise.all([again(), again(), again()])).toSorted()).toEqual(["STALE_BASE", "STALE_BASE", "done"]);
    expect(await mailOf(id)).toHaveLength(2);
    expect(await outcomeOf(perform((tx, grant) => revokeInvitation(tx, grant, { ...seen, reason: REASON })))).toBe("STALE_BASE");
  });

  test("an entity admin cannot delete an invitation, and the database agrees", async () => {
    const { id } = await send(address());
    const input = { ...(await seenOf(id)), reason: REASON };
    expect(await outcomeOf(perform((tx, grant) => deleteInvitation(tx, grant, input), { target: EVERY_ENTITY }))).toBe("NOT_AUTHORISED");
    expect(await outcomeOf(perform((tx, grant) => deleteInvitation(tx, grant, input)))).toBe("42501");
    expect(await stored(id)).not.toBeNull();
  });

  test("an invitation of another entity is refused like a missing one", async () => {
    const { id } = await send(address(), "viewer", { principal: global, target: { entityId: OTHER_ENTITY } });
    expect(await outcomeOf(resend(id))).toBe("NOT_AUTHORISED");
    expect(await outcomeOf(revoke(id))).toBe("NOT_AUTHORISED");
  });

  test("an invitation is not sent again to an address that has become a user, or has another invitation", async () => {
    const email = address();
    const { id } = await send(email);
    await revoke(id);
    const second = await send(email);
    expect(await outcomeOf(resend(id))).toBe("ALREADY_INVITED");
    await revoke(second.id);
    await database.client.user.update({ where: { id: OTHER_USER }, data: { email } });
    expect(await outcomeOf(resend(id))).toBe("done");
    await database.client.user.updateMany({ where: { email: "desk@KAURI.example" }, data: { email } });
    expect(await outcomeOf(resend(id))).toBe("ALREADY_EXISTS");
  });
});

describe("a list of people", () => {
  test("checking a list leaves no trace, sending sends it as a whole, and a second time invites nobody twice", async () => {
    const [one, two, three] = [address(), address(), address()];
    const lines = `${one},One,viewer\n${two},Two,trader`;
    const before = await database.client.invitation.count();
    expect(await check(listOf(lines))).toMatchObject({
      toSend: 2,
      known: [],
      problems: [],
      roles: [
        ["Viewer", 1],
        ["Trader", 1],
      ],
    });
    expect(await database.client.invitation.count()).toBe(before);
    expect(await checkAndSend(listOf(lines))).toMatchObject({ sent: 2, known: [] });
    expect(await outcomeOf(checkAndSend(listOf(lines)))).toBe("ALREADY_INVITED");
    expect(await checkAndSend(listOf(`${lines.toUpperCase()}\n${three},,viewer\naroha.ngata@kauri.example,,viewer`))).toMatchObject({
      sent: 1,
      known: [{ line: 2 }, { line: 3 }, { line: 5, message: "A user already." }],
    });
    expect(await database.client.invitation.count()).toBe(before + 3);
  });

  test("a list is sent as checked, or not at all", async () => {
    const [one, two, three] = [address(), address(), address()];
    const before = await database.client.invitation.count();
    const checked = await check(listOf(`${one},One,viewer`));
    for (const edited of [
      `${one},One,entity-admin`,
      `${one},Two,viewer`,
      `${two},One,viewer`,
      `${one},One,viewer\n${two},,entity-admin`,
      `${one},,entity-admin\n${two},,entity-admin\n${three},,entity-admin`,
    ])
      expect({ edited, outcome: await outcomeOf(sendAs(listOf(edited), checked.hash)) }).toEqual({ edited, outcome: "STALE_BASE" });
    for (const none of ["", "0".repeat(64)]) expect(await outcomeOf(sendAs(listOf(`${one},One,viewer`), none))).toBe("STALE_BASE");
    expect(await outcomeOf(sendAs({ principal: global, csv: `email,name,role,entity\n${one},One,viewer,RATA` }, checked.hash))).toBe("STALE_BASE");
    expect(await database.client.invitation.count()).toBe(before);
    expect(await sendAs(listOf(`\n${one}, One ,VIEWER\n,,\n`), checked.hash)).toMatchObject({ sent: 1 });
  });

  test("a list is checked again when one of its people was invited since, so the button's number is the number sent", async () => {
    const [one, two] = [address(), address()];
    const lines = listOf(`${one},,viewer\n${two},,viewer`);
    const { hash } = await check(lines);
    await send(two);
    expect(await outcomeOf(sendAs(lines, hash))).toBe("STALE_BASE");
    expect(await checkAndSend(lines)).toMatchObject({ sent: 1, known: [{ email: two }] });
  });

  test("a list suggests only the roles that its sender may give by an invitation", async () => {
    const said = async (list: Parameters<typeof check>[0]) => (await check(list)).problems.map(({ message }) => message);
    expect(await said(listOf(`${address()},,boss`))).toEqual(["“boss” is no role. You can give: Viewer, Trader, Credit manager, Entity admin."]);
    const csv = `email,name,role,entity\n${address()},,boss,RATA`;
    expect(await said({ principal: global, csv })).toEqual(["“boss” is no role. You can give: Viewer, Trader, Credit manager, Entity admin."]);
  });

  test.runIf(RUNS_ON === "postgresql")("a list is not sent in part when one of its people is invited meanwhile", async () => {
    const [one, two] = [address(), address()];
    const lines = listOf(`${one},,viewer\n${two},,viewer`);
    const { hash } = await check(lines);
    const sending = await database.client.$transaction(async (tx) => {
      await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`invitations of ${OWN_ENTITY}`}, 0))::text`;
      const outcome = outcomeOf(sendAs(lines, hash));
      await vi.waitUntil(async () => (await database.client.$queryRaw<unknown[]>`SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`).length > 0);
      const row = { entityId: OWN_ENTITY, email: two, role: "viewer", tokenHash: new Uint8Array(32).fill(7), expiresAt: new Date(Date.now() + 60_000) };
      await tx.invitation.create({ data: row });
      return { outcome };
    });
    expect(await sending.outcome).toBe("STALE_BASE");
    expect(await database.client.invitation.count({ where: { email: one } })).toBe(0);
  });

  test("the good rows of a list are sent without the bad ones, which stay as they were written", async () => {
    const [one, two, three] = [address(), address(), address()];
    const bad = [`nonsense,"Nobody", viewer`, `${three}, ,boss`];
    const listed = listOf([`${one},Ana,viewer`, bad[0], `${two},,trader`, bad[1]].join("\n"));
    expect(await check(listed)).toMatchObject({
      toSend: 2,
      people: [
        { line: 2, email: one, name: "Ana", role: "Viewer" },
        { line: 4, email: two, name: "", role: "Trader" },
      ],
      problems: [
        { line: 3, email: "nonsense", name: "Nobody", role: "viewer" },
        { line: 5, email: three, name: "", role: "boss" },
      ],
    });
    const { sent, left } = await checkAndSend(listed);
    expect(sent).toBe(2);
    expect(left).toMatchObject({ csv: listOf(bad.join("\n")).csv, rows: [{ line: 3 }, { line: 5 }] });
    expect((await database.client.invitation.findMany({ where: { email: { in: [one, two, three] } } })).map(({ email }) => email).sort()).toEqual(
      [one, two].sort(),
    );

    const mended = (left?.csv ?? "").replace("nonsense", address()).replace("boss", "viewer");
    expect(await checkAndSend({ principal: admin, csv: mended })).toMatchObject({ sent: 2, left: null });
  });

  test("a list of bad rows alone sends nothing", async () => {
    const before = await database.client.invitation.count();
    expect(await outcomeOf(checkAndSend(listOf("nonsense,,viewer")))).toBe("INVALID_INPUT");
    expect(await database.client.invitation.count()).toBe(before);
  });

  test("a good row that has gone bad since the check, or a bad one that has turned good, is checked again", async () => {
    const [one, two] = [address(), address()];
    const checked = listOf(`${one},,viewer\n${two},,boss`);
    const { hash } = await check(checked);
    for (const edited of [`${one},,viewer\n${two},,trader`, `${one},,boss\n${two},,viewer`, `${one},,trader\n${two},,boss`])
      expect(await outcomeOf(sendAs(listOf(edited), hash))).toBe("STALE_BASE");
    expect(await database.client.invitation.count({ where: { email: { in: [one, two] } } })).toBe(0);
    expect(await sendAs(checked, hash)).toMatchObject({ sent: 1 });
  });

  test("roles that the sender may not give are left out and on record, while the others are sent", async () => {
    const [one, two] = [address(), address()];
    const listed = listOf(`${one},,viewer\n${two},,operator`);
    const { hash } = await check(listed);
    const caller = callerFor(admin);
    const input = { csv: listed.csv, checked: hash };
    const sent = await perform((tx, grant) => sendInvitationList(tx, grant, input), { principal: admin, target: OWN, caller });
    expect(sent).toMatchObject({ sent: 1, left: { rows: [{ email: two }] } });
    const recorded = await recordOf(database, caller);
    expect(recorded).toContainEqual(expect.objectContaining({ kind: "decision", outcome: "deny", targetId: two }));
    expect(recorded).toContainEqual(expect.objectContaining({ kind: "change", action: "invitation.sent" }));
    expect(await database.client.invitation.count({ where: { email: two } })).toBe(0);
  });

  test("a list for several entities takes one decision for each, and refuses missing entities", async () => {
    const csv = `email,name,role,entity\n${address()},,viewer,KAURI\n${address()},,viewer,rata\n${address()},,viewer,RATA`;
    expect(await checkAndSend({ principal: global, csv })).toMatchObject({ sent: 3 });
    const { problems } = await check({ principal: global, csv: `${csv}\n${address()},,viewer,NOBODY\n${address()},,viewer,` });
    expect(problems.map(({ line, message }) => [line, message.slice(0, 12)])).toEqual([
      [5, "“NOBODY” is "],
      [6, "It names no "],
    ]);
  });

  test("as many people as go at once are invited in one transaction, each with a message, a directory guest and an audit event", async () => {
    const people = Array.from({ length: MOST_AT_ONCE }, (_, index) => `person${index}.of.many@kauri.example,Tāne Walker,viewer`).join("\n");
    expect(await checkAndSend(listOf(people))).toMatchObject({ sent: MOST_AT_ONCE, list: null });
    const sent = await database.client.invitation.findMany({ where: { email: { endsWith: ".of.many@kauri.example" } }, select: { id: true } });
    const ids = sent.map(({ id }) => id);
    expect(ids).toHaveLength(MOST_AT_ONCE);
    expect(await database.client.mailMessage.count({ where: { invitationId: { in: ids } } })).toBe(MOST_AT_ONCE);
    expect(await database.client.directoryWrite.count({ where: { invitationId: { in: ids } } })).toBe(MOST_AT_ONCE);
    expect(await database.client.auditEvent.count({ where: { targetId: { in: ids }, action: "invitation.sent" } })).toBe(MOST_AT_ONCE);
  });
});
