import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase } from "@/lib/testing/databases";
import type { Database } from "./client";

/** Rules about tables, policies and roles, read from the catalogue, so that they cover tables of later migrations as well. */

const ROLES = ["portal_entity", "portal_global", "portal_system"];
const COMMANDS = ["SELECT", "INSERT", "UPDATE", "DELETE"];

let database: Database;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

type Row = Record<string, unknown>;
const ask = (sql: string) => database.client.$queryRawUnsafe<Row[]>(sql);

const TABLES = `(SELECT oid, relname, relrowsecurity, relforcerowsecurity FROM pg_class
  WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relname <> '_prisma_migrations') AS t`;

test("every table has row-level security, forced on its owner as well", async () => {
  expect(await ask(`SELECT relname FROM ${TABLES} WHERE NOT (relrowsecurity AND relforcerowsecurity)`)).toEqual([]);
  expect((await ask(`SELECT relname FROM ${TABLES}`)).length).toBeGreaterThanOrEqual(8);
});

test("every table right of a role has a policy of that role, which limits its rows", async () => {
  const uncovered = await ask(`
    SELECT t.relname, role, command FROM ${TABLES}, unnest(ARRAY['${ROLES.join("','")}']) AS role, unnest(ARRAY['${COMMANDS.join("','")}']) AS command
    WHERE (has_table_privilege(role, t.oid, command) OR (command <> 'DELETE' AND has_any_column_privilege(role, t.oid, command)))
      AND NOT EXISTS (SELECT FROM pg_policies p WHERE p.tablename = t.relname AND role = ANY (p.roles) AND p.cmd IN ('ALL', command))`);
  expect(uncovered).toEqual([]);
});

test("no policy is for everybody, and the entity role's policies are limited to one entity or person", async () => {
  expect(await ask(`SELECT policyname FROM pg_policies WHERE 'public' = ANY (roles)`)).toEqual([]);
  const open = await ask(`
    SELECT DISTINCT tablename FROM pg_policies WHERE 'portal_entity' = ANY (roles)
      AND (coalesce(qual, '') || coalesce(with_check, '')) !~ 'portal_current_(entity|user)\\(\\)'`);
  expect(open.map(({ tablename }) => tablename).toSorted()).toEqual(["configuration_proposal", "configuration_version", "counterparty"]);
});

test("the roles have no privileged attribute and are members of no other role", async () => {
  const roles = await ask(`SELECT rolname, rolsuper, rolbypassrls, rolcanlogin, rolcreaterole, rolcreatedb, rolreplication, rolinherit
    FROM pg_roles WHERE rolname LIKE 'portal\\_%' ORDER BY rolname`);
  const nothing = {
    rolsuper: false,
    rolbypassrls: false,
    rolcanlogin: false,
    rolcreaterole: false,
    rolcreatedb: false,
    rolreplication: false,
    rolinherit: false,
  };
  expect(roles).toEqual(ROLES.map((rolname) => ({ rolname, ...nothing })));
  expect(await ask(`SELECT roleid::regrole::text FROM pg_auth_members WHERE member::regrole::text = ANY (ARRAY['${ROLES.join("','")}'])`)).toEqual([]);
});

test("the roles own nothing", async () => {
  const owned = await ask(`
    SELECT relname AS name FROM pg_class WHERE relowner::regrole::text LIKE 'portal\\_%'
    UNION ALL SELECT proname FROM pg_proc WHERE proowner::regrole::text LIKE 'portal\\_%'
    UNION ALL SELECT nspname FROM pg_namespace WHERE nspowner::regrole::text LIKE 'portal\\_%'
    UNION ALL SELECT typname FROM pg_type WHERE typowner::regrole::text LIKE 'portal\\_%'`);
  expect(owned).toEqual([]);
});

test("no role may truncate, add triggers or references, create objects, or read more of the migrations than their names and states", async () => {
  for (const role of ROLES) {
    expect(
      await ask(`SELECT relname FROM ${TABLES}, unnest(ARRAY['TRUNCATE', 'REFERENCES', 'TRIGGER']) AS p WHERE has_table_privilege('${role}', oid, p)`),
    ).toEqual([]);
    expect(
      await ask(
        `SELECT has_schema_privilege('${role}', 'public', 'CREATE') AS may, ARRAY(SELECT attname::text FROM pg_attribute
           WHERE attrelid = '_prisma_migrations'::regclass AND attnum > 0 AND has_column_privilege('${role}', attrelid, attnum, 'SELECT') ORDER BY 1) AS reads`,
      ),
    ).toEqual([{ may: false, reads: role === "portal_system" ? ["finished_at", "migration_name", "rolled_back_at"] : [] }]);
  }
});

test("no role may use the function that gives tables their rights", async () => {
  const may = await ask(
    `SELECT role FROM unnest(ARRAY['${ROLES.join("','")}']) AS role WHERE has_function_privilege(role, 'portal_isolate(regclass, text, text, text, text)', 'EXECUTE')`,
  );
  expect(may).toEqual([]);
  const [owner] = await ask("SELECT has_function_privilege(current_user, 'portal_isolate(regclass, text, text, text, text)', 'EXECUTE') AS may");
  expect(owner).toEqual({ may: true });
});

test("only the three roles and the owner have rights on tables", async () => {
  const others = await ask(`
    SELECT DISTINCT relname, grantee::regrole::text AS grantee FROM pg_class, aclexplode(relacl)
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND grantee <> relowner AND grantee::regrole::text <> ALL (ARRAY['${ROLES.join("','")}'])`);
  expect(others).toEqual([]);
});

test("nothing runs with its owner's rights: no view, and no function but the one that makes the record's months", async () => {
  expect(await ask(`SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('v', 'm', 'f')`)).toEqual([]);
  expect(await ask(`SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef`)).toEqual([{ proname: "portal_make_audit_months" }]);
});

test("no role can delete history: only ended sessions, expired counters, settled guests, invitations, sent mail, finished bulk changes and jobs, saved views and drafts are ever deleted", async () => {
  const deletable = await ask(`
    SELECT role, relname FROM ${TABLES}, unnest(ARRAY['${ROLES.join("','")}']) AS role WHERE has_table_privilege(role, oid, 'DELETE') ORDER BY 1, 2`);
  expect(deletable).toEqual([
    { role: "portal_entity", relname: "configuration_draft" },
    { role: "portal_entity", relname: "saved_view" },
    { role: "portal_global", relname: "configuration_draft" },
    { role: "portal_global", relname: "invitation" },
    { role: "portal_global", relname: "saved_view" },
    { role: "portal_system", relname: "bulk_row" },
    { role: "portal_system", relname: "bulk_run" },
    { role: "portal_system", relname: "directory_guest" },
    { role: "portal_system", relname: "invite_list" },
    { role: "portal_system", relname: "invite_list_row" },
    { role: "portal_system", relname: "job" },
    { role: "portal_system", relname: "mail_message" },
    { role: "portal_system", relname: "refused_sign_in" },
    { role: "portal_system", relname: "session" },
    { role: "portal_system", relname: "throttle" },
  ]);
  expect(await ask(`SELECT role FROM unnest(ARRAY['${ROLES.join("','")}']) AS role WHERE has_any_column_privilege(role, 'audit_event', 'UPDATE')`)).toEqual([]);
});
