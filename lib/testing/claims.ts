import { randomUUID } from "node:crypto";
import { LOCAL_ROLE_GROUPS } from "@/lib/adapters/entra/local-tenant";
import { directorySettings } from "@/lib/adapters/entra/settings";
import type { RoleKey } from "@/lib/platform/authz/roles";

/** Claims as the local directory's ID tokens carry them, for tests of what is made of them. */

process.env.SESSION_SECRET ??= "a secret of the tests, long enough to be accepted";

/** The id of the group that carries a role. */
export function groupOf(role: RoleKey): string {
  for (const [group, carried] of LOCAL_ROLE_GROUPS) if (carried === role) return group;
  throw new Error(`No group carries ${role}.`);
}

export type Claims = Record<string, unknown> & { readonly oid: string; readonly preferred_username: string };

/** Somebody unknown to the portal, in the viewers' group, unless `more` says otherwise. */
export function claimsOf(more: Readonly<Record<string, unknown>> = {}): Claims {
  const { issuer, clientId, tenantId } = directorySettings();
  return {
    iss: issuer,
    aud: clientId,
    tid: tenantId,
    iat: Math.floor(Date.now() / 1_000),
    oid: randomUUID(),
    name: "Tāne Walker",
    preferred_username: "tane.walker@kauri.example",
    groups: [groupOf("viewer")],
    ...more,
  };
}
