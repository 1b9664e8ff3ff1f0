import { readFileSync } from "node:fs";
import path from "node:path";
import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory } from "@prisma/driver-adapter-utils";
import type { Client } from "pg";
import { EnvironmentError } from "@/lib/platform/env";
import { assertServerUsable, connectPostgres } from "./check-postgres";
import { EmbeddedAdapter, openEmbedded } from "./embedded";
import { APPLIED, BASELINE, MIGRATIONS, type Migration, missingMigrations, readMigrations } from "./migrations";
import { schemaEngine } from "./schema-engine";

const SCHEMA = path.resolve("prisma/schema.prisma");
/** Any constant: every migrating process takes the same advisory lock. */
const MIGRATION_LOCK = 7_042_026;

/** What migrating needs from a connection: PostgreSQL runs a script as one message, BEGIN to COMMIT. */
type Session = { run(script: string): Promise<unknown>; names(query: string): Promise<readonly string[]> };

/** Prisma's own table, column for column, so its tools understand the database. */
export const MIGRATIONS_TABLE = `CREATE TABLE IF NOT EXISTS public._prisma_migrations (
  id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz, migration_name varchar(255) NOT NULL,
  logs text, rolled_back_at timestamptz, started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0)`;

const MISSING_ROLES = `SELECT name FROM unnest(ARRAY['portal_entity', 'portal_global', 'portal_system']) AS name
  WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = name)`;
const MAY_CREATE_ROLES = "SELECT rolname FROM pg_catalog.pg_roles WHERE rolname = current_user AND (rolsuper OR rolcreaterole)";

