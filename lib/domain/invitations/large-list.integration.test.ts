import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { EVERY_ENTITY } from "@/lib/platform/authz/decide";
import type { Grant } from "@/lib/platform/authz/grant";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { Database } from "@/lib/platform/db/client";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { ClaimedJob } from "@/lib/platform/jobs/queue/claim";
import { runQueue } from "@/lib/platform/jobs/queue/run";
import { authorize } from "@/lib/platform/unit-of-work/authorize";
import { inScope } from "@/lib/platform/unit-of-work/scope";
import { colleague } from "@/lib/testing/assignments";
import { OTHER_ENTITY, OWN_ENTITY } from "@/lib/testing/principals";
import { counter, hurry, queueFor } from "@/lib/testing/queue";
import { callerFor, outcomeOf } from "@/lib/testing/two-entities";
import { addUsers, openTestWorld } from "@/lib/testing/world";
import { checkInvitationList, sendInvitationList } from "./invite-list";
import { invitationLists, LIST_CHUNK, MOST_AT_ONCE, stopList } from "./large-list";
import { getInviteList } from "./list-queries";

let database: Database;
let me: UserPrincipal;
let chief: UserPrincipal;
beforeAll(async () => {
  database = await openTestWorld();
  me = await colleague("entity-admin");
  chief = await colleague("operator", { entityId: OTHER_ENTITY, global: true });
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.client.job.updateMany({ where: { state: "pending" }, data: { state: "cancelled" } });
  await database.client.invitation.updateMany({ where: { state: "pending" }, data: { state: "revoked", revokedAt: new Date() } });
});

type Work<T> = (tx: ScopedTx, grant: Grant<"Invitations.Send">) => Promise<T>;
const as = <T>(work: Work<T>, principal = me, caller = callerFor(principal)): Promise<T> =>
  inScope(caller, "invitations.test", (tx) => work(tx, authorize(tx, "Invitations.Send", principal.global ? EVERY_ENTITY : { entityId: principal.entity.id })));

let lists = 0;
const MANY = MOST_AT_ONCE + 50;
/** The addresses of a new list. */
const addresses = (count: number): readonly string[] => {
  lists += 1;
  return Array.from({ length: count }, (_, index) => `person${index}.of.list${lists}@kauri.example`);
};
const csvOf = (emails: readonly string[], entity?: string) =>
  [`email,name,role${entity ? ",entity" : ""}`, ...emails.map((email) => `${email},,viewer${entity ? `,${entity}` : ""}`)].join("\n");
async function send(csv: string, by = me, caller = callerFor(by)) {
  const { hash } = await as((tx, grant) => checkInvitationList(tx, grant, { csv }), by);
  return as((tx, grant) => sendInvitationList(tx, grant, { csv, checked: hash }), by, caller);
}
const listed = (id: string | null, by = me) => as((tx, grant) => getInviteList(tx, grant, id ?? ""), by);
const sentTo = (emails: readonly string[]) => database.client.invitation.count({ where: { email: { in: [...emails] }, state: "pending" } });
/** The queue's steps up to `many`. */
async function steps(many: number): Promise<void> {
  let left = many;
  const perform = (job: ClaimedJob) => {
    left -= 1;
    return left < 0 ? Promise.reject(new Error("No further for now.")) : invitationLists.perform(job);
  };
  await runQueue([{ ...invitationLists, perform }]);
  await hurry();
}

