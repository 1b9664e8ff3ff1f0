import { spawn } from "node:child_process";
import { once } from "node:events";
import { Client } from "pg";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { RUNS_ON } from "@/lib/testing/databases";
import { type AdministeredDatabase, createAdministered, rowsOf, runOn } from "@/lib/testing/plain-owner";
import { type Embedded, EmbeddedAdapter, openEmbedded } from "./embedded";
import { MIGRATIONS_TABLE, migrateEmbedded, migratePostgres } from "./migrate";
import { BASELINE, migrationNames } from "./migrations";

/** Migrating as in production: as an owner who is no superuser and may not create roles, restarted after every failure. */

const ROLES = "CREATE ROLE portal_entity NOINHERIT; CREATE ROLE portal_global NOINHERIT; CREATE ROLE portal_system NOINHERIT;";
const ONE_SENTENCE = /^[A-Z][^\n]+\.$/;

const messageOf = (work: Promise<unknown>) =>
  work.then(
    () => "It went well.",
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );

describe.runIf(RUNS_ON === "pglite")("a plain owner, embedded", () => {
  let embedded: Embedded;
  const migrate = () => migrateEmbedded(new EmbeddedAdapter(embedded.pglite));
  const asAdministrator = (sql: string) => embedded.pglite.exec(`RESET ROLE; ${sql}; SET ROLE owner`);
  beforeEach(async () => {
    embedded = await openEmbedded();
    await embedded.pglite.exec("CREATE ROLE owner; ALTER SCHEMA public OWNER TO owner; ALTER DATABASE postgres OWNER TO owner; SET ROLE owner");
  });
  afterEach(() => embedded.close());

  test("a migration without the database roles says so in one sentence, and continues when an administrator has created them", async () => {
    const said = await messageOf(migrate());
    expect(said).toMatch(ONE_SENTENCE);
    for (const part of ["portal_entity", "portal_system", "npm run db:roles"]) expect(said).toContain(part);
    await asAdministrator(ROLES);
    expect(await migrate()).toEqual(migrationNames());
    expect(await migrate()).toEqual([]);
  });

  test("a failing migration leaves nothing behind, reports PostgreSQL's message, and is applied once after the fix", async () => {
    await asAdministrator(`${ROLES} CREATE TABLE public.invitation (in_the_way int)`);
    expect(await messageOf(migrate())).toMatch(/^The migration \d+_baseline was not applied [^\n]*relation "invitation" already exists[^\n]*again\.$/);
    expect((await embedded.pglite.query("SELECT to_regclass('entity') AS entity")).rows).toEqual([{ entity: null }]);
    await asAdministrator("DROP TABLE public.invitation");
    expect(await migrate()).toEqual(migrationNames());
  });

  test("a database from before the baseline is refused and left unchanged", async () => {
    await asAdministrator(ROLES);
    await embedded.pglite.exec(
      `${MIGRATIONS_TABLE}; INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('x', '', '20261121080000_portal', now())`,
    );
    const said = await messageOf(migrate());
    expect(said).toMatch(ONE_SENTENCE);
    for (const part of ["20261121080000_portal", BASELINE, "new database", "DATA_DIR"]) expect(said).toContain(part);
    expect((await embedded.pglite.query("SELECT to_regclass('entity') AS entity")).rows).toEqual([{ entity: null }]);
    await embedded.pglite.exec("DELETE FROM _prisma_migrations");
    expect(await migrate()).toEqual(migrationNames());
  });
});

