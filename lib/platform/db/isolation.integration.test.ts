import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import { roleKeys } from "@/lib/platform/authz/roles";
import { inScope, inSystem } from "@/lib/platform/unit-of-work/scope";
import { OTHER_ENTITY, OWN_ENTITY, person } from "@/lib/testing/principals";
import { callerFor, openTwoEntities, outcomeOf, stranger } from "@/lib/testing/two-entities";
import type { Database } from "./client";
import type { ScopedTx } from "./scoped-tx";

/** Every table with entities' data, and the rows a person may see. */
const OWN: Readonly<Record<string, (me: UserPrincipal) => string>> = {
  entity: (me) => `id = '${me.entity.id}'`,
  portal_user: (me) => `entity_id = '${me.entity.id}'`,
  presence: (me) => `entity_id = '${me.entity.id}'`,
  session: (me) => `user_id IN (SELECT id FROM portal_user WHERE entity_id = '${me.entity.id}')`,
  invitation: (me) => `entity_id = '${me.entity.id}'`,
  // A status belongs to both sides; data of one side alone has its own table.
  documentation_status: (me) => `'${me.entity.id}' IN (entity_id, counterparty_id)`,
  documentation_note: (me) => `entity_id = '${me.entity.id}'`,
  support_request: (me) => `entity_id = '${me.entity.id}'`,
  role_request: (me) => `entity_id = '${me.entity.id}'`,
  role_grant: (me) => `entity_id = '${me.entity.id}'`,
  saved_view: (me) => `user_id = '${me.userId}'`,
  bulk_run: (me) => `user_id = '${me.userId}'`,
  job: (me) => `asked_by_id = '${me.userId}'`,
  invite_list: (me) => `user_id = '${me.userId}'`,
  invite_list_row: (me) => `owner_id = '${me.userId}'`,
  bulk_row: (me) => `owner_id = '${me.userId}'`,
  support_message: (me) => `entity_id = '${me.entity.id}'`,
  directory_write: (me) => `entity_id = '${me.entity.id}'`,
  mail_message: (me) => `entity_id = '${me.entity.id}'`,
  audit_event: (me) => `((target_entity_id = '${me.entity.id}' AND (kind = 'change' OR actor_entity_id = '${me.entity.id}'))
    OR (actor_entity_id = '${me.entity.id}' AND kind = 'decision' AND outcome = 'deny'
      AND (target_entity_id IS NULL OR target_entity_id = '00000000-0000-0000-0000-000000000000')))`,
};
const TABLES = Object.keys(OWN);
/** The key of a row. */
const KEYS: Readonly<Record<string, string>> = {
  documentation_note: "entity_id || ' about ' || counterparty_id",
  presence: "user_id",
  invite_list_row: "list_id",
};
const keyOf = (table: string): string => KEYS[table] ?? "id";
/** Personal data, which Global does not open. */
const PERSONAL = ["saved_view", "bulk_run", "bulk_row", "invite_list", "invite_list_row"];
/** Data of the market or the portal as a whole, of no entity. */
const SHARED = [
  "_prisma_migrations",
  "configuration_version",
  "configuration_proposal",
  "configuration_draft",
  "counterparty",
  "directory_comparison",
  "directory_drift",
  "directory_guest",
  "market_session",
  "market_transition",
  "portal_process",
  "throttle",
  "refused_sign_in",
];
const ownRows = (table: string, me: UserPrincipal): string => OWN[table]?.(me) ?? "false";

let database: Database;
beforeAll(async () => {
  database = await openTwoEntities();
  await inSystem(async (tx) => {
    const { id } = await tx.entity.create({ data: { code: "THIRD", legalName: "Third Limited", shortName: "Third" } });
    await tx.documentationStatus.create({
      data: { entityId: id, counterpartyId: OTHER_ENTITY, status: "pending", note: { create: { editedByName: "Third" } } },
    });
    await tx.documentationStatus.create({ data: { entityId: id, counterpartyId: OWN_ENTITY, status: "pending", note: { create: { editedByName: "Third" } } } });
  });
});
afterAll(() => database.close());

type Id = { id: string };
const ids = (rows: readonly Id[]) => rows.map(({ id }) => id).toSorted();
const asOwner = async (table: string, where: string) =>
  ids(await database.client.$queryRawUnsafe<Id[]>(`SELECT ${keyOf(table)} AS id FROM ${table} WHERE ${where}`));
const readAs = <T>(principal: UserPrincipal, read: (tx: ScopedTx) => Promise<T>) => inScope(callerFor(principal), "test.isolation", read);

test("this list of tables is complete", async () => {
  const tables = await database.client.$queryRaw<{ name: string }[]>`
    SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f')
      AND NOT relispartition`;
  expect(tables.map(({ name }) => name).toSorted()).toEqual([...TABLES, ...SHARED].toSorted());
});

