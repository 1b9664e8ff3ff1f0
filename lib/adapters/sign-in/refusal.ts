import type { NotAcceptable } from "@/lib/domain/invitations";
import type { ChangeEvent } from "@/lib/platform/audit/event";
import type { RoleKey } from "@/lib/platform/authz/roles";

/** Why a sign-in or session is refused. The code is audited; the page says what to do. */
export type Refusal =
  | { readonly code: "NO_ROLE_GROUP"; readonly otherGroups: number }
  | { readonly code: "SEVERAL_ROLE_GROUPS"; readonly roles: readonly RoleKey[] }
  | { readonly code: "NOT_INVITED" | "INVITATION_FOR_ANOTHER_ADDRESS" | NotAcceptable }
  | { readonly code: "USER_DEACTIVATED" | "USER_TERMINATED" | "ENTITY_SUSPENDED" }
  | { readonly code: "CLAIMS_UNREADABLE" | "WRONG_TENANT" | "WRONG_ISSUER" | "WRONG_AUDIENCE" }
  | { readonly code: DirectoryRefusal; readonly directoryCode?: number }
  | { readonly code: "DIRECTORY_UNREACHABLE" | "SIGN_IN_FAILED" | "PORTAL_UNAVAILABLE" | "CLOCKS_DIFFER" | "OTHER_ADDRESS" | "TOO_MANY_ATTEMPTS" };

/** The directory's own refusals, grouped by remedy. */
export type DirectoryRefusal =
  | "CONSENT_MISSING"
  | "PORTAL_NOT_KNOWN_TO_DIRECTORY"
  | "ACCOUNT_NOT_ALLOWED"
  | "DIRECTORY_POLICY"
  | "DIRECTORY_TRY_AGAIN"
  | "DIRECTORY_ERROR";

export type RefusalCode = Refusal["code"];

/** Thrown inside the sign-in transaction to roll it back. */
export class SignInRefused extends Error {
  override name = "SignInRefused";
  constructor(
    readonly refusal: Refusal,
    /** The subject, for the audit row. */
    readonly about?: ChangeEvent["target"],
  ) {
    super(refusal.code);
  }
}

/** A refusal's page address: only codes and role keys, so it cannot inject text. */
export function refusalPath(refusal: Refusal): string {
  const query = new URLSearchParams({ reason: refusal.code });
  if (refusal.code === "NO_ROLE_GROUP") query.set("groups", String(refusal.otherGroups));
  if ("directoryCode" in refusal && refusal.directoryCode !== undefined) query.set("directory", String(refusal.directoryCode));
  if (refusal.code === "SEVERAL_ROLE_GROUPS") query.set("roles", refusal.roles.join(" "));
  return `/no-access?${query}`;
}
