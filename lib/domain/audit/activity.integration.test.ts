import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { changesIn } from "@/lib/platform/audit/activity";
import { Denied } from "@/lib/platform/authz/denied";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { Database } from "@/lib/platform/db/client";
import type { Prisma } from "@/lib/platform/db/types";
import { authorize } from "@/lib/platform/unit-of-work/authorize";
import { OTHER_ENTITY, OWN_ENTITY, person } from "@/lib/testing/principals";
import { addUsers, entityAdmin, globalOperator, openTestWorld, operator, readAs, viewer } from "@/lib/testing/world";
import { readActivityView } from "./activity";
import type { ActivityParams } from "./schema";

const NOBODY = "00000000-0000-0000-0000-000000000000";
const SOMEBODY = "0190a0c0-0000-7000-8000-00000000000a";
const OPERATOR = "0190a0c0-0000-7000-8000-00000000000b";

type Event = Partial<Prisma.AuditEventCreateManyInput>;
const own = { actorUserId: SOMEBODY, actorName: "Mele Fonoti", actorEntityId: OWN_ENTITY, actorRole: "trader" };
const byOperator = {
  actorUserId: OPERATOR,
  actorName: "Hēmi Parata",
  actorEntityId: NOBODY,
  actorRole: "operator",
  sourceAddress: "203.0.113.77",
  globalUsed: true,
};
const change = { kind: "change", purpose: null, permission: null } as const;
const refused = { outcome: "deny", reasonCode: "PERMISSION_MISSING", result: "NOT_AUTHORISED" } as const;

/** What may be known, the newest first, and what may not. */
const EVENTS: Readonly<Record<string, Event>> = {
  "a refusal of its people of nothing that they saw": { ...own, ...refused, targetEntityId: NOBODY },
  "a refusal of its people of no entity": { ...own, ...refused, targetEntityId: null, permission: "Market.Operate" },
  "a refusal of its people in it": { ...own, ...refused, targetEntityId: OWN_ENTITY },
  "a sign-in of its people": { ...own, kind: "sign_in", purpose: null, permission: null, action: "session.signed_in", targetEntityId: OWN_ENTITY },
  "a change by an operator": { ...byOperator, ...change, action: "user.status_changed", targetType: "user", targetId: SOMEBODY, targetEntityId: OWN_ENTITY },
  "a change by its people": { ...own, ...change, action: "invitation.sent", targetEntityId: OWN_ENTITY },
};
const HIDDEN: Readonly<Record<string, Event>> = {
  "what an operator was allowed there": { ...byOperator, targetEntityId: OWN_ENTITY },
  "what an operator was refused there": { ...byOperator, ...refused, targetEntityId: OWN_ENTITY },
  "what its people were refused of another entity": { ...own, ...refused, targetEntityId: OTHER_ENTITY, targetLabel: "Canary of Rata" },
  "a change in another entity": { ...byOperator, ...change, action: "entity.edited", targetEntityId: OTHER_ENTITY, targetLabel: "Canary of Rata" },
  "a change of the market": { ...byOperator, ...change, action: "market.halted", targetEntityId: null },
  "a sign-in of another entity's people": { actorEntityId: OTHER_ENTITY, kind: "sign_in", purpose: null, permission: null, targetEntityId: OTHER_ENTITY },
};
const SUPPORT: Event = {
  ...own,
  ...change,
  action: "support.opened",
  targetType: "support_request",
  targetId: randomUUID(),
  targetLabel: "Canary of Mele",
  targetEntityId: OWN_ENTITY,
};

const ids = new Map<string, string>();

let database: Database;
beforeAll(async () => {
  database = await openTestWorld();
  const noon = Date.now() - 86_400_000 * 3;
  const data = Object.entries({ ...EVENTS, ...HIDDEN, support: SUPPORT }).map(([name, event], index) => {
    ids.set(name, randomUUID());
    return {
      id: ids.get(name) ?? "",
      at: new Date(noon - index * 60_000),
      kind: "decision" as const,
      purpose: "access" as const,
      permission: "Users.View",
      action: "users.list",
      outcome: "grant" as const,
      result: "committed",
      requestId: randomUUID(),
      ...event,
    };
  });
  // Only the owner can write a past.
  await database.client.auditEvent.createMany({ data });
});
afterAll(() => database.close());

const activityOf = (as: UserPrincipal, params: ActivityParams = {}) =>
  readAs(as, (tx) => readActivityView(tx, authorize(tx, "Users.View", { entityId: as.entity.id }), { zone: "UTC", ...params }));
