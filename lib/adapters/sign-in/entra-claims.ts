import { z } from "zod";
import type { DirectorySettings } from "@/lib/adapters/entra/settings";
import { cleanPersonName, folded } from "@/lib/domain/people/model";
import { isRoleKey, type RoleKey } from "@/lib/platform/authz/roles";

/** The only file that knows the shape of an Entra ID token. `wids`, unknown roles and e-mail never affect authorisation. */

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

/** The app role that gives operators access across entities. */
const GLOBAL_APP_ROLE = "Global";

export type Identity = {
  readonly tid: string;
  readonly oid: string;
  readonly displayName: string;
  /** The sign-in name shown in the audit log, in lower case. */
  readonly login: string;
  /** A label, never a key. */
  readonly email: string;
  /** Group ids; null when there are too many for the token and Graph must be read. */
  readonly groupIds: readonly string[] | null;
  readonly globalAppRole: boolean;
  /** When the token was issued. */
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
  const name = oneLine(token.preferred_username ?? token.email ?? "");
  const email = addressOf([name, oneLine(token.email ?? "")]);
  const overage = token.hasgroups !== undefined || token._claim_names?.groups !== undefined;
  return {
    tid: token.tid.toLowerCase(),
    oid: token.oid.toLowerCase(),
    displayName: cleanPersonName(storable(token.name ?? "", 200)) || cleanPersonName(email) || "Unnamed",
    login: folded(name),
    email,
    groupIds: token.groups ?? (overage ? null : []),
    globalAppRole: token.roles?.includes(GLOBAL_APP_ROLE) === true,
    // Cap a directory clock that runs ahead, or it would outrank later changes.
    issuedAt: new Date(Math.min(token.iat * 1_000, Date.now())),
  };
}

/** A sign-in name or address, bounded. Blanks and invisible characters become visible: left out, they would make somebody else's address. */
const oneLine = (text: string): string => storable(text.trim().replaceAll(/[\p{C}\p{Z}]/gu, "\uFFFD"), 320);

/** Entra's name for a guest, derived from the invited address: `hana_people.example#EXT#@…`. It is not a mailbox. */
const GUEST_NAME = /^(.+)_([^_]+)#EXT#/i;
const isGuestName = (name: string): boolean => name.toUpperCase().includes("#EXT#");

/** The first claim that is an address, or the address inside a guest name. */
function addressOf(names: readonly string[]): string {
  const address = names.find((name) => name !== "" && !isGuestName(name));
  return address ?? names.flatMap((name) => GUEST_NAME.exec(name)?.slice(1).join("@") ?? [])[0] ?? "";
}

/** Makes directory text storable: bounded, well-formed Unicode, no NUL. */
const storable = (text: string, max: number): string => text.replaceAll("\u0000", "").slice(0, max).toWellFormed();

export type RoleFinding =
  | { readonly kind: "one"; readonly role: RoleKey }
  | { readonly kind: "none"; readonly otherGroups: number }
  | { readonly kind: "several"; readonly roles: readonly RoleKey[] };

/** Exactly one role group gives a role. Unknown groups are ignored. */
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
