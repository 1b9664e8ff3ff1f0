import { z } from "zod";
import { days, flag, origin, port, postgres, roleGroups, secrets } from "./env-values";

/**
 * Every environment variable of the portal, validated once. Nothing else reads `process.env`. A test compares
 * the keys with `.env.example`.
 */

export const variables = {
  APP_URL: origin.optional(),
  PORT: port(3000),
  DRAIN_SECONDS: z.coerce.number().int().min(0).max(120).optional(),
  DATA_DIR: z.string().min(1).default(".data"),

  DATABASE_URL: postgres.optional(),
  DATABASE_MIGRATION_URL: postgres.optional(),

  SESSION_SECRET: secrets.optional(),
  SESSION_IDLE_MINUTES: z.coerce
    .number()
    .int()
    .min(1)
    .max(24 * 60)
    .default(30),
  SESSION_ABSOLUTE_HOURS: z.coerce
    .number()
    .int()
    .min(1)
    .max(7 * 24)
    .default(12),

  ENTRA_TENANT_ID: z.guid().optional(),
  ENTRA_CLIENT_ID: z.guid().optional(),
  ENTRA_CLIENT_SECRET: z.string().min(1).optional(),
  ENTRA_ROLE_GROUPS: roleGroups.optional(),

  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, "must start with smtp:// or smtps://")
    .refine(URL.canParse, "is not an address")
    .optional(),
  MAIL_FROM: z
    .string()
    .regex(/^([^<>\r\n]+<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/, "write it as Rolebook <portal@example.org>")
    .optional(),
  INVITATIONS_OPEN_PER_ENTITY: z.coerce.number().int().min(1).max(100_000).default(2_000),
  EVENT_STREAMS: z.coerce.number().int().min(1).max(100_000).default(2_000),
  DIRECTORY_GIVE_UP_HOURS: z.coerce
    .number()
    .int()
    .min(1)
    .max(30 * 24)
    .default(24),

  SESSIONS_KEPT_DAYS: days(90),
  MAIL_KEPT_DAYS: days(90),
  BULK_CHANGES_KEPT_DAYS: days(365),
  JOBS_KEPT_DAYS: days(90),

  ENTITY_ADMIN_VIEWS_CONFIG: flag,
  TRUSTED_PROXY_HOPS: z.coerce.number().int().min(0).max(10).default(0),

  LOCAL_DIRECTORY_PORT: port(3001),
  LOCAL_DIRECTORY_TLS_PORT: port(3002),
  ALLOW_LOCAL_DIRECTORY_ON_EXTERNAL_DATABASE: flag,
} as const;

const schema = z.object(variables);
type Values = z.infer<typeof schema>;

export type EntraSettings = {
  tenantId: string;
  clientId: string;
  clientSecret: string;
  roleGroups: ReadonlyMap<string, string>;
};

export type Env = Omit<Values, "APP_URL" | "DRAIN_SECONDS"> & {
  /** The portal's public address; this machine's own by default. */
  APP_URL: string;
  /** How long a stopping portal still answers while it reports that it is not ready. */
  DRAIN_SECONDS: number;
  /** Entra ID, or null to use the local directory. */
  entra: EntraSettings | null;
};

/** Thrown when the environment is unusable; the message is one sentence that says what to set. */
export class EnvironmentError extends Error {
  override name = "EnvironmentError";
}

const isLoopback = (url: string) => /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(url).hostname);

/** Empty variables count as unset, as in a copied `.env.example`. */
const withoutBlanks = (source: NodeJS.ProcessEnv) =>
  Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value.trim() !== ""));

