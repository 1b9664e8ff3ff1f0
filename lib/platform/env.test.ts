import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type Env, EnvironmentError, readEnv, variables } from "./env";

const read = (values: Record<string, string>): Env => readEnv({ NODE_ENV: "test", ...values });

/** The message of the `EnvironmentError` for these values. */
function complaint(values: Record<string, string>): string {
  try {
    read(values);
  } catch (error) {
    expect(error).toBeInstanceOf(EnvironmentError);
    if (error instanceof EnvironmentError) return error.message;
  }
  throw new Error("These values were accepted.");
}

const GUID = "6f9f2d3a-5f0e-4a55-9f0c-1d2b3c4d5e6f";
const SECRET = "an invented secret of 37 characters!!";
const SECRET_KEYS = ["the-newest-of-these-secrets-for-tests", "the-oldest-of-these-secrets-for-tests"] as const;
const group = (last: number) => `6f9f2d3a-5f0e-4a55-9f0c-00000000000${last}`;
const ENTRA = { ENTRA_TENANT_ID: GUID, ENTRA_CLIENT_ID: GUID, ENTRA_CLIENT_SECRET: "client-secret", ENTRA_ROLE_GROUPS: `operator=${GUID}` };
const PRODUCTION = { ...ENTRA, SESSION_SECRET: SECRET, APP_URL: "https://portal.example", DATABASE_URL: "postgresql://portal@db.example/portal" };
const LOCAL = { DATABASE_URL: "postgresql://portal@localhost/test" };

