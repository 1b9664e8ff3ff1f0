import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inScope } from "@/lib/platform/unit-of-work/scope";
import { OTHER_ENTITY, OWN_ENTITY, person } from "@/lib/testing/principals";
import { callerFor, OTHER_USER, openTwoEntities, outcomeOf } from "@/lib/testing/two-entities";
import type { Database } from "./client";

const me = person("entity-admin");
const TABLES = [
  "entity",
  "portal_user",
  "session",
  "invitation",
  "documentation_status",
  "documentation_note",
  "counterparty",
  "support_request",
  "support_message",
  "directory_write",
  "mail_message",
  "audit_event",
  "configuration_version",
] as const;

/** Everything that is not the person's own, as the owner sees it; with Global nothing is omitted. */
const NOT_OWN = {
  entity: `id <> '${OWN_ENTITY}'`,
  portal_user: `entity_id <> '${OWN_ENTITY}'`,
  session: `user_id IN (SELECT id FROM portal_user WHERE entity_id <> '${OWN_ENTITY}')`,
  invitation: `entity_id <> '${OWN_ENTITY}'`,
  documentation_status: `entity_id <> '${OWN_ENTITY}'`,
  documentation_note: `entity_id <> '${OWN_ENTITY}'`,
  counterparty: "true",
  support_request: `entity_id <> '${OWN_ENTITY}'`,
  support_message: `entity_id <> '${OWN_ENTITY}'`,
  directory_write: `entity_id <> '${OWN_ENTITY}'`,
  mail_message: `entity_id <> '${OWN_ENTITY}'`,
  audit_event: "true",
  configuration_version: "true",
} as const;

let database: Database;
beforeAll(async () => {
  database = await openTwoEntities();
});
afterAll(() => database.close());

const everythingElse = async () => {
  const tables = TABLES.map(
    (table) => `(SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY to_jsonb(t)::text), '[]') FROM ${table} t WHERE ${NOT_OWN[table]}) AS ${table}`,
  );
  return database.client.$queryRawUnsafe<Record<string, unknown>[]>(`SELECT ${tables.join(", ")}`);
};

/** A statement's outcome, and whether it changed anything of others. */
async function attempt(statement: string, as = me) {
  const before = await everythingElse();
  const outcome = await outcomeOf(inScope(callerFor(as), "test.write", (tx) => tx.$executeRawUnsafe(statement)));
  expect(await everythingElse()).toEqual(before);
  return outcome;
}

const REFUSED = "42501";
const other = { invitation: "state = 'revoked'", documentation_status: "status = 'pending'", support_request: "state = 'closed'" };
const insertInvitation = (entity: string, end = "") =>
  `INSERT INTO invitation (id, entity_id, email, role, token_hash, expires_at, sender_id) VALUES (gen_random_uuid(), '${entity}', 'a@b.example', 'viewer', decode(md5(random()::text), 'hex'), now(), '${me.userId}') ${end}`;
const insertMail = (entity: string) =>
  `INSERT INTO mail_message (id, entity_id, template, to_address, subject) VALUES (gen_random_uuid(), '${entity}', 'invitation', 'a@b.example', 's')`;
const insertAudit = (columns: string, values: string) =>
  `INSERT INTO audit_event (id, kind, action, outcome, result, request_id, ${columns}) VALUES (gen_random_uuid(), 'change', 'a.b', 'grant', 'committed', gen_random_uuid(), ${values})`;

