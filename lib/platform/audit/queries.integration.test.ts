import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EVERY_ENTITY, type Target } from "@/lib/platform/authz/decide";
import { Denied } from "@/lib/platform/authz/denied";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { Database } from "@/lib/platform/db/client";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { Prisma } from "@/lib/platform/db/types";
import { authorize, grantIf } from "@/lib/platform/unit-of-work/authorize";
import { inSystem } from "@/lib/platform/unit-of-work/scope";
import { OTHER_ENTITY, OWN_ENTITY, person } from "@/lib/testing/principals";
import { addUsers, globalOperator, openTestWorld, operator, readAs, walk } from "@/lib/testing/world";
import type { AuditListParams } from "./list";
import { entityNames, getAuditEvent, listAudit, peopleNamed, personById } from "./queries";

const OWN: Target = { entityId: OWN_ENTITY };
const NOTHING_HERE = "0190a0c0-0000-7000-8000-0000000000ff";
const UNSEEN_ENTITY = "0190a0c0-0000-7000-8000-0000000000ee";
const REQUEST = randomUUID();

type NewEvent = Partial<Prisma.AuditEventCreateManyInput>;

/** Rows a day apart, the first at noon UTC of 2 January 2026; all about the own entity, unless they say otherwise. */
async function addEvents(events: readonly NewEvent[]): Promise<readonly string[]> {
  const data = events.map((event, index) => ({
    id: randomUUID(),
    at: new Date(Date.UTC(2026, 0, 2 + index, 12)),
    kind: "decision" as const,
    purpose: "access" as const,
    permission: "Users.Promote",
    action: "users.changeRole",
    targetEntityId: OWN_ENTITY,
    outcome: "grant" as const,
    result: "committed",
    requestId: randomUUID(),
    ...event,
  }));
  // Only the owner can write a past: the portal's roles record the database's time.
  await database.client.auditEvent.createMany({ data });
  return data.map(({ id }) => id);
}

const CROWD = 130;

/** Many rows within four milliseconds; ids and times run against each other. */
const addCrowd = () =>
  database.client.$executeRaw`
      INSERT INTO audit_event (id, at, kind, purpose, permission, action, target_entity_id, outcome, result, request_id)
      SELECT (lpad(to_hex(4096 - n), 12, '0') || '70008000' || lpad(to_hex(n * 7919 % 4096), 12, '0'))::uuid,
        timestamptz '2025-06-01 00:00:00.123Z' + (n / 40) * interval '1 millisecond',
        'decision', 'access', 'Market.Operate', 'market.halt', ${UNSEEN_ENTITY}::uuid, 'grant', 'committed', gen_random_uuid()
      FROM generate_series(0, ${CROWD - 1}::int) AS n`;

let database: Database;
let aroha = "";
let sophie = "";
let events: readonly string[] = [];
const names = ["access", "drawn", "change", "signIn", "refused", "elsewhere", "market", "byAroha", "panel", "requested"] as const;
const idOf = (name: (typeof names)[number]): string => events[names.indexOf(name)] ?? "";

beforeAll(async () => {
  database = await openTestWorld();
  [aroha = "", sophie = ""] = await addUsers([{ displayName: "Aroha Ngata" }, { displayName: "Sophie van der Berg", entityId: OTHER_ENTITY }]);
  events = await addEvents([
    {},
    { purpose: "visibility" },
    { kind: "change", purpose: null, permission: null, action: "user.role_changed", changes: { role: { from: "viewer", to: "trader" } }, reason: "A reason." },
    { kind: "sign_in", purpose: null, permission: null, action: "session.signed_in" },
    { outcome: "deny", reasonCode: "PERMISSION_MISSING", result: "NOT_AUTHORISED" },
    { targetEntityId: OTHER_ENTITY },
    { targetEntityId: null, permission: "Market.Operate" },
    { actorUserId: aroha },
    { permission: "panel" },
    { requestId: REQUEST },
  ]);
  await addCrowd();
});

afterAll(() => database.close());

/** The fixture's days, without what reading leaves on the record today. */
const DAYS = { from: "2026-01-01T00:00", to: "2026-01-31T00:00" } as const;
const read = (
  params: AuditListParams,
  { as = globalOperator, target = EVERY_ENTITY, zone = "UTC" }: { as?: UserPrincipal; target?: Target; zone?: string } = {},
) => readAs(as, async (tx) => listAudit(tx, authorize(tx, "Market.Operate", target), params, zone));
const found = async (params: AuditListParams, zone = "UTC") => (await read({ ...DAYS, ...params }, { zone })).rows.map(({ id }) => id);
const without = (...left: (typeof names)[number][]) =>
  names
    .filter((name) => !left.includes(name))
    .map(idOf)
    .toReversed();

