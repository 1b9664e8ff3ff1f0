import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import type { SqlMigrationAwareDriverAdapterFactory } from "@prisma/driver-adapter-utils";
import type { MigrationList } from "@prisma/schema-engine-wasm";
import { Pool } from "pg";
import { EmbeddedAdapter, openEmbedded } from "./embedded";
import { schemaEngine } from "./schema-engine";

const SCHEMA = path.resolve("prisma/schema.prisma");
const MIGRATIONS = path.resolve("prisma/migrations");
const FILTERS = { externalTables: [], externalEnums: [] };
/** Any constant: every process that migrates asks for the same lock. */
const MIGRATION_LOCK = 7_042_026;

/** Sends each script whole: the stock adapter cuts it at every semicolon, those inside function bodies too. */
class MigrationAdapter extends PrismaPg {
  override async connect() {
    const connection = await super.connect();
    connection.executeScript = async (script) => {
      await connection.underlyingDriver().query(script);
    };
    return connection;
  }
}

const readSchema = () => readFileSync(SCHEMA, "utf8");

function readMigrations(): MigrationList {
  const directories = readdirSync(MIGRATIONS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
  return {
    baseDir: MIGRATIONS,
    lockfile: { path: "migration_lock.toml", content: 'provider = "postgresql"\n' },
    shadowDbInitScript: "",
    migrationDirectories: directories.map((name) => ({
      path: name,
      migrationFile: { path: "migration.sql", content: { tag: "ok", value: readFileSync(path.join(MIGRATIONS, name, "migration.sql"), "utf8") } },
    })),
  };
}

/** Applies the migrations that the database lacks and names them. */
async function apply(adapter: SqlMigrationAwareDriverAdapterFactory): Promise<readonly string[]> {
  const engine = await schemaEngine(adapter, readSchema());
  try {
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList: readMigrations(), filters: FILTERS });
    return appliedMigrationNames;
  } finally {
    engine.free();
  }
}

/** Migrates an embedded database. Returns the names of what was applied; throws when a migration fails. */
export const migrateEmbedded = (adapter: SqlMigrationAwareDriverAdapterFactory): Promise<readonly string[]> => apply(adapter);

/**
 * Migrates PostgreSQL as the user of `url`, who owns the tables. Processes that start together take turns.
 * Returns the names of what was applied; throws when a migration fails.
 */
export async function migratePostgres(url: string): Promise<readonly string[]> {
  const pool = new Pool({ connectionString: url, max: 3 });
  const adapter = new MigrationAdapter(pool);
  const guard = await adapter.connect();
  try {
    const turn = await guard.startTransaction();
    try {
      await turn.queryRaw({ sql: "SELECT pg_advisory_xact_lock($1)::text", args: [MIGRATION_LOCK], argTypes: [{ scalarType: "int", arity: "scalar" }] });
      return await apply(adapter);
    } finally {
      await turn.rollback();
    }
  } finally {
    await guard.dispose();
    await pool.end();
  }
}

/** The SQL that leads from the migrations to the schema; null when they agree. */
export async function pendingDifference(): Promise<string | null> {
  const { pglite, close } = await openEmbedded();
  try {
    const engine = await schemaEngine(new EmbeddedAdapter(pglite), readSchema());
    const { stdout, exitCode } = await engine.diff({
      from: { tag: "migrations", ...readMigrations() },
      to: { tag: "schemaDatamodel", files: [{ path: "schema.prisma", content: readSchema() }] },
      script: true,
      exitCode: true,
      filters: FILTERS,
    });
    engine.free();
    return exitCode === 2 ? (stdout ?? "") : null;
  } finally {
    await close();
  }
}
