import { createHash } from "node:crypto";
import { LOCAL_CLIENT_ID, LOCAL_TENANT_ID, type LocalPerson } from "@/lib/adapters/entra/local-tenant";

/** The claims of each scope, as in Entra ID. */
export const CLAIMS_BY_SCOPE = {
  openid: ["sub", "tid", "ver", "groups", "roles"],
  profile: ["oid", "name", "preferred_username"],
  email: ["email"],
} as const;

/** As in Entra ID, `sub` differs per application and is never the object id. */
export const pairwiseSubject = (oid: string): string => createHash("sha256").update(`${LOCAL_CLIENT_ID}:${oid}`).digest("base64url");

/** The person's claims in the shape of Entra ID's v2.0 ID tokens, which omit empty lists. */
export function claimsOf(person: LocalPerson) {
  return {
    sub: person.oid,
    tid: LOCAL_TENANT_ID,
    ver: "2.0",
    oid: person.oid,
    name: person.displayName,
    preferred_username: person.userName,
    email: person.userName,
    ...(person.appRoles.length > 0 ? { roles: [...person.appRoles] } : {}),
    ...groupClaims(person),
  };
}

function groupClaims({ oid, groups, groupsByGraphOnly }: LocalPerson) {
  if (groupsByGraphOnly) {
    const endpoint = `https://graph.windows.net/${LOCAL_TENANT_ID}/users/${oid}/getMemberObjects`;
    return { _claim_names: { groups: "src1" }, _claim_sources: { src1: { endpoint } } };
  }
  return groups.length > 0 ? { groups: [...groups] } : {};
}
