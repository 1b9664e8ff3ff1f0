import { generateKeyPair, randomBytes } from "node:crypto";
import { promisify } from "node:util";
import type { ClientMetadata, Configuration, JWK, KoaContextWithOIDC, Provider as ProviderType } from "oidc-provider";
import { base, Prompt } from "oidc-provider/lib/helpers/interaction_policy/index.js";
import { Provider } from "oidc-provider/lib/provider.js";
import { LOCAL_CLIENT_ID } from "@/lib/adapters/entra/local-tenant";
import { CLAIMS_BY_SCOPE, claimsOf, pairwiseSubject } from "./claims";
import { MemoryAdapter } from "./memory";
import { afterLogout, LOGOUT_PATH, type SignInOptions, sendMessage, signInPages, signInPath } from "./sign-in";

/** Two OpenID providers: one signs people in, the other gives the portal tokens for Graph. */

const MINUTE = 60;

/** Features that neither provider needs. */
const FEATURES: NonNullable<Configuration["features"]> = {
  devInteractions: { enabled: false },
  dPoP: { enabled: false },
  pushedAuthorizationRequests: { enabled: false },
  resourceIndicators: { enabled: false },
};

type Common = { issuer: string; clientSecret: string; portalUrl: string; signingKey: JWK };

/** A signing key for one run of the directory. */
export async function makeSigningKey(): Promise<JWK> {
  const { privateKey } = await promisify(generateKeyPair)("rsa", { modulusLength: 2048 });
  return { ...privateKey.export({ format: "jwk" }), kty: "RSA", alg: "RS256", use: "sig", kid: randomBytes(8).toString("base64url") };
}

/** Signs people in with the authorization code flow, as Entra ID's v2.0 endpoints do. */
export function signInProvider(options: Common & SignInOptions): ProviderType {
  const policy = base();
  policy.remove("consent");
  policy.add(new Prompt({ name: "select_account", requestable: true }));
  const provider = new Provider(options.issuer, {
    ...commonConfiguration(options, {
      grant_types: ["authorization_code"],
      response_types: ["code"],
      redirect_uris: [`${options.portalUrl}/api/auth/callback/azure-ad`],
      post_logout_redirect_uris: [afterLogout(options.portalUrl)],
      subject_type: "pairwise",
    }),
    responseTypes: ["code"],
    scopes: Object.keys(CLAIMS_BY_SCOPE),
    claims: CLAIMS_BY_SCOPE,
    // Entra ID puts the claims into the ID token itself.
    conformIdTokenClaims: false,
    subjectTypes: ["pairwise"],
    pairwiseIdentifier: (_ctx, accountId) => pairwiseSubject(accountId),
    findAccount: (_ctx, oid) => {
      const person = options.store.find(oid);
      return person && { accountId: oid, claims: () => claimsOf(person) };
    },
    interactions: { policy, url: (_ctx, { uid }) => `${options.issuer}${signInPath(uid)}` },
    loadExistingGrant: grantWithoutAsking,
    expiresWithSession: () => false,
    pkce: { required: () => true },
  });
  provider.use(signInPages(provider, options));
  return provider;
}

/** Gives the portal's application access tokens for Graph. */
export const graphTokenProvider = (options: Common & { scope: string }): ProviderType =>
  new Provider(options.issuer, {
    ...commonConfiguration(options, { grant_types: ["client_credentials"], response_types: [], redirect_uris: [], scope: options.scope }),
    responseTypes: [],
    scopes: [options.scope],
    features: { ...FEATURES, clientCredentials: { enabled: true }, rpInitiatedLogout: { enabled: false }, userinfo: { enabled: false } },
  });

async function grantWithoutAsking({ oidc }: KoaContextWithOIDC) {
  const { client, account, provider } = oidc;
  if (!client || !account) return undefined;
  const grant = new provider.Grant({ clientId: client.clientId, accountId: account.accountId });
  grant.addOIDCScope(Object.keys(CLAIMS_BY_SCOPE).join(" "));
  await grant.save();
  return grant;
}

function commonConfiguration({ issuer, clientSecret, portalUrl, signingKey }: Common, client: Partial<ClientMetadata>): Configuration {
  const path = new URL(issuer).pathname;
  return {
    adapter: MemoryAdapter,
    clients: [{ client_id: LOCAL_CLIENT_ID, client_secret: clientSecret, token_endpoint_auth_method: "client_secret_basic", ...client }],
    jwks: { keys: [signingKey] },
    cookies: {
      keys: [randomBytes(32).toString("base64url")],
      names: { interaction: "directory-sign-in", resume: "directory-resume", session: "directory-session" },
      // The portal is on the same host name: the path keeps these cookies away from it.
      long: { path, signed: true, httpOnly: true, sameSite: "lax" },
      short: { signed: true, httpOnly: true, sameSite: "lax" },
    },
    routes: { authorization: "/authorize", token: "/token", jwks: "/keys", userinfo: "/userinfo", end_session: LOGOUT_PATH },
    clientAuthMethods: ["client_secret_basic", "client_secret_post"],
    clientBasedCORS: () => false,
    features: FEATURES,
    ttl: {
      AccessToken: 10 * MINUTE,
      AuthorizationCode: MINUTE,
      ClientCredentials: 15 * MINUTE,
      Grant: 10 * MINUTE,
      IdToken: 10 * MINUTE,
      Interaction: 60 * MINUTE,
      Session: 10 * MINUTE,
    },
    renderError: (ctx, { error, error_description: details = "no details" }) =>
      sendMessage(ctx, "This sign-in cannot go on", `Start again from the portal. The directory says: ${details} (${error}).`, portalUrl),
  };
}