/** Unusable settings, and the variables that the sentence must name. */
const refused: ReadonlyArray<readonly [what: string, values: Record<string, string>, named: readonly string[]]> = [
  ["Entra ID with only its tenant", { ENTRA_TENANT_ID: GUID }, ["ENTRA_CLIENT_ID", "ENTRA_CLIENT_SECRET", "ENTRA_ROLE_GROUPS"]],
  ["Entra ID without its role groups", { ...PRODUCTION, ENTRA_ROLE_GROUPS: "" }, ["ENTRA_ROLE_GROUPS"]],
  ["Entra ID with a blank client secret", { ...PRODUCTION, ENTRA_CLIENT_SECRET: "  " }, ["ENTRA_CLIENT_SECRET"]],
  ["Entra ID without a session secret", { ...PRODUCTION, SESSION_SECRET: "" }, ["SESSION_SECRET"]],
  ["a secret beside a list's that is too short", { ...PRODUCTION, SESSION_SECRET: `${"n".repeat(32)} old-but-cut-short` }, ["SESSION_SECRET"]],
  ["a short session secret", { ...PRODUCTION, SESSION_SECRET: "31 characters are not enough..." }, ["SESSION_SECRET"]],
  ["the tenant `common`, which is everyone's", { ...PRODUCTION, ENTRA_TENANT_ID: "common" }, ["ENTRA_TENANT_ID"]],
  ["the tenant `organizations`, which is everyone's", { ...PRODUCTION, ENTRA_TENANT_ID: "organizations" }, ["ENTRA_TENANT_ID"]],
  ["a client id that is not a GUID", { ...PRODUCTION, ENTRA_CLIENT_ID: "portal" }, ["ENTRA_CLIENT_ID"]],
  ["a group's name in place of its id", { ...PRODUCTION, ENTRA_ROLE_GROUPS: "operator=Operators" }, ["ENTRA_ROLE_GROUPS"]],
  ["Entra ID without a database", { ...PRODUCTION, DATABASE_URL: "" }, ["DATABASE_URL"]],
  ["role groups without a role", { ...PRODUCTION, ENTRA_ROLE_GROUPS: GUID }, ["ENTRA_ROLE_GROUPS"]],
  ["role groups without a group", { ...PRODUCTION, ENTRA_ROLE_GROUPS: "operator=" }, ["ENTRA_ROLE_GROUPS"]],
  ["a pair with two equals signs", { ...PRODUCTION, ENTRA_ROLE_GROUPS: `operator=${GUID}=viewer` }, ["ENTRA_ROLE_GROUPS"]],
  ["a group that carries two roles", { ...PRODUCTION, ENTRA_ROLE_GROUPS: `operator=${GUID},viewer=${GUID}` }, ["ENTRA_ROLE_GROUPS"]],
  ["http on a public host", { ...PRODUCTION, APP_URL: "http://portal.example" }, ["APP_URL"]],
  ["http on a host that only looks local", { ...PRODUCTION, APP_URL: "http://localhost.portal.example" }, ["APP_URL"]],
  ["http on an address of the local network", { ...PRODUCTION, APP_URL: "http://192.168.1.10:3000" }, ["APP_URL"]],
  ["an address without a scheme", { APP_URL: "portal.example" }, ["APP_URL"]],
  ["an address with a path", { ...PRODUCTION, APP_URL: "https://portal.example/rolebook" }, ["APP_URL"]],
  ["an address with a query", { ...PRODUCTION, APP_URL: "https://portal.example/?a=1" }, ["APP_URL"]],
  ["an address with a password", { ...PRODUCTION, APP_URL: "https://me:secret@portal.example" }, ["APP_URL"]],
  ["an address with another scheme", { APP_URL: "ftp://localhost" }, ["APP_URL"]],
  ["the local directory on a public host", { APP_URL: "https://portal.example" }, ["APP_URL", "ENTRA_"]],
  ["the local directory on an external database", LOCAL, ["DATABASE_URL", "ALLOW_LOCAL_DIRECTORY_ON_EXTERNAL_DATABASE"]],
  ["another kind of database", { DATABASE_URL: "mysql://localhost/portal" }, ["DATABASE_URL"]],
  ["another schema", { ...PRODUCTION, DATABASE_URL: "postgresql://portal@db.example/portal?schema=other" }, ["DATABASE_URL"]],
  ["another search path", { ...PRODUCTION, DATABASE_MIGRATION_URL: "postgresql://o@db/p?options=-csearch_path%3Dother" }, ["DATABASE_MIGRATION_URL"]],
  ["a database's address with a raw # in it", { ...PRODUCTION, DATABASE_URL: "postgresql://portal:12#34@db.example:5432x/portal" }, ["DATABASE_URL"]],
  ["another kind of database to migrate", { DATABASE_MIGRATION_URL: "localhost/portal" }, ["DATABASE_MIGRATION_URL"]],
  ["a port that is a word", { PORT: "http" }, ["PORT"]],
  ["a port above 65535", { PORT: "65536" }, ["PORT"]],
  ["a port below 0", { LOCAL_DIRECTORY_PORT: "-1" }, ["LOCAL_DIRECTORY_PORT"]],
  ["half a port", { LOCAL_DIRECTORY_TLS_PORT: "3001.5" }, ["LOCAL_DIRECTORY_TLS_PORT"]],
  ["a mail server without a sender", { SMTP_URL: "smtp://user:secret@mail.example" }, ["MAIL_FROM"]],
  ["a mail server that is no address", { SMTP_URL: "smtp://user:secret@", MAIL_FROM: "portal@aex.example" }, ["SMTP_URL"]],
  ["a mail server by another protocol", { SMTP_URL: "https://user:secret@mail.example" }, ["SMTP_URL"]],
  ["a sender that could write a header", { MAIL_FROM: "Portal <portal@aex.example>\nBcc: everybody@aex.example" }, ["MAIL_FROM"]],
  ["sessions that end at once", { SESSION_IDLE_MINUTES: "0" }, ["SESSION_IDLE_MINUTES"]],
  ["sessions of more than a week", { SESSION_ABSOLUTE_HOURS: "169" }, ["SESSION_ABSOLUTE_HOURS"]],
  ["a flag that is neither true nor false", { ENTITY_ADMIN_VIEWS_CONFIG: "yes" }, ["ENTITY_ADMIN_VIEWS_CONFIG"]],
  ["proxies without end", { TRUSTED_PROXY_HOPS: "11" }, ["TRUSTED_PROXY_HOPS"]],
];

describe.each(refused)("%s", (_what, values, named) => {
  test("it is refused with one sentence that names the variable", () => {
    const message = complaint(values);
    expect(message).toMatch(/^[A-Z][^\n]+\.$/);
    expect(message.match(/[.!?](?=\s|$)/g)).toHaveLength(1);
    for (const name of named) expect(message).toContain(name);
  });

  test("the refusal repeats no secret and no address that may hold one", () => {
    const message = complaint(values);
    for (const name of ["SESSION_SECRET", "ENTRA_CLIENT_SECRET", "DATABASE_URL", "DATABASE_MIGRATION_URL", "SMTP_URL"]) {
      const value = values[name]?.trim();
      if (value) expect(message).not.toContain(value);
    }
  });
});

