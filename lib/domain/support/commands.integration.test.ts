import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Wish } from "@/lib/platform/authz/explain";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { Database } from "@/lib/platform/db/client";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { localPath } from "@/lib/platform/local-path";
import { authorize } from "@/lib/platform/unit-of-work/authorize";
import { inScope } from "@/lib/platform/unit-of-work/scope";
import { OWN_ENTITY, person } from "@/lib/testing/principals";
import { callerFor, openTwoEntities, outcomeOf, recordOf, stranger } from "@/lib/testing/two-entities";
import { addUsers } from "@/lib/testing/world";
import { firstConfiguration } from "@/prisma/seed/configuration";
import { askForAccess, closeRequest, openRequest, replyToRequest } from "./commands";
import { getOwnRequest, getSupportRequest } from "./requests";
import { threadTarget } from "./target";

process.env.SESSION_SECRET = "a secret of the tests, long enough to be accepted";

const REASON = "I look after our new colleagues from Monday on.";

let database: Database;
let viewer: UserPrincipal;
const admin = person("entity-admin");
const globalOperator: UserPrincipal = { ...stranger("operator"), global: true, permissions: person("operator").permissions };

beforeAll(async () => {
  database = await openTwoEntities();
  const [userId = ""] = await addUsers([{ displayName: "Tama Rewi", email: "tama@kauri.example" }]);
  viewer = { ...person("viewer"), userId, displayName: "Tama Rewi", email: "tama@kauri.example" };
});
afterAll(() => database.close());

const as = <T>(principal: UserPrincipal, work: (tx: ScopedTx) => Promise<T>, caller = callerFor(principal)) => inScope(caller, "support.test", work);
const signedIn = (tx: ScopedTx, { entity }: UserPrincipal) => authorize(tx, "signed-in", { entityId: entity.id });
const partIn = async (tx: ScopedTx, id: string) => authorize(tx, "signed-in", await threadTarget(tx, id));
const panel = (tx: ScopedTx, { entity }: UserPrincipal) => authorize(tx, "panel", { entityId: entity.id });
const ask = (principal: UserPrincipal, access: Wish["access"], everyEntity: boolean) =>
  as(principal, (tx) => askForAccess(tx, signedIn(tx, principal), { access, everyEntity, reason: REASON, page: localPath("/admin/users") }));
const open = (principal: UserPrincipal) =>
  as(principal, (tx) =>
    openRequest(tx, panel(tx, principal), {
      kind: "problem",
      subject: "It does not open",
      body: "The page stays empty.",
      page: localPath("/admin"),
      reference: undefined,
    }),
  );
const reply = (principal: UserPrincipal, id: string) => as(principal, async (tx) => replyToRequest(tx, await partIn(tx, id), { id, body: "Here you are." }));
const close = (principal: UserPrincipal, id: string, version: number) => as(principal, async (tx) => closeRequest(tx, await partIn(tx, id), { id, version }));
const letters = (path: string) => database.client.mailMessage.findMany({ where: { subject: { contains: path } }, select: { toAddress: true, template: true } });

describe("asking for access", () => {
  test("an access request evaluates whether access is held already, and audited evaluations are recorded", async () => {
    const caller = callerFor(viewer);
    const input = { access: "Users.Promote" as const, everyEntity: false, reason: REASON, page: localPath("/admin/users") };
    await as(viewer, (tx) => askForAccess(tx, signedIn(tx, viewer), input), caller);
    expect(await recordOf(database, caller)).toMatchObject([
      { kind: "decision", purpose: "visibility", permission: "Users.Promote", outcome: "deny", reasonCode: "PERMISSION_MISSING" },
      { kind: "change" },
    ]);
  });

  test("an access request names permission, scope and page, and reaches the entity's own administrators when they can grant it", async () => {
    const caller = callerFor(viewer);
    const input = { access: "Users.View" as const, everyEntity: false, reason: REASON, page: localPath("/admin/users") };
    const request = await as(viewer, (tx) => askForAccess(tx, signedIn(tx, viewer), input), caller);
    expect(request).toMatchObject({
      entityId: OWN_ENTITY,
      userId: viewer.userId,
      kind: "access",
      asksFor: "Users.View",
      everyEntity: false,
      state: "open",
      body: REASON,
    });
    expect(request.context).toMatchObject({ page: localPath("/admin/users"), reference: caller.request.requestId, role: "Viewer", browser: "test" });
    expect(await letters(request.subject)).toEqual([{ toAddress: admin.email, template: "support_opened" }]);
    expect(await recordOf(database, caller)).toMatchObject([{ kind: "change", action: "support.opened", targetId: request.id, targetEntityId: OWN_ENTITY }]);
  });

  test("an access request reaches the exchange's desk when only the exchange can grant it", async () => {
    const request = await ask(viewer, "Market.Operate", true);
    expect(await letters(request.subject)).toEqual([{ toAddress: firstConfiguration.content.support.email, template: "support_opened" }]);
  });

  test("an access request for a held permission is refused and not stored", async () => {
    const before = await database.client.supportRequest.count();
    expect(await outcomeOf(ask(viewer, "Market.View", false))).toBe("INVALID_INPUT");
    expect(await database.client.supportRequest.count()).toBe(before);
  });
});

