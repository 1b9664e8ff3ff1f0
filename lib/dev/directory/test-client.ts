import { createHash, randomBytes } from "node:crypto";
import { request } from "node:https";
import { createRemoteJWKSet, jwtVerify } from "jose";
import { z } from "zod";
import { LOCAL_CLIENT_ID, type LocalPerson } from "@/lib/adapters/entra/local-tenant";
import type { LocalDirectory } from "./server";

/** A stand-in for the browser and the portal: the code flow, step by step. */

export const PORTAL = "http://localhost:3000";
export const REDIRECT_URI = `${PORTAL}/api/auth/callback/azure-ad`;

const discovery = z.object({
  issuer: z.string(),
  authorization_endpoint: z.string(),
  token_endpoint: z.string(),
  jwks_uri: z.string(),
  userinfo_endpoint: z.string(),
  end_session_endpoint: z.string(),
  code_challenge_methods_supported: z.array(z.string()),
  response_types_supported: z.array(z.string()),
});

export const discover = async ({ issuer }: LocalDirectory) => discovery.parse(await (await fetch(`${issuer}/.well-known/openid-configuration`)).json());

/** Keeps cookies by path and follows redirects until they leave the directory. */
export class Browser {
  readonly #cookies = new Map<string, { value: string; path: string }>();

  async visit(address: string, form?: Record<string, string>): Promise<{ url: URL; response: Response | null }> {
    const { origin } = new URL(address);
    let url = new URL(address);
    let body = form && new URLSearchParams(form);
    while (url.origin === origin) {
      const response = await fetch(url, {
        method: body ? "POST" : "GET",
        body: body ?? null,
        redirect: "manual",
        headers: { cookie: this.#cookiesFor(url), accept: "text/html" },
      });
      this.#keep(response);
      const location = response.headers.get("location");
      if (location === null) return { url, response };
      url = new URL(location, url);
      body = undefined;
    }
    return { url, response: null };
  }

  #cookiesFor = ({ pathname }: URL) =>
    [...this.#cookies]
      .filter(([, { path }]) => pathname.startsWith(path))
      .map(([name, { value }]) => `${name}=${value}`)
      .join("; ");

  #keep(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (name !== undefined && value !== undefined) this.#cookies.set(name, { value, path: /path=([^;]+)/i.exec(line)?.[1] ?? "/" });
    }
  }
}

/** One sign-in, as the portal performs it. */
export class SignIn {
  readonly browser: Browser;
  readonly state = randomBytes(16).toString("base64url");
  readonly nonce = randomBytes(16).toString("base64url");
  readonly verifier = randomBytes(32).toString("base64url");

  constructor(
    readonly directory: LocalDirectory,
    readonly clientSecret: string,
    browser = new Browser(),
  ) {
    this.browser = browser;
  }

  /** Opens the authorization endpoint; null parameters are omitted. */
  async begin(changes: Record<string, string | null> = {}) {
    const { authorization_endpoint } = await discover(this.directory);
    const parameters = {
      client_id: LOCAL_CLIENT_ID,
      response_type: "code",
      scope: "openid profile email",
      redirect_uri: REDIRECT_URI,
      state: this.state,
      nonce: this.nonce,
      code_challenge: createHash("sha256").update(this.verifier).digest("base64url"),
      code_challenge_method: "S256",
      ...changes,
    };
    const query = Object.entries(parameters).flatMap(([name, value]) => (value === null ? [] : [[name, value]]));
    const { url, response } = await this.browser.visit(`${authorization_endpoint}?${new URLSearchParams(query)}`);
    return { url, status: response?.status, headers: response?.headers, text: (await response?.text()) ?? "" };
  }

  /** Chooses the person and returns the authorization code. */
  async codeFor(person: Pick<LocalPerson, "oid">, changes: Record<string, string | null> = {}): Promise<string> {
    const page = await this.begin(changes);
    const { url } = await this.browser.visit(page.url.href, { person: person.oid });
    return url.searchParams.get("code") ?? "";
  }

  /** Redeems the code for tokens as openid-client does, with the secret in the Authorization header. */
  async redeem(code: string, changes: { verifier?: string; clientSecret?: string } = {}): Promise<Response> {
    const { token_endpoint } = await discover(this.directory);
    const basic = Buffer.from(`${LOCAL_CLIENT_ID}:${changes.clientSecret ?? this.clientSecret}`).toString("base64");
    const body = new URLSearchParams({ grant_type: "authorization_code", code, redirect_uri: REDIRECT_URI, code_verifier: changes.verifier ?? this.verifier });
    return fetch(token_endpoint, { method: "POST", body, headers: { authorization: `Basic ${basic}` } });
  }

  /** Signs the person in and returns the ID token's verified claims. */
  async claimsOf(person: LocalPerson) {
    const tokens = z.object({ id_token: z.string() }).parse(await (await this.redeem(await this.codeFor(person))).json());
    const { jwks_uri } = await discover(this.directory);
    const { payload } = await jwtVerify(tokens.id_token, createRemoteJWKSet(new URL(jwks_uri)), { issuer: this.directory.issuer, audience: LOCAL_CLIENT_ID });
    return payload;
  }
}

/** A request over TLS that trusts the given certificate and no other. */
export function overTls(
  url: string,
  ca: Buffer,
  options: { headers?: Record<string, string>; form?: Record<string, string> } = {},
): Promise<{ status: number; body: unknown }> {
  const { headers = {}, form } = options;
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      { ca, method: form ? "POST" : "GET", headers: { ...headers, ...(form && { "content-type": "application/x-www-form-urlencoded" }) } },
      async (response) => {
        let text = "";
        for await (const chunk of response) text += String(chunk);
        resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) });
      },
    );
    outgoing.on("error", reject).end(form && new URLSearchParams(form).toString());
  });
}