describe("without any filter a person reads only their own rows", () => {
  const everyone = [
    ...roleKeys.map((role) => [`${role} of one entity`, person(role)] as const),
    ...roleKeys.map((role) => [`${role} of the other`, stranger(role)] as const),
    ...roleKeys.filter((role) => role !== "operator").map((role) => [`${role} with Global in the directory`, person(role, { globalAppRole: true })] as const),
    ["frozen operator", person("operator", { status: "frozen" })] as const,
    ["person of an unknown role", person("astronaut", { globalAppRole: true })] as const,
  ];

  test.each(everyone)("%s reads only their own rows in SQL", async (_name, me) => {
    for (const table of TABLES) {
      const own = await asOwner(table, ownRows(table, me));
      expect(own.length).toBeGreaterThan(0);
      expect((await asOwner(table, "true")).length).toBeGreaterThan(own.length);
      expect(await readAs(me, async (tx) => ids(await tx.$queryRawUnsafe<Id[]>(`SELECT ${keyOf(table)} AS id FROM ${table}`)))).toEqual(own);
    }
  });

  test.each([["one entity", person("entity-admin")] as const, ["the other", stranger("entity-admin")] as const])(
    "an entity admin of %s reads only their own rows through the client",
    async (_name, me) => {
      const read = await readAs(me, async (tx) => ({
        entity: await tx.entity.findMany(),
        portal_user: await tx.user.findMany(),
        session: await tx.session.findMany({ select: { id: true } }),
        invitation: await tx.invitation.findMany(),
        documentation_status: await tx.documentationStatus.findMany(),
        support_request: await tx.supportRequest.findMany(),
        support_message: await tx.supportMessage.findMany(),
        directory_write: await tx.directoryWrite.findMany(),
        mail_message: await tx.mailMessage.findMany(),
        audit_event: await tx.auditEvent.findMany(),
      }));
      for (const [table, rows] of Object.entries(read)) expect(ids(rows)).toEqual(await asOwner(table, ownRows(table, me)));
    },
  );

  test("counts, groups, unions, joins and relations reach no other rows", async () => {
    const me = person("entity-admin");
    const read = await readAs(me, async (tx) => ({
      counted: await tx.user.count(),
      grouped: await tx.user.groupBy({ by: ["entityId"], _count: { _all: true } }),
      joined: await tx.$queryRaw`SELECT DISTINCT e.code FROM portal_user u CROSS JOIN entity e UNION SELECT code FROM entity`,
      related: await tx.entity.findMany({ include: { users: { include: { entity: true } }, documentedBy: true, invitations: { include: { sender: true } } } }),
      byId: await tx.entity.findUnique({ where: { id: OTHER_ENTITY } }),
      either: await tx.user.findMany({ where: { OR: [{ entityId: OTHER_ENTITY }, { NOT: { entityId: OWN_ENTITY } }] } }),
      locked: await tx.$queryRaw`SELECT id FROM portal_user WHERE entity_id = ${OTHER_ENTITY}::uuid FOR UPDATE`,
    }));
    expect(read).toMatchObject({
      counted: 2,
      grouped: [{ entityId: OWN_ENTITY, _count: { _all: 2 } }],
      joined: [{ code: "KAURI" }],
      related: [
        {
          id: OWN_ENTITY,
          users: [{ entityId: OWN_ENTITY }, { entityId: OWN_ENTITY }],
          documentedBy: [{ counterpartyId: OWN_ENTITY }, { counterpartyId: OWN_ENTITY }],
          invitations: [{ entityId: OWN_ENTITY }],
        },
      ],
      byId: null,
      either: [],
      locked: [],
    });
  });

  test("an operator with Global reads everybody's rows, except personal ones", async () => {
    const me = person("operator", { globalAppRole: true });
    for (const table of TABLES) {
      const expected = await asOwner(table, PERSONAL.includes(table) ? ownRows(table, me) : "true");
      expect(await readAs(me, async (tx) => ids(await tx.$queryRawUnsafe<Id[]>(`SELECT ${keyOf(table)} AS id FROM ${table}`)))).toEqual(expected);
    }
  });
});

describe("a transaction without an identity", () => {
  const settings = [
    ["is silent", ""],
    ["names nobody", "set_config('portal.user', '', true), set_config('portal.entity', '', true),"],
    [
      "names somebody who does not exist",
      `set_config('portal.user', gen_random_uuid()::text, true), set_config('portal.entity', gen_random_uuid()::text, true),`,
    ],
  ] as const;

  const asRole = <T>(role: string, setting: string, read: (tx: Parameters<Parameters<Database["client"]["$transaction"]>[0]>[0]) => Promise<T>) =>
    database.client.$transaction(async (tx) => {
      await tx.$executeRawUnsafe(`SELECT ${setting} set_config('role', '${role}', true)`);
      return read(tx);
    });

  test.each(settings)("a transaction that %s reads no row and writes none", async (_name, setting) => {
    for (const table of TABLES)
      expect(await asRole("portal_entity", setting, (tx) => tx.$queryRawUnsafe(`SELECT ${keyOf(table)} AS id FROM ${table}`))).toEqual([]);
    for (const role of ["portal_entity", "portal_global"]) {
      expect(
        await outcomeOf(
          asRole(
            role,
            setting,
            (tx) => tx.$executeRaw`
        INSERT INTO audit_event (id, kind, action, outcome, result, request_id) VALUES (gen_random_uuid(), 'change', 'a.b', 'grant', 'committed', gen_random_uuid())`,
          ),
        ),
      ).toBe("42501");
    }
    expect(await asRole("portal_entity", setting, (tx) => tx.$executeRaw`UPDATE support_request SET state = 'closed'`)).toBe(0);
  });

  test("a transaction fails as a whole when an identity is not an id", async () => {
    expect(await outcomeOf(asRole("portal_entity", "set_config('portal.entity', 'true) OR (true', true),", (tx) => tx.entity.findMany()))).toBe("22P02");
  });
});
