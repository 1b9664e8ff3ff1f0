import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { type Database, openPostgres, pgliteDatabase, useDatabase } from "@/lib/platform/db/client";
import { migratePostgres } from "@/lib/platform/db/migrate";
import { restoreEmbedded } from "./snapshot";

/** Where tests find PostgreSQL, if anywhere. They make databases of their own there, and drop them. */
export const POSTGRES = process.env.TEST_POSTGRES_URL ?? "postgresql://postgres@127.0.0.1:5432/postgres";

/** Where the databases' locale is not the cluster's, and where the portal comes to them through a pooler. */
const LOCALE = process.env.TEST_POSTGRES_LOCALE;
const POOLER = process.env.TEST_POOLER_URL;

/** Which database this run of the integration tests is for. */
export const RUNS_ON: Database["kind"] = process.env.TEST_DATABASE === "postgresql" ? "postgresql" : "pglite";

export async function isPostgresReachable(): Promise<boolean> {
  const client = new Client({ connectionString: POSTGRES, connectionTimeoutMillis: 2_000 });
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}

/**
 * A new, migrated PostgreSQL database, in the zone that a server in New Zealand has unless told otherwise: nothing may depend on it. Its
 * locale is the cluster's, or that of TEST_POSTGRES_LOCALE.
 */
export async function createPostgres(): Promise<{ url: string; drop(): Promise<void> }> {
  const { TEST_POSTGRES_TEMPLATE: template } = process.env;
  const { name, drop } = template ? await copyOf(template) : await newPostgres();
  // What a test wrote need not outlive the server: waiting for its disk at each commit is a good part of a run.
  await administer(`ALTER DATABASE ${name} SET timezone TO 'Pacific/Auckland'`, `ALTER DATABASE ${name} SET synchronous_commit TO off`);
  return { url: urlOf(POOLER ?? POSTGRES, name), drop };
}

type Named = { readonly name: string; drop(): Promise<void> };

const named = (): Named => {
  const name = `rolebook_test_${randomUUID().replaceAll("-", "")}`;
  return { name, drop: () => administer(`DROP DATABASE ${name} WITH (FORCE)`) };
};

/** A migrated database, from nothing; of an ICU locale where one is named. */
export async function newPostgres(icuLocale?: string): Promise<Named> {
  const made = named();
  const byIcu = icuLocale ? ` TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE '${icuLocale}'` : null;
  await administer(`CREATE DATABASE ${made.name}${byIcu ?? (LOCALE ? ` TEMPLATE template0 LC_COLLATE '${LOCALE}' LC_CTYPE '${LOCALE}'` : "")}`);
  await administer(`ALTER DATABASE ${made.name} SET timezone TO 'Pacific/Auckland'`);
  await migratePostgres(urlOf(POSTGRES, made.name));
  return made;
}

/** A copy has the tables, policies and rights of its template, but for what is said of the database as a whole. */
async function copyOf(template: string): Promise<Named> {
  const made = named();
  const revoke = `REVOKE TEMPORARY ON DATABASE ${made.name} FROM PUBLIC, portal_entity, portal_global, portal_system`;
  await administer(`CREATE DATABASE ${made.name} TEMPLATE ${template}`, revoke);
  return made;
}

function urlOf(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

/** Statements as the owner of the cluster, outside any database of the tests. */
export async function administer(...statements: readonly string[]): Promise<void> {
  const client = new Client({ connectionString: POSTGRES });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

/** A new, migrated database of the kind that this run is for; it is also the process's own, as `inScope` uses it. */
export async function freshDatabase(): Promise<Database> {
  const database = RUNS_ON === "postgresql" ? await freshPostgres() : await freshPGlite();
  useDatabase(database);
  return database;
}

const freshPGlite = async (): Promise<Database> => pgliteDatabase(await restoreEmbedded());

async function freshPostgres(): Promise<Database> {
  const { url, drop } = await createPostgres();
  return opened(url, drop);
}

/** The same on PostgreSQL, with a database of an ICU locale, by which it lower-cases and sorts wherever no collation is named. */
export async function freshPostgresOf(icuLocale: string): Promise<Database> {
  const { name, drop } = await newPostgres(icuLocale);
  const database = opened(urlOf(POOLER ?? POSTGRES, name), drop);
  useDatabase(database);
  return database;
}

function opened(url: string, drop: () => Promise<void>): Database {
  const database = openPostgres(url);
  return {
    ...database,
    close: async () => {
      await database.close();
      await drop();
    },
  };
}