describe("a thread", () => {
  test("a thread is answered by a helper, reopened by its requester, closed and reopened, each on the record", async () => {
    const { id } = await ask(viewer, "Docs.Manage", false);
    expect(await reply(admin, id)).toMatchObject({ state: "answered", version: 2 });
    expect(await letters("Manage documentation for Tama")).toContainEqual({ toAddress: viewer.email, template: "support_answered" });
    expect(await reply(viewer, id)).toMatchObject({ state: "open", version: 3 });
    expect(await reply(globalOperator, id)).toMatchObject({ state: "answered", version: 4 });
    expect(await outcomeOf(close(viewer, id, 3))).toBe("STALE_BASE");
    expect(await close(viewer, id, 4)).toMatchObject({ state: "closed", version: 5 });
    expect(await outcomeOf(close(viewer, id, 5))).toBe("ILLEGAL_TRANSITION");
    expect(await reply(viewer, id)).toMatchObject({ state: "open" });
    const events = await database.client.auditEvent.findMany({ where: { targetId: id }, orderBy: { id: "asc" }, select: { action: true } });
    expect(events.map(({ action }) => action)).toEqual([
      "support.opened",
      "support.answered",
      "support.replied",
      "support.answered",
      "support.closed",
      "support.replied",
    ]);
    const seen = await as(viewer, (tx) => getOwnRequest(tx, signedIn(tx, viewer), id));
    expect(seen?.messages.map(({ exchange }) => exchange)).toEqual([false, false, true, false]);
  });

  test("a thread is hidden from colleagues outside the panel and from other entities, and stays unchanged", async () => {
    const { id } = await open(admin);
    const before = await database.client.supportRequest.findUniqueOrThrow({ where: { id } });
    for (const other of [viewer, stranger("entity-admin"), stranger("operator")]) {
      expect(await outcomeOf(reply(other, id))).toBe("NOT_AUTHORISED");
      expect(await outcomeOf(close(other, id, 1))).toBe("NOT_AUTHORISED");
      const caller = callerFor(other);
      await outcomeOf(as(other, (tx) => partIn(tx, id), caller));
      expect(await recordOf(database, caller)).toMatchObject([{ permission: "signed-in", outcome: "deny", reasonCode: "OTHER_PERSON", targetId: id }]);
      expect(await as(other, (tx) => getOwnRequest(tx, signedIn(tx, other), id))).toBeNull();
    }
    expect(await database.client.supportRequest.findUniqueOrThrow({ where: { id } })).toEqual(before);
    expect(await database.client.supportMessage.count({ where: { requestId: id } })).toBe(0);
    expect(await as(admin, (tx) => getSupportRequest(tx, panel(tx, admin), id))).toMatchObject({
      id,
      context: { page: localPath("/admin"), role: "Entity admin" },
    });
  });

  test("a concurrent answer and closing take turns: a thread with an unread answer stays open", async () => {
    const { id } = await open(admin);
    const [answered, closed] = await Promise.all([outcomeOf(reply(globalOperator, id)), outcomeOf(close(admin, id, 1))]);
    const { state } = await database.client.supportRequest.findUniqueOrThrow({ where: { id } });
    expect(answered).toBe("done");
    expect([closed, state]).toEqual([expect.stringMatching(/done|STALE_BASE/), "answered"]);
  });
});

describe("the database guards", () => {
  test("nobody can write in another entity's thread, in another person's name, or for the exchange", async () => {
    const { id } = await open(admin);
    const message = { requestId: id, entityId: OWN_ENTITY, authorId: admin.userId, authorName: "Somebody", exchange: false, body: "Hello" };
    const write = (principal: UserPrincipal, change: Partial<typeof message>) =>
      outcomeOf(as(principal, (tx) => tx.supportMessage.create({ data: { ...message, ...change } })));
    expect(await write(stranger("entity-admin"), { authorId: stranger("viewer").userId })).toBe("42501");
    expect(await write(admin, { authorId: viewer.userId })).toBe("42501");
    expect(await write(admin, { exchange: true })).toBe("42501");
    expect(await write(admin, {})).toBe("done");
  });
});

describe("the limits per person", () => {
  test("a sixth access request within the hour is refused with the time of the next, and sends no mail", async () => {
    const [userId = ""] = await addUsers([{ displayName: "Mere Tane", email: "mere@kauri.example" }]);
    const mere = { ...person("viewer"), userId, displayName: "Mere Tane", email: "mere@kauri.example" };
    for (let time = 0; time < 5; time++) await ask(mere, "Market.Operate", true);
    const written = await database.client.mailMessage.count();
    await expect(ask(mere, "Market.Operate", true)).rejects.toMatchObject({ code: "TOO_MANY", message: expect.stringContaining("Try again in") });
    expect(await database.client.mailMessage.count()).toBe(written);
    expect(await outcomeOf(ask(viewer, "Market.Operate", true))).toBe("done");
  });

  test("twenty messages to support within the hour are the limit, in new and existing threads together", async () => {
    const { id } = await open(admin);
    const outcomes: string[] = [];
    for (let time = 0; time < 22; time++) outcomes.push(await outcomeOf(time % 2 ? open(admin) : reply(admin, id)));
    expect(outcomes.slice(-2)).toEqual(["TOO_MANY", "TOO_MANY"]);
    expect(outcomes.filter((outcome) => outcome === "done").length).toBeGreaterThanOrEqual(15);
  });
});