describe("accepted settings", () => {
  test("without settings the portal uses the local directory and the embedded database on this machine", () => {
    expect(read({})).toMatchObject({
      APP_URL: "http://localhost:3000",
      PORT: 3000,
      DATA_DIR: ".data",
      entra: null,
      ENTITY_ADMIN_VIEWS_CONFIG: false,
      TRUSTED_PROXY_HOPS: 0,
    });
    expect(read({}).DATABASE_URL).toBeUndefined();
  });

  test("the default address follows the port", () => {
    expect(read({ PORT: "4100" }).APP_URL).toBe("http://localhost:4100");
  });

  test("a blank variable counts as unset", () => {
    expect(read(Object.fromEntries(Object.keys(variables).map((name) => [name, ""])))).toEqual(read({}));
    expect(read(Object.fromEntries(Object.keys(variables).map((name) => [name, " \t"])))).toEqual(read({}));
  });

  test("a complete production configuration is accepted, with each group's role and the tenant as Entra ID writes it", () => {
    const { entra, APP_URL } = read({
      ...PRODUCTION,
      ENTRA_TENANT_ID: GUID.toUpperCase(),
      ENTRA_ROLE_GROUPS: `operator=${group(1)}, viewer=${group(2).toUpperCase()}\nviewer=${group(3)}`,
    });
    expect(APP_URL).toBe("https://portal.example");
    expect(entra?.tenantId).toBe(GUID);
    expect([...(entra?.roleGroups ?? [])]).toEqual([
      [group(1), "operator"],
      [group(2), "viewer"],
      [group(3), "viewer"],
    ]);
  });

  test("a trailing slash is removed from the address", () => {
    expect(read({ ...PRODUCTION, APP_URL: "https://portal.example/" }).APP_URL).toBe("https://portal.example");
  });

  test.each([
    ["one", SECRET_KEYS[0], [SECRET_KEYS[0]]],
    ["several, parted by blanks", `  ${SECRET_KEYS.join("  ")}`, SECRET_KEYS],
    ["several, parted by commas", SECRET_KEYS.join(","), SECRET_KEYS],
    ["one that is a pass phrase", SECRET, [SECRET]],
  ])("session secrets are accepted: %s", (_what, text, secrets) => {
    expect(read({ SESSION_SECRET: text }).SESSION_SECRET).toEqual(secrets);
  });

  test("draining takes time behind a proxy, none on this machine, and the configured time when set", () => {
    expect([read({}), read(PRODUCTION), read({ ...PRODUCTION, DRAIN_SECONDS: "30" })].map(({ DRAIN_SECONDS }) => DRAIN_SECONDS)).toEqual([0, 5, 30]);
  });

  test.each(["http://localhost:3000", "http://127.0.0.1:3000", "http://[::1]:3000", "https://localhost"])(
    "the local directory is accepted at %s",
    (APP_URL) => {
      expect(read({ APP_URL }).entra).toBeNull();
    },
  );

  test("the local directory is accepted on a database marked for tests", () => {
    expect(read({ ...LOCAL, ALLOW_LOCAL_DIRECTORY_ON_EXTERNAL_DATABASE: "true" }).DATABASE_URL).toBe(LOCAL.DATABASE_URL);
  });

  test("variables of other programs are ignored", () => {
    expect(read({ SOMETHING_ELSE: "1" })).not.toHaveProperty("SOMETHING_ELSE");
  });
});

describe(".env.example", () => {
  const lines = readFileSync(new URL("../../.env.example", import.meta.url), "utf8").split("\n");
  const settings = lines.flatMap((line, at) => (line.includes("=") && !line.startsWith("#") ? [{ line, above: lines[at - 1] ?? "" }] : []));

  test("it lists exactly the portal's variables, in the same order", () => {
    expect(settings.map(({ line }) => line.split("=")[0])).toEqual(Object.keys(variables));
  });

  test("it explains each variable and its default in the line above", () => {
    for (const { line, above } of settings) expect(above, line).toMatch(/^# .+ Default: .+/);
  });

  test("it sets nothing, so that a copy changes nothing and holds no secret", () => {
    expect(settings.filter(({ line }) => !line.endsWith("="))).toEqual([]);
  });

  test("its defaults are the real ones", () => {
    const defaults = read({});
    for (const { line, above } of settings) {
      const name = line.slice(0, -1);
      const value = name in defaults ? defaults[name as keyof Env] : undefined;
      if (value !== undefined && value !== "") expect(above, name).toContain(`Default: ${value}`);
    }
  });
});
