import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EVERY_ENTITY } from "@/lib/platform/authz/decide";
import type { Grant } from "@/lib/platform/authz/grant";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { Database } from "@/lib/platform/db/client";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { authorize, grantIf } from "@/lib/platform/unit-of-work/authorize";
import { inScope, inSystem } from "@/lib/platform/unit-of-work/scope";
import { OTHER_ENTITY, OWN_ENTITY, person } from "@/lib/testing/principals";
import { callerFor, openTwoEntities, outcomeOf, recordOf, stranger } from "@/lib/testing/two-entities";
import { requeueMail } from "./commands";
import { queueMail } from "./outbox";
import { getMail, latestMailAbout, listMail } from "./queries";
import { entityOfMail } from "./target";

process.env.SESSION_SECRET = "a secret of the tests, long enough to be accepted";
const admin = person("entity-admin");
const global = person("operator", { globalAppRole: true });
const params = { entity: "Kauri Energy", role: "Viewer", sender: "Aroha", link: "http://localhost:3000/accept-invitation#secret", expires: "soon" };

let database: Database;
let own = "";
let other = "";
beforeAll(async () => {
  database = await openTwoEntities();
  await database.client.mailMessage.deleteMany();
  const letters = [OWN_ENTITY, OTHER_ENTITY].map((entityId) => ({
    to: `${entityId.slice(-1)}@people.example`,
    entityId,
    template: "invitation" as const,
    params,
  }));
  await inSystem((tx) => queueMail(tx, letters));
  const stored = await database.client.mailMessage.findMany();
  own = stored.find(({ entityId }) => entityId === OWN_ENTITY)?.id ?? "";
  other = stored.find(({ entityId }) => entityId === OTHER_ENTITY)?.id ?? "";
});
afterAll(() => database.close());

const asReader = <T>(principal: UserPrincipal, read: (tx: ScopedTx, grant: Grant<"Invitations.Send">) => Promise<T>) =>
  inScope(callerFor(principal), "mail.list", async (tx) => {
    const grant = grantIf(tx, "Invitations.Send", EVERY_ENTITY) ?? authorize(tx, "Invitations.Send", { entityId: principal.entity.id });
    return read(tx, grant);
  });

/** What the action does: its target, its decision, its command. */
const requeue = (id: string, principal = admin, caller = callerFor(principal)) =>
  inScope(caller, "mail.requeue", async (tx) => {
    const target = (await entityOfMail(tx, id)) ?? { entityId: "00000000-0000-0000-0000-000000000000" };
    await requeueMail(tx, authorize(tx, "Invitations.Send", target), { id });
  });

describe("the outbox", () => {
  test("shows an entity's messages to those who may send its invitations, and all of them to Global", async () => {
    expect((await asReader(admin, (tx, grant) => listMail(tx, grant, {}))).rows.map(({ id }) => id)).toEqual([own]);
    expect((await asReader(global, (tx, grant) => listMail(tx, grant, {}))).rows.map(({ id }) => id).toSorted()).toEqual([own, other].toSorted());
    expect(await outcomeOf(asReader(person("viewer"), (tx, grant) => listMail(tx, grant, {})))).toBe("NOT_AUTHORISED");
  });

  test("the outbox shows people who may send invitations only invitation letters, and resends no other for them", async () => {
    const about = { entityId: OWN_ENTITY, toAddress: "operator@aex.example", subject: "A role was asked for", sealed: "x", state: "failed" as const };
    const { id } = await database.client.mailMessage.create({ data: { ...about, template: "role_requested" } });
    expect((await asReader(admin, (tx, grant) => listMail(tx, grant, {}))).rows.map((row) => row.id)).toEqual([own]);
    expect(await asReader(admin, (tx, grant) => getMail(tx, grant, id))).toBeNull();
    expect(await outcomeOf(requeue(id))).toBe("NOT_AUTHORISED");
    // Even a query that forgets its filter.
    expect(await asReader(admin, (tx) => tx.mailMessage.count({ where: { id } }))).toBe(0);
    expect((await asReader(global, (tx, grant) => getMail(tx, grant, id)))?.subject).toBe("A role was asked for");
    await database.client.mailMessage.delete({ where: { id } });
  });

  test("the outbox shows the link of an unsent invitation to people who may send it, and no link once it is sent", async () => {
    const facts = {
      entityId: OWN_ENTITY,
      email: "a@people.example",
      role: "viewer",
      tokenHash: new Uint8Array(32).fill(9),
      expiresAt: new Date(Date.now() + 60_000),
    };
    const { id: invitationId } = await database.client.invitation.create({ data: facts });
    await database.client.mailMessage.update({ where: { id: own }, data: { invitationId } });
    const mail = (principal: UserPrincipal) => asReader(principal, (tx, grant) => latestMailAbout(tx, grant, invitationId));
    expect(await mail(admin)).toMatchObject({ id: own, state: "unsent", link: params.link });
    expect(JSON.stringify(await mail(admin))).not.toContain("sealed");
    expect(await mail(stranger("entity-admin"))).toBeNull();
    const { sealed } = await database.client.mailMessage.findUniqueOrThrow({ where: { id: own } });
    await database.client.mailMessage.update({ where: { id: own }, data: { state: "failed" } });
    expect(await mail(admin)).toMatchObject({ state: "failed", link: null });
    await database.client.mailMessage.update({ where: { id: own }, data: { state: "waiting", sealed, invitationId: null } });
  });

  test("marks what waits without a mail server as not sent, and finds by address, subject and state", async () => {
    const found = (query: Parameters<typeof listMail>[2]) => asReader(admin, (tx, grant) => listMail(tx, grant, query)).then(({ rows }) => rows);
    for (const query of [{ q: "A@PEOPLE" }, { q: "invites you" }, { state: "waiting" as const }])
      expect(await found(query)).toMatchObject([{ state: "unsent" }]);
    for (const query of [{ q: "nobody" }, { state: "failed" as const }, { entity: OTHER_ENTITY }]) expect(await found(query)).toEqual([]);
  });

  test("opens a message for those alone: lists carry no link, another entity's is like one that is not there", async () => {
    expect(JSON.stringify(await asReader(admin, (tx, grant) => listMail(tx, grant, {})))).not.toContain("secret");
    expect((await asReader(admin, (tx, grant) => getMail(tx, grant, own)))?.message?.text).toContain("#secret");
    expect(await asReader(admin, (tx, grant) => getMail(tx, grant, other))).toBeNull();
  });
});

