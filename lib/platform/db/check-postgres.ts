import { Client } from "pg";
import { EnvironmentError } from "@/lib/platform/env";
import { APPLIED, missingMigrations } from "./migrations";
import { setUtc } from "./utc";

/**
 * Checks a PostgreSQL server before it is used; each problem is one sentence with the variable, the host and
 * the remedy.
 */

const OLDEST_VERSION = 150_000;
const ROLES = ["portal_entity", "portal_global", "portal_system"];
const CONNECT_TIMEOUT = 5_000;

/** The host and port of an address, without its password. */
export function placeOf(url: string): { readonly host: string; readonly user: string; readonly database: string } {
  const { host, username, pathname, searchParams } = new URL(url);
  const user = decodeURIComponent(username) || "the operating system's user";
  return { host: searchParams.get("host") || host || "localhost", user, database: decodeURIComponent(pathname.slice(1)) || user };
}

/** Opens a connection, which the caller ends. Throws `EnvironmentError`. */
export async function connectPostgres(url: string, variable: string): Promise<Client> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT, application_name: "rolebook" });
  // A connection that breaks later fails its running statement; without a listener it would also end the
  // process.
  client.on("error", () => {});
  try {
    await client.connect();
    await setUtc(client);
    return client;
  } catch (error) {
    await client.end().catch(() => {});
    throw new EnvironmentError(`${variable} cannot be used: ${explain(error, url)}.`, { cause: error });
  }
}

function explain(error: unknown, url: string): string {
  const { host, user, database } = placeOf(url);
  const { code, said } = describe(error);
  if (code === "28P01" || /password/i.test(said)) return `${host} does not accept the password of ${user}, so correct it there or in the address`;
  if (code === "28000") return `${host} does not let ${user} in (${said}), so create that user, or allow it in pg_hba.conf`;
  if (code === "3D000") return `${host} has no database "${database}", so create it (npm run db:roles prints how) or correct the name`;
  if (code === "42501") return `${host} does not let ${user} connect to "${database}", so run GRANT CONNECT ON DATABASE "${database}" TO "${user}" there`;
  if (code === "53300") return `${host} has no connection left, so raise its max_connections or stop what holds them`;
  if (code === "57P03") return `${host} is starting or shutting down (${said}), so try again in a moment`;
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return `no machine is called ${host}, so correct the name or the machine's DNS`;
  if (/SSL|certificate|TLS/i.test(said)) return `${host} and the address do not agree on TLS (${said}), so set ?sslmode= to what the server offers`;
  return `no PostgreSQL answers at ${host} (${said || code}), so start it or correct the host and port`;
}

function describe(error: unknown): { readonly code: string; readonly said: string } {
  const one = error instanceof AggregateError ? error.errors[0] : error;
  const said = one instanceof Error ? one.message : String(one);
  return { code: one instanceof Error && "code" in one ? String(one.code) : "", said: said.replace(/[.\s]+$/, "").replace(/\s+/g, " ") };
}

type Server = {
  readonly version: number;
  readonly encoding: string;
  readonly schema: string | null;
  readonly path: string;
  readonly locale: string;
  readonly icu: boolean;
};

/**
 * Throws `EnvironmentError` for a server or database the portal cannot work with, whatever the user. Returns
 * warnings for one it can.
 */
export async function assertServerUsable(client: Client, variable: string): Promise<string | null> {
  const { rows } = await client.query<Server>(`SELECT current_setting('server_version_num')::int AS version, current_setting('server_encoding') AS encoding,
    current_schema() AS schema, current_setting('search_path') AS path,
    (SELECT datctype FROM pg_database WHERE datname = current_database()) AS locale,
    EXISTS (SELECT FROM pg_collation WHERE collname = 'und-x-icu') AS icu`);
  const [server] = rows;
  if (!server) return null;
  const database = `${client.host}:${client.port}, database "${client.database}"`;
  const refuse = (why: string) => {
    throw new EnvironmentError(`${variable} cannot be used: ${why}.`);
  };
  if (server.version < OLDEST_VERSION) refuse(`${client.host}:${client.port} is older than PostgreSQL 15, so upgrade it`);
  if (server.encoding !== "UTF8")
    refuse(`${database}, is encoded in ${server.encoding}, which has no place for every name, so create it anew with ENCODING 'UTF8' TEMPLATE template0`);
  if (!server.icu) refuse(`${client.host}:${client.port} was built without ICU, by which names are searched and ordered, so install a PostgreSQL that has it`);
  if (server.schema !== "public")
    refuse(
      `${database}, is searched in ${JSON.stringify(server.path)} and the portal uses the schema public alone, so run ALTER ROLE "${client.user}" RESET search_path and ALTER DATABASE "${client.database}" RESET search_path there, and leave no schema with the user's own name`,
    );
  if (server.locale !== "C" && server.locale !== "POSIX") return null;
  return `its locale ${server.locale} knows no letters beyond A to Z, so searches for other names are slow: make the next database with LC_CTYPE 'C.UTF-8'`;
}

/**
 * Throws `EnvironmentError` unless the portal can run as the user of `url`: a user who can become the three
 * database roles and (in production) has no other rights, on a database with this version's migrations.
 */
export async function assertPortalDatabase(url: string, { production }: { production: boolean }): Promise<string | null> {
  const client = await connectPostgres(url, "DATABASE_URL");
  try {
    const note = await assertServerUsable(client, "DATABASE_URL");
    if (production) await assertOwnsNothing(client);
    await assertMigrated(client, await assertRoles(client));
    return note;
  } finally {
    await client.end();
  }
}

const userOf = (client: Client) => `DATABASE_URL cannot be used: ${client.user} at ${client.host}:${client.port}`;

async function assertOwnsNothing(client: Client): Promise<void> {
  const { rows } = await client.query(`SELECT FROM pg_roles WHERE rolname = current_user AND (rolsuper OR rolbypassrls)
    UNION ALL SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND pg_has_role(current_user, relowner, 'MEMBER')`);
  if (rows.length > 0)
    throw new EnvironmentError(
      `${userOf(client)} owns the tables or is above their policies, and the portal's own process must not be: name the user rolebook_app that npm run db:roles describes, and keep this one for DATABASE_MIGRATION_URL.`,
    );
}

async function assertRoles(client: Client): Promise<string> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT name FROM unnest($1::text[]) AS name
     WHERE NOT coalesce((SELECT pg_has_role(current_user, oid, 'MEMBER') FROM pg_roles WHERE rolname = name), false)`,
    [ROLES],
  );
  const missing = rows.map(({ name }) => name);
  if (missing.length > 0)
    throw new EnvironmentError(
      `${userOf(client)} may not become ${missing.join(", ")}: an administrator runs GRANT ${ROLES.join(", ")} TO "${client.user}" (npm run db:roles prints the whole script).`,
    );
  return "portal_system";
}

async function assertMigrated(client: Client, role: string): Promise<void> {
  await client.query(`BEGIN; SET LOCAL ROLE ${role}`);
  const applied = await client.query<{ migration_name: string }>(APPLIED).then(
    ({ rows }) => rows.map(({ migration_name }) => migration_name),
    // The table is missing, or from a version that did not grant access to it.
    () => [],
  );
  await client.query("ROLLBACK");
  const [first, ...more] = missingMigrations(applied);
  if (first)
    throw new EnvironmentError(
      `The database "${client.database}" at ${client.host}:${client.port} lacks ${more.length + 1} of this version's migrations, first ${first}: run npm run db:migrate with the owner's address in DATABASE_MIGRATION_URL, then start again.`,
    );
}
