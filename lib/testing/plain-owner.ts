import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { Client } from "pg";
import { administer, POSTGRES } from "./databases";

/** An empty PostgreSQL database as the administrator's script leaves it, under names of its own, for tests of what plain roles may do. */
export type AdministeredDatabase = {
  readonly name: string;
  readonly urls: { readonly owner: string; readonly app: string; readonly backup: string };
  /** Statements as the cluster's administrator, in this database. */
  asAdministrator(sql: string): Promise<void>;
  drop(): Promise<void>;
};

export async function createAdministered(): Promise<AdministeredDatabase> {
  const name = `rolebook_plain_${randomBytes(6).toString("hex")}`;
  const script = readFileSync("prisma/administrator.sql", "utf8").replaceAll("rolebook", name);
  const [block = "", rest = ""] = script.split("\nEND $$;\n");
  // CREATE DATABASE runs in no transaction, so each statement goes alone.
  for (const statement of [`${block}\nEND $$`, ...rest.split(";\n")]) await administer(statement);
  const url = (user: string) => Object.assign(new URL(POSTGRES), { username: `${name}_${user}`, password: "", pathname: `/${name}` }).href;
  const roles = ["owner", "app", "backup"].map((user) => `${name}_${user}`);
  return {
    name,
    urls: { owner: url("owner"), app: url("app"), backup: url("backup") },
    asAdministrator: (sql) => runOn(Object.assign(new URL(POSTGRES), { pathname: `/${name}` }).href, sql),
    drop: async () => {
      await administer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      for (const role of roles) await administer(`DROP ROLE IF EXISTS ${role}`);
    },
  };
}

export async function runOn(url: string, sql: string): Promise<void> {
  await rowsOf(url, sql);
}

/** One statement on a connection of its own, and its rows. */
export async function rowsOf(url: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<Record<string, unknown>>(sql).finally(() => client.end());
  return rows;
}
