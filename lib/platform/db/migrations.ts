import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

export type Migration = { readonly name: string; readonly sql: string; readonly checksum: string };

export const MIGRATIONS = path.resolve("prisma/migrations");

/** What every database begins as. It is never edited, which a test holds: a change is a migration of its own. */
export const BASELINE = "20261130120000_baseline";

/** The names of this version's migrations, in the order in which they are applied. */
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

/** Which migrations a database has; portal_system may read these columns. Prisma keeps a row for a failed attempt as well. */
export const APPLIED = "SELECT migration_name FROM public._prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL";

/** The migrations of this version that a database lacks, given the names of those that it has. */
export const missingMigrations = (applied: Iterable<string>): readonly string[] => {
  const names = new Set(applied);
  return migrationNames().filter((name) => !names.has(name));
};
