import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "@/lib/platform/db/client";
import { inScope } from "@/lib/platform/unit-of-work/scope";
import { OWN_ENTITY, person } from "@/lib/testing/principals";
import { callerFor, openTwoEntities, outcomeOf, recordOf } from "@/lib/testing/two-entities";

const REFUSED = "42501";
const RESTRICTED = ["portal_entity", "portal_global"] as const;
const ROLES = [...RESTRICTED, "portal_system"] as const;
const me = person("operator");

let database: Database;
beforeAll(async () => {
  database = await openTwoEntities();
});
afterAll(() => database.close());

type Row = Record<string, unknown>;
const all = () => database.client.$queryRaw<Row[]>`SELECT to_jsonb(e) AS row FROM audit_event e ORDER BY id`;

/** Runs a statement as one of the portal's roles, as `me`; as the connection's own user, who owns the tables, without a role. */
const runAs = (role: string | null, statement: string) =>
  database.client.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT set_config('portal.user', ${me.userId}, true), set_config('portal.entity', ${OWN_ENTITY}, true)`;
    if (role) await tx.$executeRaw`SELECT set_config('role', ${role}, true)`;
    return tx.$executeRawUnsafe(statement);
  });

const CHANGES = [
  "UPDATE audit_event SET outcome = 'grant'",
  "UPDATE audit_event SET actor_name = actor_name",
  "UPDATE audit_event SET at = now() WHERE false",
  "DELETE FROM audit_event",
  "DELETE FROM audit_event WHERE false",
  "TRUNCATE audit_event",
  "TRUNCATE entity, audit_event CASCADE",
  "WITH gone AS (DELETE FROM audit_event RETURNING id) SELECT * FROM gone",
  "INSERT INTO audit_event (id, kind, action, outcome, result, request_id) SELECT id, kind, action, outcome, result, request_id FROM audit_event ON CONFLICT (id, at) DO UPDATE SET result = 'other'",
];

describe("what is on the record stays as it is", () => {
  test("the connection's user is as powerful as can be", async () => {
    expect(await database.client.$queryRaw`SELECT rolsuper FROM pg_roles WHERE rolname = current_user`).toEqual([{ rolsuper: true }]);
  });

  test.each(CHANGES)("%s is refused to everyone, superuser and owner included", async (statement) => {
    const before = await all();
    expect(before.length).toBeGreaterThan(0);
    for (const role of [null, ...ROLES]) expect(await outcomeOf(runAs(role, statement))).toBe(REFUSED);
    expect(await all()).toEqual(before);
  });

  const AROUND = [
    "ALTER TABLE audit_event DISABLE TRIGGER ALL",
    "DROP TRIGGER audit_event_no_change ON audit_event",
    "DROP TABLE audit_event",
    "ALTER TABLE audit_event ALTER COLUMN at SET DEFAULT '2020-01-01'",
    "SET LOCAL session_replication_role = replica",
    "CREATE OR REPLACE FUNCTION audit_event_is_append_only() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
  ];

  test.each(AROUND)("%s is refused to the portal's roles", async (statement) => {
    for (const role of ROLES) expect(await outcomeOf(runAs(role, statement))).toBe(REFUSED);
  });
});

describe("what goes on the record", () => {
  const COLUMNS = "id, kind, action, outcome, result, request_id";
  const VALUES = "gen_random_uuid(), 'change', 'test.written', 'grant', 'committed', gen_random_uuid()";
  const insert = (columns: string, values: string) => `INSERT INTO audit_event (${COLUMNS}, ${columns}) VALUES (${VALUES}, ${values})`;
  const asOneself = insert("actor_user_id, actor_entity_id", `'${me.userId}', '${OWN_ENTITY}'`);
  const someoneElse = "0190a0c0-0000-7000-8000-0000000000f2";

  test.each(RESTRICTED)("%s writes as oneself, at the time of the database's clock", async (role) => {
    const [{ now: start } = {}] = await database.client.$queryRaw<Row[]>`SELECT clock_timestamp() AS now`;
    expect(await outcomeOf(runAs(role, asOneself))).toBe("done");
    const [{ late } = {}] = await database.client.$queryRaw<Row[]>`
      SELECT at < ${start}::timestamptz - interval '1 millisecond' OR at > clock_timestamp() AS late FROM audit_event WHERE action = 'test.written' ORDER BY at DESC LIMIT 1`;
    expect(late).toBe(false);
  });

  const named = "actor_user_id, actor_entity_id";
  const forgeries = [
    ["a time of its own", insert(`${named}, at`, `'${me.userId}', '${OWN_ENTITY}', now() - interval '1 day'`)],
    ["even the present time", insert(`${named}, at`, `'${me.userId}', '${OWN_ENTITY}', clock_timestamp()`)],
    ["somebody else", insert(named, `'${someoneElse}', '${OWN_ENTITY}'`)],
    ["nobody", insert(named, `NULL, '${OWN_ENTITY}'`)],
    ["nobody, by leaving it out", insert("actor_name", "'Nobody'")],
  ] as const;

  test.each(forgeries)("no restricted role can name %s", async (_name, statement) => {
    const before = await all();
    for (const role of RESTRICTED) expect(await outcomeOf(runAs(role, statement))).toBe(REFUSED);
    expect(await all()).toEqual(before);
  });

  test("nor can the role of one entity name another entity as its own", async () => {
    expect(await outcomeOf(runAs("portal_entity", insert(named, `'${me.userId}', gen_random_uuid()`)))).toBe(REFUSED);
    expect(await outcomeOf(runAs("portal_entity", insert(named, `'${me.userId}', NULL`)))).toBe(REFUSED);
  });

  test("the client cannot set a time either", async () => {
    const caller = callerFor(me);
    const writing = inScope(caller, "test.write", (tx) =>
      tx.auditEvent.createMany({
        data: [
          {
            kind: "change",
            action: "a.b",
            outcome: "grant",
            result: "committed",
            requestId: caller.request.requestId,
            actorUserId: me.userId,
            actorEntityId: OWN_ENTITY,
            at: new Date(0),
          },
        ],
      }),
    );
    expect(await outcomeOf(writing)).toBe(REFUSED);
    expect(await recordOf(database, caller)).toEqual([]);
  });

  test("rows of one transaction are timed one after the other, not all at its beginning", async () => {
    const caller = callerFor(me);
    await inScope(caller, "test.write", async (tx) => {
      for (let index = 0; index < 2; index++) {
        await tx.$executeRawUnsafe(asOneself.replace("'test.written'", "'test.timed'"));
        await tx.$executeRaw`SELECT pg_sleep(0.005)`;
      }
    });
    const times = await database.client.$queryRaw<Row[]>`SELECT count(DISTINCT at)::int AS times FROM audit_event WHERE action = 'test.timed'`;
    expect(times).toEqual([{ times: 2 }]);
  });
});
