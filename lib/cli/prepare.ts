import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { env, sessionSecrets } from "@/lib/platform/env";
import { fingerprint, isFresh, markFresh } from "./freshness";
import { CannotGoOn, run, script } from "./run";

/** The steps before the portal can run. Each does nothing when nothing has changed. */

const CLIENT_SOURCES = ["prisma/schema.prisma", "node_modules/prisma/package.json"];
const BUILD_SOURCES = [
  "app",
  "components",
  "lib",
  "public",
  "instrumentation.ts",
  "proxy.ts",
  "prisma/schema.prisma",
  "next.config.js",
  "postcss.config.mjs",
  "tsconfig.json",
  "package-lock.json",
  "package.json",
];

/** Generates the database client if it is stale. Returns whether it did. */
export async function generateClient(): Promise<boolean> {
  const stamp = "lib/generated/prisma.stamp";
  const print = fingerprint(CLIENT_SOURCES);
  if (isFresh(stamp, print) && existsSync("lib/generated/prisma/client.ts")) return false;
  // Generating needs no engine, but Prisma would download one; any file satisfies it.
  const env = { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath };
  const { code, output } = await run(script("prisma/build/index.js"), ["generate", "--schema", "prisma/schema.prisma"], { env });
  if (code !== 0) throw new CannotGoOn(`The database client could not be generated:\n${output}`);
  markFresh(stamp, print);
  return true;
}

/** Builds the portal if the build is stale. Returns whether it did. */
export async function buildPortal(): Promise<boolean> {
  const stamp = ".next/sources";
  const print = fingerprint(BUILD_SOURCES);
  if (isFresh(stamp, print) && existsSync(".next/BUILD_ID")) return false;
  const { code, output } = await run(script("next/dist/bin/next"), ["build"], { env: { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" } });
  if (code !== 0) throw new CannotGoOn(`The portal could not be built:\n${output}`);
  markFresh(stamp, print);
  return true;
}

/**
 * Checks the database before the portal uses it, and returns a description of what was done. With the local directory it migrates
 * and seeds the demo world. In production migrating is a separate step, so it only reports problems.
 */
export async function prepareDatabase({ demo }: { demo: boolean }): Promise<string> {
  const { DATABASE_URL, DATABASE_MIGRATION_URL, entra } = env();
  const production = entra !== null;
  let note: string | null = null;
  if (DATABASE_URL) {
    if (!production) await migrateNamed(DATABASE_URL, DATABASE_MIGRATION_URL);
    const { assertPortalDatabase } = await import("@/lib/platform/db/check-postgres");
    note = await assertPortalDatabase(DATABASE_URL, { production });
  }
  const done = DATABASE_URL && production ? "up to date" : await prepareOwnDatabase(demo);
  return note ? `${done}; ${note}` : done;
}

/** Migrates an embedded database, and fills an empty one with the demo world. */
async function prepareOwnDatabase(demo: boolean): Promise<string> {
  const { migrateEmbedded } = await import("@/lib/platform/db/migrate");
  const { openDatabase, useDatabase } = await import("@/lib/platform/db/client");
  const database = await openDatabase();
  try {
    if (database.kind === "pglite") await migrateEmbedded(database.adapter);
    if (!demo) return "up to date";
    useDatabase(database);
    const { seedDemoWorld } = await import("@/prisma/seed/seed");
    return (await seedDemoWorld(database)) ? "up to date, demo world added" : "up to date, data kept";
  } finally {
    await database.close();
  }
}

/** Migrates as the tables' owner; its address defaults to the portal's own. */
export async function migrateNamed(url: string, ownerUrl: string | undefined): Promise<readonly string[]> {
  const { migratePostgres } = await import("@/lib/platform/db/migrate");
  return migratePostgres(ownerUrl ?? url, ownerUrl ? "DATABASE_MIGRATION_URL" : "DATABASE_URL");
}

/** Session secrets, newest first. Without Entra ID the portal creates one in the data folder, readable only by its owner. */
export function portalSecrets(): readonly [newest: string, ...older: string[]] {
  const { DATA_DIR, SESSION_SECRET } = env();
  if (SESSION_SECRET) return sessionSecrets();
  const file = path.join(DATA_DIR, "session-secret");
  if (!existsSync(file)) {
    mkdirSync(DATA_DIR, { recursive: true, mode: 0o700 });
    writeFileSync(file, randomBytes(32).toString("base64url"), { mode: 0o600 });
  }
  return [readFileSync(file, "utf8")];
}
