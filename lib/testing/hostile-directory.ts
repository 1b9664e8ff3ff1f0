import { createSecretKey, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from "jose";
import { LOCAL_CLIENT_ID, LOCAL_TENANT_ID } from "@/lib/adapters/entra/local-tenant";

/** A directory that signs anything it is told to: what a portal must refuse, it offers. */

export type Claims = JWTPayload & Readonly<Record<string, unknown>>;

/** What the next ID token is: its claims out of right ones, and how it is signed. */
export type Forgery = {
  readonly claims?: (right: Claims) => Claims;
  readonly signedBy?: "published key" | "other key" | "other key of the same name" | "other key inside" | "public key as secret" | "client secret" | "nobody";
  /** In place of any token. */
  readonly token?: string;
  /** In place of any answer, at the step that hands out tokens. */
  readonly failsWith?: number;
  /** In place of any token: the error that the directory gives for it. */
  readonly tokenError?: Readonly<Record<string, string>>;
  /** In place of a code, at the step that people see. */
  readonly answer?: Readonly<Record<string, string>>;
};

export type HostileDirectory = {
  readonly issuer: string;
  /** What the next sign-in gets. */
  offer(forgery: Forgery): void;
  listen(): Promise<void>;
  close(): Promise<void>;
};

type Person = { readonly oid: string; readonly name: string; readonly userName: string; readonly group: string };

export async function hostileDirectory(port: number, clientSecret: string, person: Person): Promise<HostileDirectory> {
  const issuer = `http://localhost:${port}/${LOCAL_TENANT_ID}/v2.0`;
  const published = await generateKeyPair("RS256", { extractable: true });
  const other = await generateKeyPair("RS256", { extractable: true });
  const publicPem = await exportSPKI(published.publicKey);
  const nonces = new Map<string, string>();
  let offered: Forgery = {};

  async function tokenFor(nonce: string): Promise<string> {
    const { claims = (right) => right, signedBy = "published key", token } = offered;
    if (token !== undefined) return token;
    const payload = claims(rightClaims(issuer, person, nonce));
    const signed = new SignJWT(payload);
    switch (signedBy) {
      case "nobody":
        return new UnsecuredJWT(payload).encode();
      case "public key as secret":
        return signed.setProtectedHeader({ alg: "HS256", kid: "published" }).sign(createSecretKey(publicPem, "utf8"));
      case "client secret":
        return signed.setProtectedHeader({ alg: "HS256" }).sign(createSecretKey(clientSecret, "utf8"));
      case "other key inside":
        return signed.setProtectedHeader({ alg: "RS256", jwk: await exportJWK(other.publicKey), jku: `${issuer}/other-keys` }).sign(other.privateKey);
      case "other key":
        return signed.setProtectedHeader({ alg: "RS256", kid: "unknown" }).sign(other.privateKey);
      case "other key of the same name":
        return signed.setProtectedHeader({ alg: "RS256", kid: "published" }).sign(other.privateKey);
      case "published key":
        return signed.setProtectedHeader({ alg: "RS256", kid: "published" }).sign(published.privateKey);
    }
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", issuer);
    switch (url.pathname.replace(new URL(issuer).pathname, "")) {
      case "/.well-known/openid-configuration":
        return json(response, discovery(issuer));
      case "/keys":
        return json(response, { keys: [{ ...(await exportJWK(published.publicKey)), kid: "published", alg: "RS256", use: "sig" }] });
      case "/other-keys":
        return json(response, { keys: [{ ...(await exportJWK(other.publicKey)), kid: "unknown", alg: "RS256", use: "sig" }] });
      case "/authorize": {
        const code = randomBytes(16).toString("base64url");
        nonces.set(code, url.searchParams.get("nonce") ?? "");
        const back = new URL(url.searchParams.get("redirect_uri") ?? issuer);
        back.search = new URLSearchParams({ ...(offered.answer ?? { code }), state: url.searchParams.get("state") ?? "" }).toString();
        return void response.writeHead(302, { location: back.href }).end();
      }
      case "/token": {
        if (offered.failsWith) return void response.writeHead(offered.failsWith).end("no");
        if (offered.tokenError) return void response.writeHead(401, { "content-type": "application/json" }).end(JSON.stringify(offered.tokenError));
        const nonce = nonces.get(new URLSearchParams(await textOf(request)).get("code") ?? "") ?? "";
        return json(response, { token_type: "Bearer", expires_in: 300, access_token: "opaque", id_token: await tokenFor(nonce) });
      }
      default:
        return void response.writeHead(404).end();
    }
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  return {
    issuer,
    offer: (forgery) => {
      offered = forgery;
    },
    listen: () => new Promise((resolve) => server.listen(port, "localhost", resolve)),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const seconds = () => Math.floor(Date.now() / 1000);

const rightClaims = (issuer: string, { oid, name, userName, group }: Person, nonce: string): Claims => ({
  iss: issuer,
  aud: LOCAL_CLIENT_ID,
  sub: "a subject of this application only",
  tid: LOCAL_TENANT_ID,
  oid,
  name,
  preferred_username: userName,
  groups: [group],
  ver: "2.0",
  nonce,
  iat: seconds(),
  nbf: seconds(),
  exp: seconds() + 300,
});

const discovery = (issuer: string) => ({
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/keys`,
  response_types_supported: ["code"],
  subject_types_supported: ["pairwise"],
  id_token_signing_alg_values_supported: ["RS256", "HS256", "none"],
});

const json = (response: ServerResponse, body: object): void => void response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text;
}
