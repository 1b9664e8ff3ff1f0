import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

export type Migration = { readonly name: string; readonly sql: string; readonly checksum: string };

export const MIGRATIONS = path.resolve("prisma/migrations");

/** The baseline. Never edited, which a test enforces: a change is a migration of its own. */
export const BASELINE = "20261130120000_baseline";

/** The names of this version's migrations, in order. */
export const migrationNames = (): readonly string[] =>
  readdirSync(MIGRATIONS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();

export function readMigrations(): readonly Migration[] {
  return migrationNames().map((name) => {
    const sql = readFileSync(path.join(MIGRATIONS, name, "migration.sql"), "utf8");
    return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
  });
}

/** The migrations a database has; portal_system may read these columns. Prisma also keeps rows for failed attempts. */
export const APPLIED = "SELECT migration_name FROM public._prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL";

/** This version's migrations that a database lacks, given the names it has. */
export const missingMigrations = (applied: Iterable<string>): readonly string[] => {
  const names = new Set(applied);
  return migrationNames().filter((name) => !names.has(name));
};
