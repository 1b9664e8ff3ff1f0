import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { administer, POSTGRES, RUNS_ON } from "@/lib/testing/databases";
import { freePort } from "@/lib/testing/free-port";
import { type AdministeredDatabase, createAdministered, rowsOf, runOn } from "@/lib/testing/plain-owner";
import { assertPortalDatabase, connectPostgres } from "./check-postgres";
import { migratePostgres } from "./migrate";
import { migrationNames } from "./migrations";

/** Each problem that blocks a start is one sentence with the variable, the host and the remedy, and no password. */

const run = promisify(execFile);
const PASSWORD = "a-password-nobody-may-read";

async function complaint(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(() => null).catch((thrown: unknown) => thrown);
  if (!(error instanceof Error)) throw new Error("There was no complaint.");
  expect(error.name).toBe("EnvironmentError");
  expect(error.message).toMatch(/^[A-Z][^\n]+\.$/);
  expect(error.message).not.toContain(PASSWORD);
  return error.message;
}

const check = (url: string) => assertPortalDatabase(url, { production: true });

describe("an unreachable server", () => {
  test("a server that does not listen is reported", async () => {
    const port = await freePort();
    const said = await complaint(connectPostgres(`postgresql://portal:${PASSWORD}@127.0.0.1:${port}/portal`, "DATABASE_URL"));
    expect(said).toMatch(new RegExp(`^DATABASE_URL cannot be used: no PostgreSQL answers at 127\\.0\\.0\\.1:${port} .*start it or correct`));
  });

  test("a host name that does not resolve is reported", async () => {
    const said = await complaint(connectPostgres(`postgresql://portal:${PASSWORD}@db.invalid/portal`, "DATABASE_MIGRATION_URL"));
    expect(said).toMatch(/^DATABASE_MIGRATION_URL cannot be used: no machine is called db\.invalid, /);
  });

  /** A server that answers every connection with a PostgreSQL error. */
  async function refusing(code: string, message: string) {
    const fields = Buffer.from(`SFATAL\0VFATAL\0C${code}\0M${message}\0\0`);
    const head = Buffer.alloc(5);
    head.write("E");
    head.writeInt32BE(fields.length + 4, 1);
    const server = createServer((socket) => void socket.once("data", () => socket.end(Buffer.concat([head, fields]))).on("error", () => {}));
    const port = await new Promise<number>((resolve) => {
      server.listen(0, "127.0.0.1", () => {
        const address = server.address();
        resolve(typeof address === "object" && address ? address.port : 0);
      });
    });
    return { url: `postgresql://portal:${PASSWORD}@127.0.0.1:${port}/ledger`, place: `127.0.0.1:${port}`, close: () => server.close() };
  }

  test.each([
    ["a wrong password", "28P01", 'password authentication failed for user "portal"', /does not accept the password of portal, so correct it/],
    ["a user it does not know", "28000", 'role "portal" does not exist', /does not let portal in .*create that user/],
    ["no such database", "3D000", 'database "ledger" does not exist', /has no database "ledger", so create it \(npm run db:roles/],
    ["no right to connect", "42501", 'permission denied for database "ledger"', /GRANT CONNECT ON DATABASE "ledger" TO "portal"/],
    ["no connection left", "53300", "sorry, too many clients already", /no connection left/],
    ["a server that is starting", "57P03", "the database system is starting up", /starting or shutting down/],
  ])("because of %s", async (_what, code, message, remedy) => {
    const server = await refusing(code, message);
    const said = await complaint(connectPostgres(server.url, "DATABASE_URL"));
    server.close();
    expect(said).toMatch(remedy);
    expect(said).toContain(server.place);
    expect(said).toMatch(/^DATABASE_URL /);
  });
});

describe.runIf(RUNS_ON === "postgresql")("a database", () => {
  let database: AdministeredDatabase;
  beforeEach(async () => {
    database = await createAdministered();
  });
  afterEach(() => database.drop());

  test("a database with every migration is accepted for a user who owns nothing, without the owner's address", async () => {
    await migratePostgres(database.urls.owner);
    expect(await check(database.urls.app)).toBeNull();
  });

  test("a database that lacks migrations is refused with the command to run", async () => {
    expect(await complaint(check(database.urls.app))).toMatch(
      /lacks \d+ of this version's migrations, first \d+_\w+: run npm run db:migrate .*DATABASE_MIGRATION_URL/,
    );
    await migratePostgres(database.urls.owner);
    await runOn(POSTGRES.replace(/[^/]*$/, database.name), `DELETE FROM _prisma_migrations WHERE migration_name = '${migrationNames().at(-1)}'`);
    expect(await complaint(check(database.urls.app))).toContain(`lacks 1 of this version's migrations, first ${migrationNames().at(-1)}:`);
  });

  test("a database whose user has none of the three roles is refused with the missing grant", async () => {
    await administer(`REVOKE portal_entity, portal_system FROM ${database.name}_app`);
    const said = await complaint(check(database.urls.app));
    expect(said).toContain(
      `may not become portal_entity, portal_system: an administrator runs GRANT portal_entity, portal_global, portal_system TO "${database.name}_app"`,
    );
  });

  test("the portal's own process may not connect as the owner, nor as a user that bypasses policies", async () => {
    await migratePostgres(database.urls.owner);
    for (const url of [database.urls.owner, POSTGRES.replace(/[^/]*$/, database.name), database.urls.backup]) {
      expect(await complaint(check(url))).toMatch(/owns the tables or is above their policies.*rolebook_app/);
    }
  });

  test.each(["app", "owner"] as const)("a database is refused for its %s with another search_path", async (user) => {
    await administer(`ALTER ROLE ${database.name}_${user} SET search_path = elsewhere, public`);
    await database.asAdministrator("CREATE SCHEMA elsewhere; GRANT USAGE ON SCHEMA elsewhere TO PUBLIC");
    const said = await complaint(user === "app" ? check(database.urls.app) : migratePostgres(database.urls.owner));
    expect(said).toMatch(new RegExp(`^DATABASE_${user === "app" ? "" : "MIGRATION_"}URL cannot be used: .*"elsewhere, public".*RESET search_path`));
  });
});

test.runIf(RUNS_ON === "postgresql")("a database in another encoding is refused with how to recreate it", async () => {
  await administer("CREATE DATABASE rolebook_latin ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
  try {
    const said = await complaint(migratePostgres(POSTGRES.replace(/[^/]*$/, "rolebook_latin")));
    expect(said).toMatch(/^DATABASE_MIGRATION_URL cannot be used: .*"rolebook_latin".*LATIN1.*ENCODING 'UTF8'/);
  } finally {
    await administer("DROP DATABASE rolebook_latin WITH (FORCE)");
  }
});

test.runIf(RUNS_ON === "postgresql")("a server built without ICU is refused before anything is applied", async () => {
  await administer("CREATE DATABASE rolebook_plain_text ENCODING 'UTF8' TEMPLATE template0");
  try {
    const url = POSTGRES.replace(/[^/]*$/, "rolebook_plain_text");
    // Simulates a catalogue without it.
    await runOn(url, "DELETE FROM pg_collation WHERE collprovider = 'i'");
    expect(await complaint(migratePostgres(url))).toMatch(/^DATABASE_MIGRATION_URL cannot be used: .*without ICU.*install/);
    expect(await rowsOf(url, "SELECT to_regclass('entity') AS entity")).toEqual([{ entity: null }]);
  } finally {
    await administer("DROP DATABASE rolebook_plain_text WITH (FORCE)");
  }
});

test.runIf(RUNS_ON === "postgresql")("a database in the locale C is accepted, with a warning about its searches", async () => {
  await administer("CREATE DATABASE rolebook_c ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
  try {
    const url = POSTGRES.replace(/[^/]*$/, "rolebook_c");
    await migratePostgres(url);
    expect(await assertPortalDatabase(url, { production: false })).toMatch(/^its locale C knows no letters beyond A to Z.*C\.UTF-8/);
  } finally {
    await administer("DROP DATABASE rolebook_c WITH (FORCE)");
  }
});

describe.runIf(RUNS_ON === "postgresql")("a backup", () => {
  let source: AdministeredDatabase;
  let copy: AdministeredDatabase;
  const folder = mkdtempSync(path.join(tmpdir(), "rolebook-backup-"));
  beforeAll(async () => {
    [source, copy] = [await createAdministered(), await createAdministered()];
    await migratePostgres(source.urls.owner);
    await source.asAdministrator("INSERT INTO entity (id, legal_name, short_name, code) VALUES (gen_random_uuid(), 'Kauri Energy Limited', 'Kauri', 'KAURI')");
  });
  afterAll(async () => {
    await source.drop();
    await copy.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  const TABLES = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1";

  test("the backup role reads every row despite the owner's policies, and writes nothing", async () => {
    for (const { relname } of await rowsOf(source.urls.owner, TABLES)) {
      await runOn(source.urls.backup, `SET row_security = off; SELECT count(*) FROM public.${relname}`);
    }
    await expect(runOn(source.urls.owner, "SET row_security = off; SELECT count(*) FROM entity")).rejects.toThrow("row-level security");
    await expect(runOn(source.urls.backup, "BEGIN READ WRITE; DELETE FROM entity")).rejects.toThrow("permission denied");
  });

  test("a backup restored into a new database by the owner is accepted", async () => {
    const file = path.join(folder, "rolebook.dump");
    await run("pg_dump", ["--format=custom", "--file", file, source.urls.backup]);
    await run("pg_restore", ["--no-owner", "--exit-on-error", "--dbname", copy.urls.owner, file]);
    await check(copy.urls.app);
    expect(await rowsOf(copy.urls.backup, "SELECT code FROM entity")).toEqual([{ code: "KAURI" }]);
    expect(await rowsOf(copy.urls.owner, TABLES)).toEqual(await rowsOf(source.urls.owner, TABLES));
    expect(await migratePostgres(copy.urls.owner)).toEqual([]);
  });
});