/** The baseline creates the database roles, which a plain owner may not do even when they exist. */
const CREATE_ROLE = /EXECUTE format\('CREATE ROLE [^;]*;/;

/** Migrates an embedded database and returns the names of the applied migrations. Throws when one fails. */
export async function migrateEmbedded(adapter: SqlMigrationAwareDriverAdapterFactory): Promise<readonly string[]> {
  const connection = await adapter.connect();
  return apply({ run: (script) => connection.executeScript(script), names: (query) => firstColumn(connection, query) });
}

async function firstColumn(connection: SqlDriverAdapter, sql: string): Promise<readonly string[]> {
  const { rows } = await connection.queryRaw({ sql, args: [], argTypes: [] });
  return rows.map(([first]) => String(first));
}

/**
 * Migrates PostgreSQL as the user of `url`, who owns the tables. Processes that start together take turns.
 * Returns the names of the applied migrations. Throws `EnvironmentError`, which names `variable` or says what
 * an administrator must do.
 */
export async function migratePostgres(url: string, variable = "DATABASE_MIGRATION_URL"): Promise<readonly string[]> {
  const guard = await connectPostgres(url, variable);
  try {
    await assertServerUsable(guard, variable);
    // An open transaction holds the lock: a pooler in transaction mode keeps its connection until it ends.
    await guard.query("BEGIN");
    await guard.query("SELECT pg_advisory_xact_lock($1)", [MIGRATION_LOCK]);
    const client = await connectPostgres(url, variable);
    try {
      return await apply(sessionOf(client));
    } finally {
      await client.end();
    }
  } finally {
    await guard.end();
  }
}

const sessionOf = (client: Client): Session => ({
  run: (script) => client.query(script),
  names: async (text) => (await client.query<[string], []>({ text, rowMode: "array" })).rows.map(([first]) => first),
});

/** Applies the missing migrations and returns their names. */
async function apply(session: Session): Promise<readonly string[]> {
  const table = await session.names("SELECT 1 WHERE to_regclass('public._prisma_migrations') IS NOT NULL");
  if (table.length === 0) await session.run(MIGRATIONS_TABLE).catch((error: unknown) => fail("The table of migrations", error));
  const applied = await session.names(APPLIED);
  assertLeadsOn(applied);
  const missing = new Set(missingMigrations(applied));
  if (missing.size === 0) return [];
  const rolesExist = await assertRoles(session);
  const migrations = readMigrations().filter(({ name }) => missing.has(name));
  for (const migration of migrations) await applyOne(session, rolesExist ? withoutRoles(migration) : migration);
  return migrations.map(({ name }) => name);
}

/** Throws for a database older than the baseline: nothing was released then, and no migration leads on from it. */
function assertLeadsOn(applied: readonly string[]): void {
  const [first] = applied;
  if (first === undefined || applied.includes(BASELINE)) return;
  throw new EnvironmentError(
    `The database was made before the first release (${first} was applied, ${BASELINE} was not) and nothing leads on from it: name a new database, or without DATABASE_URL move the folder DATA_DIR (.data) away, then run npm run db:migrate again; nothing in it was changed.`,
  );
}

const withoutRoles = (migration: Migration): Migration => ({ ...migration, sql: migration.sql.replace(CREATE_ROLE, "NULL;") });

/** Whether the database roles exist. Throws when they do not and this user may not create them. */
async function assertRoles(session: Session): Promise<boolean> {
  const missing = await session.names(MISSING_ROLES);
  if (missing.length === 0) return true;
  if ((await session.names(MAY_CREATE_ROLES)).length > 0) return false;
  throw new EnvironmentError(
    `The database roles ${missing.join(", ")} do not exist and the user of DATABASE_MIGRATION_URL may not create them: an administrator runs the script that npm run db:roles prints, once.`,
  );
}

/** One transaction for the migration and its row, so a killed or failed migration can be rerun. */
async function applyOne(session: Session, { name, sql, checksum }: Migration): Promise<void> {
  const script = `BEGIN;
${sql}
;UPDATE public._prisma_migrations SET rolled_back_at = now() WHERE migration_name = '${name}' AND finished_at IS NULL AND rolled_back_at IS NULL;
INSERT INTO public._prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
  VALUES ('${crypto.randomUUID()}', '${checksum}', '${name}', clock_timestamp(), 1);
COMMIT;`;
  try {
    await session.run(script);
  } catch (error) {
    // The connection, and the transaction with it, may be gone.
    await session.run("ROLLBACK").catch(() => {});
    fail(`The migration ${name}`, error);
  }
}

function fail(what: string, error: unknown): never {
  const said = error instanceof Error ? error.message : String(error);
  throw new EnvironmentError(`${what} was not applied and nothing of it is left, because PostgreSQL says: ${said}; ${remedyFor(error, said)}.`, {
    cause: error,
  });
}

function remedyFor(error: unknown, said: string): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (/extension/.test(said))
    return "an administrator runs CREATE EXTENSION pg_trgm in this database (its package is postgresql-contrib), then run npm run db:migrate again";
  if (code === "42501") return "DATABASE_MIGRATION_URL must name the user who owns the database and its tables; then run npm run db:migrate again";
  return "once that is put right, run npm run db:migrate again";
}

/** The SQL from the migrations to the schema; null when they agree. */
export async function pendingDifference(): Promise<string | null> {
  const schema = readFileSync(SCHEMA, "utf8");
  const { pglite, close } = await openEmbedded();
  try {
    const engine = await schemaEngine(new EmbeddedAdapter(pglite), schema);
    const { stdout, exitCode } = await engine.diff({
      from: {
        tag: "migrations",
        baseDir: MIGRATIONS,
        lockfile: { path: "migration_lock.toml", content: 'provider = "postgresql"\n' },
        shadowDbInitScript: "",
        migrationDirectories: readMigrations().map(({ name, sql }) => ({
          path: name,
          migrationFile: { path: "migration.sql", content: { tag: "ok", value: sql } },
        })),
      },
      to: { tag: "schemaDatamodel", files: [{ path: "schema.prisma", content: schema }] },
      script: true,
      exitCode: true,
      filters: { externalTables: [], externalEnums: [] },
    });
    engine.free();
    return exitCode === 2 ? (stdout ?? "") : null;
  } finally {
    await close();
  }
}