describe.runIf(RUNS_ON === "postgresql")("a plain owner on PostgreSQL", () => {
  let database: AdministeredDatabase;
  const migrate = () => migratePostgres(database.urls.owner);
  const applied = async () =>
    await rowsOf(database.urls.owner, "SELECT migration_name, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY 1");
  const allApplied = () => migrationNames().map((migration_name) => ({ migration_name, finished_at: expect.any(Date) }));
  beforeEach(async () => {
    database = await createAdministered();
  });
  afterEach(() => database.drop());

  test("concurrent processes apply every migration exactly once", async () => {
    const [role] = await rowsOf(database.urls.owner, "SELECT rolsuper, rolcreaterole, rolbypassrls FROM pg_roles WHERE rolname = current_user");
    expect(role).toEqual({ rolsuper: false, rolcreaterole: false, rolbypassrls: false });
    const done = await Promise.all([migrate(), migrate(), migrate()]);
    expect(done.flat()).toEqual(migrationNames());
    expect(await applied()).toEqual(allApplied());
  });

  test("a migration without the right to create the extension reports what an administrator must run, and continues after that", async () => {
    await database.asAdministrator(
      `ALTER DATABASE ${database.name} OWNER TO CURRENT_USER; GRANT CONNECT ON DATABASE ${database.name} TO ${database.name}_owner; ALTER SCHEMA public OWNER TO ${database.name}_owner`,
    );
    const said = await messageOf(migrate());
    expect(said).toMatch(ONE_SENTENCE);
    for (const part of ['permission denied to create extension "pg_trgm"', "CREATE EXTENSION pg_trgm", "npm run db:migrate again"])
      expect(said).toContain(part);
    await database.asAdministrator("CREATE EXTENSION pg_trgm");
    expect(await migrate()).toEqual(migrationNames());
  });

  test("a migration whose connection is cut leaves nothing behind and can be rerun", async () => {
    const { blocker, waiting } = await blocked();
    const running = messageOf(migrate());
    const pid = await waiting();
    await database.asAdministrator(`SELECT pg_terminate_backend(${pid})`);
    expect(await running).toMatch(/^The migration \d+_baseline was not applied [^\n]+terminating connection[^\n]+again\.$/);
    await blocker.end();
    expect(await rowsOf(database.urls.owner, "SELECT to_regclass('entity') AS entity")).toEqual([{ entity: null }]);
    expect(await migrate()).toEqual(migrationNames());
    expect(await applied()).toEqual(allApplied());
  });

  test("a migration whose process is killed can be rerun from where it was", async () => {
    const { blocker, waiting } = await blocked();
    const child = spawn(process.execPath, ["--conditions=react-server", "--import", "tsx", "lib/cli/migrate.ts"], {
      env: { ...process.env, NODE_ENV: "production", DATABASE_URL: "", DATABASE_MIGRATION_URL: database.urls.owner },
      stdio: "ignore",
    });
    await waiting();
    child.kill("SIGKILL");
    await once(child, "exit");
    await blocker.end();
    await migrate();
    expect(await applied()).toEqual(allApplied());
  });

  /** Blocks writes to the migrations table, and shows when a migration waits for it. */
  async function blocked() {
    await runOn(database.urls.owner, MIGRATIONS_TABLE);
    const blocker = new Client({ connectionString: database.urls.owner });
    await blocker.connect();
    await blocker.query("BEGIN; LOCK TABLE _prisma_migrations IN EXCLUSIVE MODE");
    const waiting = () =>
      vi.waitUntil(
        async () => {
          const [row] = await rowsOf(database.urls.owner, `SELECT pid FROM pg_stat_activity WHERE datname = '${database.name}' AND wait_event_type = 'Lock'`);
          return row?.pid;
        },
        { timeout: 30_000 },
      );
    return { blocker, waiting };
  }

  test("a migration restarts after an unfinished attempt of an earlier version, which stays recorded as rolled back", async () => {
    await runOn(
      database.urls.owner,
      `${MIGRATIONS_TABLE}; INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ('x', '', '${migrationNames()[0]}')`,
    );
    expect(await migrate()).toEqual(migrationNames());
    expect(await applied()).toEqual(allApplied());
    expect(await rowsOf(database.urls.owner, "SELECT id FROM _prisma_migrations WHERE rolled_back_at IS NOT NULL")).toEqual([{ id: "x" }]);
  });
});
