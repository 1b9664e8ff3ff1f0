import { env, sessionSecret } from "@/lib/platform/env";
import { LOCAL_CLIENT_ID, LOCAL_ROLE_GROUPS, LOCAL_TENANT_ID, localClientSecret } from "./local-tenant";

/** The directory's addresses and credentials, the same shape for Entra ID and the local directory. */
export type DirectorySettings = {
  kind: "entra" | "local";
  tenantId: string;
  clientId: string;
  clientSecret: string;
  /** The exact `iss` of its ID tokens. */
  issuer: string;
  wellKnown: string;
  /** The authority for msal-node; always https. */
  authority: string;
  /** The base address of Microsoft Graph, without the version. Never taken from a token. */
  graphUrl: string;
  /** group id → role key. */
  roleGroups: ReadonlyMap<string, string>;
};

export function directorySettings(): DirectorySettings {
  const { entra, LOCAL_DIRECTORY_PORT, LOCAL_DIRECTORY_TLS_PORT } = env();
  if (entra) {
    const authority = `https://login.microsoftonline.com/${entra.tenantId}`;
    const issuer = `${authority}/v2.0`;
    return { kind: "entra", ...entra, authority, issuer, wellKnown: `${issuer}/.well-known/openid-configuration`, graphUrl: "https://graph.microsoft.com" };
  }
  const issuer = `http://localhost:${LOCAL_DIRECTORY_PORT}/${LOCAL_TENANT_ID}/v2.0`;
  const tls = `https://localhost:${LOCAL_DIRECTORY_TLS_PORT}`;
  return {
    kind: "local",
    tenantId: LOCAL_TENANT_ID,
    clientId: LOCAL_CLIENT_ID,
    clientSecret: localClientSecret(sessionSecret()),
    issuer,
    wellKnown: `${issuer}/.well-known/openid-configuration`,
    authority: `${tls}/${LOCAL_TENANT_ID}/v2.0`,
    graphUrl: tls,
    roleGroups: LOCAL_ROLE_GROUPS,
  };
}