describe("the log", () => {
  test("is newest first, without what was evaluated only to draw a page", async () => {
    expect(await found({})).toEqual(without("drawn"));
    expect(await found({ purpose: "all" })).toEqual(without());
    expect(await found({ purpose: "visibility" })).toEqual([idOf("drawn")]);
    expect(await found({ purpose: "access" })).toEqual(without("drawn", "change", "signIn"));
  });

  test("narrows by each filter alone and by several at once", async () => {
    expect(await found({ person: aroha })).toEqual([idOf("byAroha")]);
    expect(await found({ permission: "panel" })).toEqual([idOf("panel")]);
    expect(await found({ outcome: "deny" })).toEqual([idOf("refused")]);
    expect(await found({ kind: "change" })).toEqual([idOf("change")]);
    expect(await found({ kind: "sign_in" })).toEqual([idOf("signIn")]);
    expect(await found({ entity: OTHER_ENTITY })).toEqual([idOf("elsewhere")]);
    expect(await found({ request: REQUEST })).toEqual([idOf("requested")]);
    expect(await found({ person: aroha, permission: "Users.Promote", entity: OWN_ENTITY })).toEqual([idOf("byAroha")]);
    expect(await found({ person: aroha, outcome: "deny" })).toEqual([]);
    expect(await found({ person: sophie })).toEqual([]);
  });

  test("the log is searched by actor, subject, what, why, why not and from where, however it is written, and with other filters", async () => {
    const [by = "", about = "", reason = "", refused = "", address = ""] = await addEvents([
      { at: new Date("2026-02-01T12:00:00Z"), actorName: "Hēmi Ōtene", actorUserId: sophie },
      { at: new Date("2026-02-02T12:00:00Z"), targetType: "user", targetId: sophie, targetLabel: "Anahera O’Connor-Smith" },
      {
        at: new Date("2026-02-03T12:00:00Z"),
        kind: "change",
        purpose: null,
        permission: null,
        action: "entity.legal_name_changed",
        reason: "Merged with Tōtara",
      },
      { at: new Date("2026-02-04T12:00:00Z"), outcome: "deny", reasonCode: "FAR_BEYOND" },
      { at: new Date("2026-02-05T12:00:00Z"), sourceAddress: "2001:db8::17" },
    ]);
    const february = async (params: AuditListParams) => (await read({ from: "2026-02-01T00:00", to: "2026-02-28T00:00", ...params })).rows.map(({ id }) => id);
    for (const q of ["Hemi", "HĒMI ŌTENE", "Hēmi\u00a0Otene".normalize("NFD"), "otene"]) expect([q, await february({ q })]).toEqual([q, [by]]);
    for (const q of ["oconnor", "xyz"]) expect([q, await february({ q })]).toEqual([q, []]);
    for (const q of ["o'connor", "Connor–Smith"]) expect([q, await february({ q })]).toEqual([q, [about]]);
    for (const q of ["Entity legal name changed", "legal_name", "totara"]) expect([q, await february({ q })]).toEqual([q, [reason]]);
    for (const q of ["far beyond", "FAR_BEYOND"]) expect([q, await february({ q })]).toEqual([q, [refused]]);
    expect(await february({ q: "2001:db8" })).toEqual([address]);
    expect(await february({ q: "far beyond", outcome: "grant" })).toEqual([]);
    expect(await february({ person: sophie })).toEqual([about, by]);
    for (const q of ["%", "%%%", "\\"]) expect([q, await february({ q })]).toEqual([q, []]);
  });

  test("narrows to a time on the reader's clock, both ends included", async () => {
    expect(await found({ from: "2026-01-04T12:00", to: "2026-01-05T12:00" })).toEqual([idOf("signIn"), idOf("change")]);
    expect(await found({ from: "2026-01-05T01:00", to: "2026-01-06T01:00" }, "Pacific/Auckland")).toEqual([idOf("signIn"), idOf("change")]);
    expect(await found({ from: "2026-01-04T12:01", to: "2026-01-05T11:59" })).toEqual([]);
  });
});

describe("paging through rows of the same time", () => {
  const crowd = (cursor?: string) => read({ entity: UNSEEN_ENTITY, ...(cursor ? { cursor } : {}) });

  test("neither loses nor repeats a row, forward and back, and keeps their order", async () => {
    const ordered = await inSystem(
      (tx) => tx.$queryRaw<{ id: string }[]>`SELECT id FROM audit_event WHERE target_entity_id = ${UNSEEN_ENTITY}::uuid ORDER BY at DESC, id DESC`,
    );
    expect(ordered).toHaveLength(CROWD);
    const { forward, back } = await walk(crowd);
    expect(forward.flat().map(({ id }) => id)).toEqual(ordered.map(({ id }) => id));
    expect(new Set(forward.flat().map(({ at }) => at.getTime())).size).toBe(4);
    expect(back.flat()).toEqual(forward.flat());
  });

  test("skips nothing where the filters leave out the very row that a page goes on from", async () => {
    const second = await crowd((await crowd()).next ?? undefined);
    const newer = await read({ ...DAYS, purpose: "all", entity: OWN_ENTITY, ...(second.previous ? { cursor: second.previous } : {}) });
    expect(newer.rows.map(({ id }) => id)).toEqual(without("elsewhere", "market"));
  });
});