export function readEnv(source: NodeJS.ProcessEnv): Env {
  const parsed = schema.safeParse(withoutBlanks(source));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new EnvironmentError(`The environment variable ${issue?.path.join(".")} cannot be used: ${issue?.message}.`);
  }
  const values = parsed.data;

  const entraKeys = ["ENTRA_TENANT_ID", "ENTRA_CLIENT_ID", "ENTRA_CLIENT_SECRET", "ENTRA_ROLE_GROUPS"] as const;
  const missing = entraKeys.filter((key) => values[key] === undefined);
  const { ENTRA_TENANT_ID, ENTRA_CLIENT_ID, ENTRA_CLIENT_SECRET, ENTRA_ROLE_GROUPS } = values;
  const entra =
    ENTRA_TENANT_ID && ENTRA_CLIENT_ID && ENTRA_CLIENT_SECRET && ENTRA_ROLE_GROUPS
      ? { tenantId: ENTRA_TENANT_ID.toLowerCase(), clientId: ENTRA_CLIENT_ID, clientSecret: ENTRA_CLIENT_SECRET, roleGroups: ENTRA_ROLE_GROUPS }
      : null;
  if (!entra && missing.length < entraKeys.length) {
    throw new EnvironmentError(`Entra ID is half configured: set ${missing.join(", ")} as well, or none of the ENTRA_ variables to use the local directory.`);
  }
  if (entra && !values.SESSION_SECRET) {
    throw new EnvironmentError("SESSION_SECRET is not set: give it at least 32 random characters, the same for every portal process.");
  }
  if (entra && !values.DATABASE_URL) {
    throw new EnvironmentError("DATABASE_URL is not set: with Entra ID the portal needs PostgreSQL, written as postgresql://user:password@host/database.");
  }
  const appUrl = values.APP_URL ?? `http://localhost:${values.PORT}`;
  if (!isLoopback(appUrl) && !appUrl.startsWith("https://")) {
    throw new EnvironmentError("APP_URL must start with https:// unless it names this machine (localhost).");
  }
  if (!entra && !isLoopback(appUrl)) {
    throw new EnvironmentError("The local directory serves this machine only: APP_URL must name localhost, or the ENTRA_ variables must be set.");
  }
  if (!entra && values.DATABASE_URL && !values.ALLOW_LOCAL_DIRECTORY_ON_EXTERNAL_DATABASE) {
    throw new EnvironmentError(
      "The local directory signs anyone in, so it refuses the database named by DATABASE_URL: set the ENTRA_ variables, or ALLOW_LOCAL_DIRECTORY_ON_EXTERNAL_DATABASE=true for a test database.",
    );
  }
  if (values.SMTP_URL && !values.MAIL_FROM) {
    throw new EnvironmentError("MAIL_FROM is not set: messages sent through SMTP_URL need the address that they come from.");
  }
  const isHttps = appUrl.startsWith("https://");
  return {
    ...values,
    APP_URL: appUrl,
    DRAIN_SECONDS: values.DRAIN_SECONDS ?? (isHttps ? 5 : 0),
    TRUSTED_PROXY_HOPS: Math.max(values.TRUSTED_PROXY_HOPS, isHttps ? 1 : 0),
    entra,
  };
}

/** Only for `next dev`, whose tooling needs a looser content security policy. */
export const isDevelopment = process.env.NODE_ENV === "development";

let current: Env | undefined;

/** The validated environment. Throws `EnvironmentError` on first use when it is unusable. */
export function env(): Env {
  if (!current) {
    current = readEnv(process.env);
    // next-auth reads its own address here; otherwise the Host header would decide where sign-ins return to.
    process.env.NEXTAUTH_URL = current.APP_URL;
  }
  return current;
}

/**
 * Whether Entra ID is configured. Reads the variable directly: the local directory must not fix the other
 * settings before its ports are known.
 */
export const isEntraConfigured = (): boolean => readEnv(process.env).entra !== null;

/** Throws when the answering process could connect as the tables' owner: migrating is a separate step. */
export function assertNoOwnerAddress(): void {
  if (env().DATABASE_MIGRATION_URL)
    throw new EnvironmentError(
      "DATABASE_MIGRATION_URL must not be set for the portal's own process: keep it for npm run db:migrate, and start the portal with npm start.",
    );
}

/**
 * The settings passed to a process that answers requests: every variable, blank when unset, so that no `.env`
 * file adds to them.
 */
export function settingsForPortal(): Record<string, string> {
  return Object.fromEntries(Object.keys(variables).map((name) => [name, name === "DATABASE_MIGRATION_URL" ? "" : (process.env[name] ?? "")]));
}

/**
 * Secrets that seal sessions and letters, the newest first. `npm start` generates one for a portal without
 * Entra; there is no default.
 */
export function sessionSecrets(): readonly [newest: string, ...older: string[]] {
  const [newest, ...older] = env().SESSION_SECRET ?? [];
  if (!newest) throw new EnvironmentError("SESSION_SECRET is not set: start the portal with npm start, or set at least 32 random characters.");
  return [newest, ...older];
}

/** The secret that seals everything new. */
export const sessionSecret = (): string => sessionSecrets()[0];
