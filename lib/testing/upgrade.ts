import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm";
import { Client } from "pg";
import { administer, POSTGRES, RUNS_ON } from "./databases";

/** A database of an earlier version, for tests of what a migration makes of its rows. */

type Sql = { exec(script: string): Promise<unknown>; rows(query: string): Promise<unknown[]>; close(): Promise<void> };

async function emptyPostgres(): Promise<Sql> {
  const name = `rolebook_test_${randomUUID().replaceAll("-", "")}`;
  await administer(`CREATE DATABASE ${name}`);
  const client = new Client({ connectionString: Object.assign(new URL(POSTGRES), { pathname: `/${name}` }).href });
  await client.connect();
  return {
    exec: (script) => client.query(script),
    rows: async (query) => (await client.query(query)).rows,
    close: async () => {
      await client.end();
      await administer(`DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

async function emptyPGlite(): Promise<Sql> {
  const pglite = await PGlite.create({ extensions: { pg_trgm } });
  return { exec: (script) => pglite.exec(script), rows: async (query) => (await pglite.query(query)).rows, close: () => pglite.close() };
}

/** The database as it was before this migration, and the migration itself. */
export async function databaseBefore(migration: string): Promise<Sql & { upgrade(): Promise<unknown> }> {
  const sql = RUNS_ON === "postgresql" ? await emptyPostgres() : await emptyPGlite();
  const script = (name: string) => readFileSync(path.join("prisma/migrations", name, "migration.sql"), "utf8");
  const names = readdirSync("prisma/migrations").filter((name) => /^\d/.test(name));
  for (const name of names.toSorted().filter((name) => name < migration)) await sql.exec(script(name));
  return { ...sql, upgrade: () => sql.exec(script(migration)) };
}