describe("one row", () => {
  const get = (id: string, as = globalOperator, target = EVERY_ENTITY) =>
    readAs(as, async (tx) => getAuditEvent(tx, authorize(tx, "Market.Operate", target), id));

  test("has everything that was recorded", async () => {
    expect(await get(idOf("change"))).toMatchObject({
      kind: "change",
      action: "user.role_changed",
      changes: { role: { from: "viewer", to: "trader" } },
      reason: "A reason.",
      targetEntityId: OWN_ENTITY,
      result: "committed",
    });
    expect(await get(idOf("access"))).toMatchObject({ changes: null, reason: null });
  });

  test("is not there for who sees one entity only and asks for another's, nor for an id that nothing has", async () => {
    expect(await get(idOf("elsewhere"))).toMatchObject({ targetEntityId: OTHER_ENTITY });
    expect(await get(idOf("elsewhere"), operator, OWN)).toBeNull();
    expect(await get(idOf("elsewhere"), globalOperator, OWN)).toBeNull();
    expect(await get(NOTHING_HERE)).toBeNull();
  });
});

describe("who sees what", () => {
  const others = ["viewer", "trader", "credit-manager", "entity-admin"].map((role) => [role, person(role, { globalAppRole: true })] as const);

  test.each(others)("a %s obtains no grant, with Global in the directory or without", async (_role, principal) => {
    for (const target of [OWN, EVERY_ENTITY]) {
      await expect(read({}, { as: principal, target })).rejects.toThrow(Denied);
      expect(await readAs(principal, async (tx) => grantIf(tx, "Market.Operate", target))).toBeNull();
    }
  });

  test("an operator without Global, or frozen, obtains no grant across entities", async () => {
    await expect(read({}, { as: operator })).rejects.toThrow(Denied);
    await expect(read({}, { as: person("operator", { globalAppRole: true, status: "frozen" }) })).rejects.toThrow(Denied);
  });

  test("an operator without Global reads rows about their own entity only, even where a query forgets to say so", async () => {
    const { rows } = await read({ ...DAYS, purpose: "all" }, { as: operator, target: OWN });
    expect(rows.map(({ id }) => id)).toEqual(without("elsewhere", "market"));
    const entities = (tx: ScopedTx) => tx.$queryRaw<{ about: string | null }[]>`SELECT DISTINCT target_entity_id AS about FROM audit_event`;
    expect(await readAs(operator, entities)).toEqual([{ about: OWN_ENTITY }]);
    expect((await readAs(globalOperator, entities)).map(({ about }) => about)).toEqual(expect.arrayContaining([OTHER_ENTITY, UNSEEN_ENTITY, null]));
  });

  test("people to filter by, and the names of entities, are those that the grant reaches", async () => {
    const choices = (principal: UserPrincipal, target: Target) =>
      readAs(principal, async (tx) => {
        const grant = authorize(tx, "Market.Operate", target);
        return {
          named: (await peopleNamed(tx, grant, "S")).map(({ displayName }) => displayName),
          byId: await personById(tx, grant, sophie),
          names: [...(await entityNames(tx, grant, [OTHER_ENTITY, UNSEEN_ENTITY, OTHER_ENTITY]))],
        };
      });
    expect(await choices(globalOperator, EVERY_ENTITY)).toMatchObject({
      named: ["Sophie van der Berg"],
      byId: { displayName: "Sophie van der Berg", entity: { shortName: "Rata Power" } },
      names: [[OTHER_ENTITY, "Rata Power"]],
    });
    expect(await choices(operator, OWN)).toEqual({ named: [], byId: null, names: [] });
  });
});

test("a name is found by any part of it, whatever the case, and gives twenty people at most", async () => {
  await addUsers(Array.from({ length: 25 }, (_, index) => ({ displayName: `Tama ${String(index).padStart(2, "0")}% Parata` })));
  const named = (name: string) =>
    readAs(globalOperator, async (tx) => (await peopleNamed(tx, authorize(tx, "Market.Operate", EVERY_ENTITY), name)).map(({ displayName }) => displayName));
  expect(await named("NGATA")).toEqual(["Aroha Ngata"]);
  expect(await named("07%")).toEqual(["Tama 07% Parata"]);
  expect(await named("tama")).toHaveLength(20);
  expect(await named("%")).toEqual([]);
  expect(await named("nobody")).toEqual([]);
});