describe("putting back in line", () => {
  const set = (state: "failed" | "sent" | "withdrawn" | "waiting", sealed?: null) =>
    database.client.mailMessage.update({ where: { id: own }, data: { state, attempts: 11, lastError: "550", ...(sealed === null ? { sealed } : {}) } });

  test("a failed message starts anew, on the record", async () => {
    await set("failed");
    const caller = callerFor(admin);
    await requeue(own, admin, caller);
    expect(await database.client.mailMessage.findUnique({ where: { id: own } })).toMatchObject({ state: "waiting", attempts: 0, lastError: null });
    expect(await recordOf(database, caller)).toMatchObject([{ action: "mail.requeued", targetId: own, changes: { state: { from: "failed", to: "waiting" } } }]);
  });

  test("another entity's is refused to an entity admin, and done by Global", async () => {
    expect(await outcomeOf(requeue(other))).toBe("NOT_AUTHORISED");
    expect(await outcomeOf(requeue(other, global))).toBe("done");
  });

  test.each(["sent", "withdrawn"] as const)("one that was %s is not kept to be sent again", async (state) => {
    await set(state, null);
    expect(await outcomeOf(requeue(own))).toBe("ILLEGAL_TRANSITION");
  });
});

describe("letters are limited", () => {
  test("one mailbox is written to again at most five times an hour, by anyone of an entity", async () => {
    const { id } = await database.client.mailMessage.create({
      data: { entityId: OWN_ENTITY, template: "invitation", toAddress: "stranger@elsewhere.example", subject: "Come in", sealed: "x", state: "failed" },
    });
    const outcomes: string[] = [];
    for (let time = 0; time < 7; time++) outcomes.push(await outcomeOf(requeue(id, time % 2 ? admin : global)));
    expect(outcomes).toEqual(["done", "done", "done", "done", "done", "TOO_MANY", "TOO_MANY"]);
  });

  test("whatever brings letters about, one person causes thirty to one mailbox within the hour at most", async () => {
    const letter = {
      entityId: OWN_ENTITY,
      template: "support_answered" as const,
      params: { subject: "x", link: "http://localhost" },
    };
    const write = (to: string) => inScope(callerFor(admin), "mail.test", (tx) => queueMail(tx, [{ ...letter, to }]));
    const outcomes: string[] = [];
    for (let time = 0; time < 31; time++) outcomes.push(await outcomeOf(write(`flooded+${time}@people.example`)));
    expect([outcomes.slice(0, 30).every((outcome) => outcome === "done"), outcomes[30]]).toEqual([true, "TOO_MANY"]);
    expect(await database.client.mailMessage.count({ where: { toAddress: { startsWith: "flooded" } } })).toBe(30);
  });
});