describe("writes to other entities' rows from inside one entity", () => {
  const passing: readonly (readonly [string, string])[] = [
    ...Object.entries(other).map(([table, set]) => [`UPDATE of ${table}`, `UPDATE ${table} SET ${set} WHERE entity_id = '${OTHER_ENTITY}'`] as const),
    ["UPDATE of people", `UPDATE portal_user SET role = 'operator', status = 'terminated' WHERE id = '${OTHER_USER}'`],
    ["UPDATE of people, without a filter", `UPDATE portal_user SET authz_version = authz_version + 1 WHERE id <> '${me.userId}'`],
    ["UPDATE of sessions, without a filter", "UPDATE session SET ended_at = now()"],
    ["UPDATE of invitations, without a filter", "UPDATE invitation SET state = 'revoked'"],
    ["UPDATE inside a WITH", "WITH touched AS (UPDATE invitation SET state = 'revoked' RETURNING id) SELECT * FROM touched"],
    ["UPDATE of what the other side says about oneself", `UPDATE documentation_status SET status = 'docs_in_place' WHERE counterparty_id = '${OWN_ENTITY}'`],
    ["UPDATE of notes, without a filter", "UPDATE documentation_note SET notes = 'Mine'"],
    ["UPDATE by a join", "UPDATE invitation i SET revoked_at = u.updated_at FROM portal_user u"],
  ];

  test.each(passing)("%s leaves the rows of others unchanged", async (_name, statement) => {
    expect(await attempt(statement)).toBe("done");
  });

  const refused: readonly (readonly [string, string])[] = [
    ...TABLES.map((table) => [`DELETE from ${table}`, `DELETE FROM ${table}`] as const),
    ...TABLES.map((table) => [`TRUNCATE of ${table}`, `TRUNCATE ${table} CASCADE`] as const),
    ...Object.keys(other).map((table) => [`UPDATE of what tells rows of ${table} apart`, `UPDATE ${table} SET id = gen_random_uuid()`] as const),
    ["UPDATE of an invitation's address", "UPDATE invitation SET email = 'somebody@people.example'"],
    ["UPDATE of an invitation's role", "UPDATE invitation SET role = 'operator'"],
    ["UPDATE of entities", "UPDATE entity SET status = 'suspended'"],
    ["UPDATE of the configuration", "UPDATE configuration_version SET content = '[]'"],
    ["UPDATE of Global, even one's own", `UPDATE portal_user SET global = true WHERE id = '${me.userId}'`],
    ["UPDATE of who somebody is", `UPDATE portal_user SET oid = gen_random_uuid()`],
    ["UPDATE of a session's lifetime", "UPDATE session SET expires_at = now() + interval '1 year'"],
    ["UPDATE that moves people", `UPDATE portal_user SET entity_id = '${OTHER_ENTITY}'`],
    ["UPDATE that moves invitations", `UPDATE invitation SET entity_id = '${OTHER_ENTITY}'`],
    ["UPDATE that moves documentation", `UPDATE documentation_status SET entity_id = '${OTHER_ENTITY}', counterparty_id = '${OWN_ENTITY}'`],
    ["UPDATE that moves support requests", `UPDATE support_request SET entity_id = '${OTHER_ENTITY}'`],
    ["UPDATE that moves a message", `UPDATE mail_message SET entity_id = '${OTHER_ENTITY}'`],
    ["UPDATE of a message's recipient", "UPDATE mail_message SET to_address = 'somebody@people.example'"],
    ["UPDATE of a directory write", "UPDATE directory_write SET role = 'operator'"],
    ["UPDATE of what was written in a thread", "UPDATE support_message SET body = 'Otherwise'"],
    ["INSERT of a message to be sent for another entity", insertMail(OTHER_ENTITY)],
    ["INSERT of an entity", "INSERT INTO entity (id, code, legal_name, short_name) VALUES (gen_random_uuid(), 'MINE', 'Mine Limited', 'Mine')"],
    [
      "INSERT of a person",
      `INSERT INTO portal_user (id, entity_id, tid, oid, email, display_name, role) VALUES (gen_random_uuid(), '${OWN_ENTITY}', gen_random_uuid(), gen_random_uuid(), 'e', 'n', 'operator')`,
    ],
    ["INSERT of a session", `INSERT INTO session (id, user_id, expires_at) VALUES (gen_random_uuid(), '${me.userId}', now() + interval '1 day')`],
    ["INSERT of a configuration", "INSERT INTO configuration_version (number, content, hash, note, author_name) VALUES (2, '{}', '0', '', '')"],
    ["INSERT of an invitation", insertInvitation(OTHER_ENTITY)],
    [
      "INSERT of documentation",
      `INSERT INTO documentation_status (id, entity_id, counterparty_id, status) VALUES (gen_random_uuid(), '${OTHER_ENTITY}', '${OWN_ENTITY}', 'docs_in_place')`,
    ],
    [
      "INSERT of somebody's notes",
      `INSERT INTO documentation_note (entity_id, counterparty_id, edited_by_name) VALUES ('${OTHER_ENTITY}', '${OWN_ENTITY}', 'x') ON CONFLICT (entity_id, counterparty_id) DO UPDATE SET notes = 'Mine'`,
    ],
    ["UPDATE of counterparties", "UPDATE counterparty SET short_name = 'Mine'"],
    [
      "INSERT of a support request",
      `INSERT INTO support_request (id, entity_id, user_id, subject, body) VALUES (gen_random_uuid(), '${OTHER_ENTITY}', '${me.userId}', 's', 'b')`,
    ],
    [
      "INSERT of a support request as somebody else",
      `INSERT INTO support_request (id, entity_id, user_id, subject, body) VALUES (gen_random_uuid(), '${OWN_ENTITY}', '${OTHER_USER}', 's', 'b')`,
    ],
    ["INSERT over somebody's row", `${insertInvitation(OTHER_ENTITY)} ON CONFLICT (id) DO UPDATE SET entity_id = '${OWN_ENTITY}'`],
    ["INSERT into the record as somebody else", insertAudit("actor_user_id, actor_entity_id", `'${OTHER_USER}', '${OWN_ENTITY}'`)],
    ["INSERT into the record as of another entity", insertAudit("actor_user_id, actor_entity_id", `'${me.userId}', '${OTHER_ENTITY}'`)],
    ["INSERT into the record as nobody", insertAudit("actor_name", "'Nobody'")],
    ["MERGE", "MERGE INTO invitation i USING (VALUES (1)) v(n) ON true WHEN MATCHED THEN UPDATE SET email = 'somebody@people.example'"],
    ["reading the migrations", "SELECT * FROM _prisma_migrations"],
    ["switching row-level security off", "ALTER TABLE entity DISABLE ROW LEVEL SECURITY"],
    ["another policy", "CREATE POLICY mine ON entity FOR SELECT TO portal_entity USING (true)"],
    ["another answer to whose transaction this is", "CREATE OR REPLACE FUNCTION portal_current_entity() RETURNS uuid LANGUAGE sql RETURN NULL::uuid"],
    ["a table of one's own", "CREATE TABLE mine (id int)"],
    ["a trigger", "CREATE TRIGGER mine BEFORE INSERT ON invitation EXECUTE FUNCTION audit_event_is_append_only()"],
    ["a grant to oneself", "GRANT portal_global TO portal_entity"],
  ];

  test.each(refused)("%s is refused", async (_name, statement) => {
    expect(await attempt(statement)).toBe(REFUSED);
  });

  test("an insert that reuses an existing row's id is refused", async () => {
    const [row] = await database.client.invitation.findMany({ where: { entityId: OTHER_ENTITY } });
    const statement = insertInvitation(OWN_ENTITY).replace("gen_random_uuid()", `'${row?.id}'`);
    expect(await attempt(`${statement} ON CONFLICT (id) DO UPDATE SET email = 'taken@over.example'`)).toBe(REFUSED);
    expect(await attempt(statement)).toBe("23505");
  });

  test("a read with row-level security off is an error and returns no rows", async () => {
    const reading = inScope(callerFor(me), "test.read", async (tx) => {
      await tx.$executeRaw`SET LOCAL row_security = off`;
      return tx.entity.findMany();
    });
    expect(await outcomeOf(reading)).toBe(REFUSED);
  });

  test("a person can write their own rows, which is the positive control", async () => {
    expect(await attempt(insertInvitation(OWN_ENTITY))).toBe("done");
    const written = await database.client.invitation.count({ where: { entityId: OWN_ENTITY } });
    expect(written).toBe(2);
  });
});

describe("with Global", () => {
  const operator = person("operator", { globalAppRole: true });
  const refused: readonly (readonly [string, string])[] = [
    ["moving a person to another entity", `UPDATE portal_user SET entity_id = '${OWN_ENTITY}'`],
    ["deleting people, entities or history", "DELETE FROM portal_user"],
    ["deleting entities", "DELETE FROM entity"],
    ["changing a configuration that was in force", "UPDATE configuration_version SET content = '[]'"],
    ["starting a session for somebody", `INSERT INTO session (id, user_id, expires_at) VALUES (gen_random_uuid(), '${OTHER_USER}', now() + interval '1 day')`],
    ["writing the record as somebody else", insertAudit("actor_user_id", `'${OTHER_USER}'`)],
    ["writing the record as nobody", insertAudit("actor_name", "'Nobody'")],
  ];

  test.each(refused)("%s is refused", async (_name, statement) => {
    expect(await attempt(statement, operator)).toBe(REFUSED);
  });
});