const namesIn = async (as: UserPrincipal, params: ActivityParams = {}) => {
  const names = new Map([...ids].map(([name, id]) => [id, name]));
  return (await activityOf(as, params)).page.rows.flatMap(({ id }) => names.get(id) ?? []);
};

describe("an entity's activity", () => {
  test("is what was changed in it and who changed it, its people's sign-ins and their refusals, newest first, and nothing else", async () => {
    expect(await namesIn(entityAdmin)).toEqual(Object.keys(EVENTS));
  });

  test("names who made a change, an operator too, and says neither where from nor in which session", async () => {
    const { page } = await activityOf(entityAdmin, { kind: "changes" });
    const row = page.rows.find(({ id }) => id === ids.get("a change by an operator"));
    expect(row).toMatchObject({ actorName: "Hēmi Parata", actorRole: "operator" });
    expect(JSON.stringify(page)).not.toMatch(/203\.0\.113|sourceAddress|sessionId|userAgent|actorLogin|Oid/);
  });

  test("narrows by kind, by time and by a person who acted or was acted on", async () => {
    const all = Object.keys(EVENTS);
    expect(await namesIn(entityAdmin, { kind: "refusals" })).toEqual(all.slice(0, 3));
    expect(await namesIn(entityAdmin, { kind: "sign-ins" })).toEqual(all.slice(3, 4));
    expect(await namesIn(entityAdmin, { kind: "changes" })).toEqual(all.slice(4));
    expect(await namesIn(entityAdmin, { person: SOMEBODY })).toEqual(all);
    expect(await namesIn(entityAdmin, { person: OPERATOR })).toEqual(["a change by an operator"]);
    expect(await namesIn(entityAdmin, { when: "7d" })).toEqual(all);
    expect(await namesIn(entityAdmin, { when: "today" })).toEqual([]);
  });

  test("is of the own entity whatever Global would show, and is refused to those who do not see its people", async () => {
    const elsewhere = { ...globalOperator, entity: { ...globalOperator.entity, id: OTHER_ENTITY } };
    expect(await namesIn(elsewhere)).toEqual(["a change in another entity", "a sign-in of another entity's people"]);
    await expect(activityOf(viewer)).rejects.toThrow(Denied);
    await expect(activityOf(person("trader"))).rejects.toThrow(Denied);
  });

  test("leaves out what colleagues write to support, and has one's own", async () => {
    expect(await namesIn({ ...entityAdmin, userId: SOMEBODY })).toContain("support");
    expect(await namesIn(entityAdmin)).not.toContain("support");
  });

  test("is not gone round by the changes on Home", async () => {
    const onHome = (as: UserPrincipal) => readAs(as, (tx) => changesIn(tx, authorize(tx, "Users.View", { entityId: OWN_ENTITY }), 50));
    const labels = async (as: UserPrincipal) => (await onHome(as)).map(({ targetLabel }) => targetLabel);
    expect(await labels({ ...entityAdmin, userId: SOMEBODY })).toContain(SUPPORT.targetLabel);
    expect(await labels(entityAdmin)).not.toContain(SUPPORT.targetLabel);
    expect((await onHome(entityAdmin)).length).toBeGreaterThan(0);
  });

  test("names a person of the own entity alone", async () => {
    const [mine = "", theirs = ""] = await addUsers([{ displayName: "Aroha Ngata" }, { displayName: "Sophie van der Berg", entityId: OTHER_ENTITY }]);
    expect((await activityOf(entityAdmin, { person: mine })).person).toBe("Aroha Ngata");
    expect((await activityOf(entityAdmin, { person: theirs })).person).toBeNull();
  });
});

describe("where a query forgets its filter", () => {
  const everything = (as: UserPrincipal) =>
    readAs(as, async (tx) => {
      const found = new Set((await tx.auditEvent.findMany({ select: { id: true } })).map(({ id }) => id));
      return [...ids].filter(([, id]) => found.has(id)).map(([name]) => name);
    });

  test.each([
    ["an entity admin", entityAdmin],
    ["an operator without Global", operator],
  ] as const)("the database shows %s nothing of others", async (_who, as) => {
    expect(await everything(as)).toEqual([...Object.keys(EVENTS), "support"]);
  });

  test("with Global the same query reads everything, so that the filter was really left out", async () => {
    expect(await everything(globalOperator)).toEqual([...ids.keys()]);
  });
});
