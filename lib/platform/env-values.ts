import { z } from "zod";
import { isRoleKey, roleKeys } from "@/lib/platform/authz/roles";

/** What the values of environment variables look like. */

export const port = (otherwise: number) => z.coerce.number().int().min(0).max(65535).default(otherwise);
/** How long something is kept once it is over. */
export const days = (otherwise: number) => z.coerce.number().int().min(1).max(3_650).default(otherwise);
export const flag = z
  .enum(["true", "false"])
  .default("false")
  .transform((value) => value === "true");

/** `role=group-id` pairs, separated by blanks or commas: the Entra group of each role. */
export const roleGroups = z.string().transform((text, context) => {
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
    if (!z.guid().safeParse(group).success) {
      context.addIssue({ code: "custom", message: `${JSON.stringify(group)} is not a group's object id: copy the id, a GUID, from the group's page in Entra` });
      return z.NEVER;
    }
    groups.set(group.toLowerCase(), role);
  }
  return groups;
});

/** The origin only: the portal answers at the root of its host, and every origin check compares with this. */
export const origin = z.url({ protocol: /^https?$/ }).transform((text, context) => {
  const url = new URL(text);
  if (url.href === `${url.origin}/`) return url.origin;
  context.addIssue({ code: "custom", message: `the portal lives at the root of its host, so write ${url.origin} without a path, query or password` });
  return z.NEVER;
});

/** Refuses `schema` and `options`, which only part of the connecting code would obey. */
export const postgres = z
  .string()
  .regex(/^postgres(ql)?:\/\//, "must start with postgresql://")
  .refine((text) => URL.canParse(text) && new URL(text).hash === "", {
    error: "is not an address: write special characters of the password as %XX, such as %23 for #",
    abort: true,
  })
  .refine((text) => (new URL(text).searchParams.get("schema") ?? "public") === "public", "the portal uses the schema public, so leave ?schema= out")
  .refine((text) => !new URL(text).searchParams.has("options"), "leave ?options= out: the portal sets what its connections need itself");

const SHORTEST_SECRET = 32;

/** Several secrets, the newest first; blanks inside one pass phrase do not split it. */
export const secrets = z.string().transform((text, context): readonly string[] => {
  const parts = text.split(/[\s,]+/).filter(Boolean);
  const long = parts.filter(({ length }) => length >= SHORTEST_SECRET);
  if (long.length > 0 && long.length === parts.length) return parts;
  if (long.length === 0 && text.length >= SHORTEST_SECRET) return [text];
  context.addIssue({ code: "custom", message: `use at least ${SHORTEST_SECRET} random characters for each secret` });
  return z.NEVER;
});