describe("a long list of invitations", () => {
  test("a list as long as is sent at once has its result in place, and a longer one is sent in the background", async () => {
    const short = addresses(MOST_AT_ONCE);
    expect(await send(csvOf(short))).toMatchObject({ list: null, sent: MOST_AT_ONCE });
    const emails = addresses(MANY);
    const caller = callerFor(me);
    const { list, sent } = await send(csvOf(emails), me, caller);
    expect([sent, await sentTo(emails)]).toEqual([0, 0]);
    expect(await listed(list)).toMatchObject({ state: "pending", total: MANY, counts: { waiting: MANY, sent: 0, skipped: 0, failed: 0 } });
    await runQueue([invitationLists]);
    expect(await listed(list)).toMatchObject({ state: "done", problem: null, counts: { waiting: 0, sent: MANY, skipped: 0, failed: 0 } });
    const invitations = await database.client.invitation.findMany({
      where: { email: { in: [...emails] } },
      select: { id: true, senderId: true, entityId: true },
    });
    expect(invitations).toHaveLength(MANY);
    expect(new Set(invitations.map(({ senderId, entityId }) => `${senderId} ${entityId}`))).toEqual(new Set([`${me.userId} ${OWN_ENTITY}`]));
    const ids = invitations.map(({ id }) => id);
    expect(await database.client.mailMessage.count({ where: { invitationId: { in: ids } } })).toBe(MANY);
    expect(await database.client.directoryWrite.count({ where: { invitationId: { in: ids }, kind: "invite_guest" } })).toBe(MANY);
    const { requestId } = caller.request;
    expect(await database.client.auditEvent.count({ where: { action: "invitation.sent", requestId, actorUserId: me.userId } })).toBe(MANY);
    expect(await database.client.inviteListRow.count({ where: { listId: list ?? "", state: "sent", invitationId: { not: null } } })).toBe(MANY);
  });

  test("a long list is bound to the list that was checked: another one queues nothing", async () => {
    const csv = csvOf(addresses(MANY));
    const { hash } = await as((tx, grant) => checkInvitationList(tx, grant, { csv: csvOf(addresses(MANY)) }));
    expect(await outcomeOf(as((tx, grant) => sendInvitationList(tx, grant, { csv, checked: hash })))).toBe("STALE_BASE");
    expect(await database.client.job.count({ where: { state: "pending" } })).toBe(0);
  });

  test("people invited or joined since the list was checked are skipped, each with the reason", async () => {
    const emails = addresses(MANY);
    const { list } = await send(csvOf(emails));
    await steps(1);
    await send(csvOf(emails.slice(-1)));
    await addUsers([{ displayName: "Joined Since", email: emails.at(-2) ?? "" }]);
    await runQueue([invitationLists]);
    expect(await listed(list)).toMatchObject({ state: "done", counts: { sent: MANY - 2, skipped: 2, failed: 0 } });
    const rows = await database.client.inviteListRow.findMany({ where: { listId: list ?? "", state: "skipped" }, orderBy: { position: "asc" } });
    expect(rows.map(({ message }) => message)).toEqual(["A user already.", "Invited already."]);
  });

  test("a sender who may no longer invite sends nothing further, and the list says why", async () => {
    const admin = await colleague("entity-admin");
    const emails = addresses(MANY);
    const { list } = await send(csvOf(emails), admin);
    await steps(1);
    await database.client.user.update({ where: { id: admin.userId }, data: { role: "viewer", authzVersion: { increment: 1 } } });
    await runQueue([invitationLists]);
    expect(await listed(list, admin)).toMatchObject({
      state: "cancelled",
      counts: { sent: LIST_CHUNK, waiting: MANY - LIST_CHUNK },
      problem: expect.stringContaining("Viewer"),
    });
    expect(await sentTo(emails)).toBe(LIST_CHUNK);
    const denied = { actorUserId: admin.userId, outcome: "deny", action: "invitations.sendList", reasonCode: "PERMISSION_MISSING" } as const;
    expect(await database.client.auditEvent.count({ where: denied })).toBe(1);
  });

  test("rows for an entity that was suspended meanwhile are not sent, and the others are", async () => {
    const [own, theirs] = [addresses(MANY - 10), addresses(10)];
    const csv = `${csvOf(own, "KAURI")}\n${theirs.map((email) => `${email},,viewer,RATA`).join("\n")}`;
    const { list } = await send(csv, chief);
    await database.client.entity.create({ data: { code: "WEKA", legalName: "Weka Limited", shortName: "Weka", status: "suspended" } });
    const { id } = await database.client.entity.findFirstOrThrow({ where: { code: "WEKA" } });
    await database.client.inviteListRow.updateMany({ where: { listId: list ?? "", entityId: OTHER_ENTITY }, data: { entityId: id } });
    await runQueue([invitationLists]);
    expect(await listed(list, chief)).toMatchObject({ state: "done", counts: { sent: MANY - 10, failed: 10 } });
    expect(await database.client.inviteListRow.count({ where: { state: "failed", message: "The entity is not active any more." } })).toBe(10);
  });

  test("a list is its sender's alone, who may stop it: what is sent stays sent", async () => {
    const emails = addresses(MANY);
    const { list } = await send(csvOf(emails));
    await steps(1);
    const stop = (by: UserPrincipal) => outcomeOf(as((tx, grant) => stopList(tx, grant, { id: list ?? "" }), by));
    for (const somebody of [await colleague("entity-admin"), chief]) {
      expect(await listed(list, somebody)).toBeNull();
      expect(await stop(somebody)).toBe("NOT_AUTHORISED");
    }
    expect(await stop(me)).toBe("done");
    await runQueue([invitationLists]);
    expect(await listed(list)).toMatchObject({ state: "cancelled", counts: { sent: LIST_CHUNK, waiting: MANY - LIST_CHUNK } });
    expect(await stop(me)).toBe("ILLEGAL_TRANSITION");
    expect(await sentTo(emails)).toBe(LIST_CHUNK);
  });

  test("three long lists at once go one after another and do not starve a job of another entity", async () => {
    for (let count = 0; count < 3; count++) await send(csvOf(addresses(MANY)));
    await queueFor(chief, "Elsewhere", { steps: 2 });
    const order: string[] = [];
    const perform = (job: ClaimedJob) => {
      order.push(job.id);
      return invitationLists.perform(job);
    };
    await runQueue([{ ...invitationLists, perform }, counter(() => void order.push("elsewhere"))]);
    const own = order.filter((step) => step !== "elsewhere");
    expect([own.length, new Set(own).size]).toEqual([9, 3]);
    expect(own).toEqual(own.toSorted());
    expect(order.lastIndexOf("elsewhere")).toBeLessThan(order.length - 1);
  });
});
