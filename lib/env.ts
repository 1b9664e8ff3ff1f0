import { z } from "zod";
import { isRoleKey, roleKeys } from "@/lib/authz/roles";

/**
 * Every environment variable of the portal, validated once. Nothing else reads `process.env`.
 * `.env.example` lists the same keys (a test compares them).
 */

const port = (otherwise: number) => z.coerce.number().int().min(0).max(65535).default(otherwise);
const flag = z
  .enum(["true", "false"])
  .default("false")
  .transform((value) => value === "true");

/** `role=group-id` pairs, separated by blanks or commas: which Entra group carries which role. */
const roleGroups = z.string().transform((text, context) => {
  const pairs = text
    .split(/[\s,]+/)
    .filter(Boolean)
    .map((pair) => pair.split("="));
  const groups = new Map<string, string>();
  for (const [role, group, ...rest] of pairs) {
    if (!role || !group || rest.length > 0 || groups.has(group.toLowerCase()) || !isRoleKey(role)) {
      context.addIssue({ code: "custom", message: `write it as role=group-id pairs, each group once, with the roles ${roleKeys.join(", ")}` });
      return z.NEVER;
    }
    groups.set(group.toLowerCase(), role);
  }
  return groups;
});

export const variables = {
  APP_URL: z.url({ protocol: /^https?$/ }).optional(),
  PORT: port(3000),
  DATA_DIR: z.string().min(1).default(".data"),

  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, "must start with postgresql://")
    .optional(),
  DATABASE_MIGRATION_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, "must start with postgresql://")
    .optional(),

  SESSION_SECRET: z.string().min(32, "use at least 32 random characters").optional(),
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
  DIRECTORY_GIVE_UP_HOURS: z.coerce
    .number()
    .int()
    .min(1)
    .max(30 * 24)
    .default(24),

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

export type Env = Omit<Values, "APP_URL"> & {
  /** Where people reach the portal; this machine's own address unless set. */
  APP_URL: string;
  /** Entra ID, or null: the local directory stands in for it. */
  entra: EntraSettings | null;
};

/** Raised when the environment cannot be used; its message is one sentence that says what to set. */
export class EnvironmentError extends Error {
  override name = "EnvironmentError";
}

const isLoopback = (url: string) => /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(url).hostname);

/** Variables set to nothing count as not set, as they are in a copied `.env.example`. */
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
  return { ...values, APP_URL: appUrl, TRUSTED_PROXY_HOPS: Math.max(values.TRUSTED_PROXY_HOPS, isHttps ? 1 : 0), entra };
}

/** Only for `next dev`, whose tooling needs a looser content security policy. */
export const isDevelopment = process.env.NODE_ENV === "development";

let current: Env | undefined;

/** The validated environment. Throws `EnvironmentError` on first use when it cannot be used. */
export function env(): Env {
  if (!current) {
    current = readEnv(process.env);
    // next-auth reads its own address here; without it the Host header would decide where sign-ins return to.
    process.env.NEXTAUTH_URL = current.APP_URL;
  }
  return current;
}

/** What session cookies are sealed with. `npm start` makes one for a portal without Entra; there is no default to fall back on. */
export function sessionSecret(): string {
  const { SESSION_SECRET } = env();
  if (!SESSION_SECRET) throw new EnvironmentError("SESSION_SECRET is not set: start the portal with npm start, or set at least 32 random characters.");
  return SESSION_SECRET;
}
