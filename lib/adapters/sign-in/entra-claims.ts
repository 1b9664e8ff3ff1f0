import { z } from "zod";
import type { DirectorySettings } from "@/lib/adapters/entra/settings";
import { cleanPersonName } from "@/lib/domain/people/model";
import { isRoleKey, type RoleKey } from "@/lib/platform/authz/roles";

/** The only file that knows what an Entra ID token looks like. `wids`, unknown roles and e-mail never decide anything. */

const claims = z.object({
  iss: z.string(),
  aud: z.string(),
  tid: z.guid(),
  oid: z.guid(),
  iat: z.number().int().positive().max(1e11),
  name: z.string().optional(),
  email: z.string().optional(),
  preferred_username: z.string().optional(),
  groups: z.array(z.string()).optional(),
  roles: z.array(z.string()).optional(),
  hasgroups: z.union([z.boolean(), z.string()]).optional(),
  _claim_names: z.record(z.string(), z.string()).optional(),
});

/** The app role that lifts entity isolation for operators. */
const GLOBAL_APP_ROLE = "Global";

export type Identity = {
  readonly tid: string;
  readonly oid: string;
  readonly displayName: string;
  /** The sign-in name, as the record shows it. */
  readonly login: string;
  /** A label, never a key. */
  readonly email: string;
  /** Group ids, or null: there are too many for the token, and Graph has to be asked. */
  readonly groupIds: readonly string[] | null;
  readonly globalAppRole: boolean;
  /** When the directory said all this. */
  readonly issuedAt: Date;
};

export type ClaimsProblem = "CLAIMS_UNREADABLE" | "WRONG_TENANT" | "WRONG_ISSUER" | "WRONG_AUDIENCE";

/**
 * Reads the claims of an ID token whose signature, expiry and nonce have been checked. Tenant, issuer and audience are
 * checked again here, exactly. Source: Microsoft's claims validation guidance.
 */
export function readIdentity(raw: unknown, directory: Pick<DirectorySettings, "tenantId" | "issuer" | "clientId">): Identity | ClaimsProblem {
  const parsed = claims.safeParse(raw);
  if (!parsed.success) return "CLAIMS_UNREADABLE";
  const token = parsed.data;
  if (token.tid.toLowerCase() !== directory.tenantId) return "WRONG_TENANT";
  if (token.iss !== directory.issuer) return "WRONG_ISSUER";
  if (token.aud !== directory.clientId) return "WRONG_AUDIENCE";
  const login = oneLine(token.preferred_username ?? token.email ?? "");
  const email = addressOf([login, oneLine(token.email ?? "")]);
  const overage = token.hasgroups !== undefined || token._claim_names?.groups !== undefined;
  return {
    tid: token.tid.toLowerCase(),
    oid: token.oid.toLowerCase(),
    displayName: cleanPersonName(storable(token.name ?? "", 200)) || cleanPersonName(email) || "Unnamed",
    login,
    email,
    groupIds: token.groups ?? (overage ? null : []),
    globalAppRole: token.roles?.includes(GLOBAL_APP_ROLE) === true,
    // A directory whose clock is ahead cannot know of what has not happened yet.
    issuedAt: new Date(Math.min(token.iat * 1_000, Date.now())),
  };
}

/** A sign-in name or an address: bounded, without blanks and what cannot be seen. */
const oneLine = (text: string): string => storable(text, 320).replaceAll(/[\p{C}\p{Z}]/gu, "");

/** What Entra calls a guest: `hana_people.example#EXT#@…`, after the address that was invited. Mail to that name reaches nobody. */
const GUEST_NAME = /^(.+)_([^_]+)#EXT#/i;
const isGuestName = (name: string): boolean => name.toUpperCase().includes("#EXT#");

/** The first name that is an address, or the one that a guest's name was made of. */
function addressOf(names: readonly string[]): string {
  const address = names.find((name) => name !== "" && !isGuestName(name));
  return address ?? names.flatMap((name) => GUEST_NAME.exec(name)?.slice(1).join("@") ?? [])[0] ?? "";
}

/** A directory's text as the database takes it: bounded, in whole characters, without NUL. */
const storable = (text: string, max: number): string => text.replaceAll("\u0000", "").slice(0, max).toWellFormed();

export type RoleFinding =
  | { readonly kind: "one"; readonly role: RoleKey }
  | { readonly kind: "none"; readonly otherGroups: number }
  | { readonly kind: "several"; readonly roles: readonly RoleKey[] };

/** Exactly one role group makes a role. Unknown groups count for nothing. */
export function roleFromGroups(groupIds: readonly string[], roleGroups: ReadonlyMap<string, string>): RoleFinding {
  const roles = new Set<RoleKey>();
  for (const id of groupIds) {
    const role = roleGroups.get(id.toLowerCase());
    if (role && isRoleKey(role)) roles.add(role);
  }
  const [role, ...more] = roles;
  if (!role) return { kind: "none", otherGroups: groupIds.length };
  return more.length === 0 ? { kind: "one", role } : { kind: "several", roles: [...roles] };
}
