import { mkdtemp, rm } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { LOCAL_CLIENT_ID, LOCAL_TENANT_ID, localClientSecret } from "@/lib/adapters/entra/local-tenant";
import { type LocalDirectory, startLocalDirectory } from "./server";
import { Browser, discover, PORTAL, SignIn } from "./test-client";
import { max, nell, olive, testPeople, tom } from "./test-people";

const clientSecret = localClientSecret("the session secret of this test");
let directory: LocalDirectory;
let dataDir: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "directory-"));
  directory = await startLocalDirectory({ httpPort: 0, tlsPort: 0, dataDir, portalUrl: PORTAL, clientSecret, people: testPeople });
});

afterAll(async () => {
  await directory.stop();
  await rm(dataDir, { recursive: true });
});

const signIn = (browser?: Browser) => new SignIn(directory, clientSecret, browser);
const errorOf = async (response: Response) => ({ status: response.status, ...z.object({ error: z.string() }).parse(await response.json()) });

describe("a sign-in", () => {
  test("begins from a discovery document that names plain http addresses of the issuer only", async () => {
    const document = await discover(directory);
    expect(document.issuer).toBe(`http://localhost:${directory.httpPort}/${LOCAL_TENANT_ID}/v2.0`);
    for (const address of [
      document.authorization_endpoint,
      document.token_endpoint,
      document.jwks_uri,
      document.userinfo_endpoint,
      document.end_session_endpoint,
    ]) {
      expect(address.startsWith(`${document.issuer}/`)).toBe(true);
    }
    expect(document.code_challenge_methods_supported).toEqual(["S256"]);
    expect(document.response_types_supported).toEqual(["code"]);
  });

  test("ends with an ID token of Entra ID's shape", async () => {
    const attempt = signIn();
    const claims = await attempt.claimsOf(olive);
    expect(claims).toMatchObject({
      iss: directory.issuer,
      aud: LOCAL_CLIENT_ID,
      nonce: attempt.nonce,
      tid: LOCAL_TENANT_ID,
      oid: olive.oid,
      ver: "2.0",
      name: olive.displayName,
      preferred_username: olive.userName,
      email: olive.userName,
      groups: olive.groups,
      roles: ["Global"],
    });
    expect(claims.sub).not.toBe(olive.oid);
    expect(claims).not.toHaveProperty("_claim_names");
  });

  test("gives each person a stable subject of their own", async () => {
    const [first, second, other] = [await signIn().claimsOf(olive), await signIn().claimsOf(olive), await signIn().claimsOf(tom)];
    expect(first.sub).toBe(second.sub);
    expect(first.sub).not.toBe(other.sub);
  });

  test("leaves out groups and roles that the person does not have", async () => {
    const claims = await signIn().claimsOf(nell);
    expect(claims).not.toHaveProperty("groups");
    expect(claims).not.toHaveProperty("roles");
  });

  test("of a person in too many groups returns a source instead of the groups", async () => {
    const claims = await signIn().claimsOf(max);
    expect(claims).not.toHaveProperty("groups");
    expect(claims).toMatchObject({
      _claim_names: { groups: "src1" },
      _claim_sources: { src1: { endpoint: expect.stringMatching(/^https:\/\/graph\.windows\.net\//) } },
    });
  });

  test("returns the state, and an error when no person was chosen", async () => {
    const attempt = signIn();
    const page = await attempt.begin();
    const { url } = await attempt.browser.visit(page.url.href, { cancel: "cancel" });
    expect(url.origin).toBe(PORTAL);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({ state: attempt.state, error: "access_denied" });
    expect(url.searchParams.has("code")).toBe(false);
  });

  test("shows the list of people every time, so that one browser can change between them", async () => {
    const browser = new Browser();
    for (const [person, changes] of [
      [olive, {}],
      [tom, {}],
      [olive, { prompt: "select_account" }],
      [tom, { prompt: "login" }],
    ] as const) {
      const attempt = signIn(browser);
      expect((await attempt.begin(changes)).text).toContain("Choose who to sign in as");
      expect((await attempt.redeem(await attempt.codeFor(person, changes))).status).toBe(200);
    }
    const { url } = await signIn(browser).begin({ prompt: "none" });
    expect(url.searchParams.get("error")).toBe("login_required");
  });
});

describe("the directory refuses", () => {
  test("to redeem a code with another verifier", async () => {
    const attempt = signIn();
    const response = await attempt.redeem(await attempt.codeFor(tom), { verifier: "x".repeat(43) });
    expect(await errorOf(response)).toEqual({ status: 400, error: "invalid_grant" });
  });

  test("to redeem a code twice, and the first tokens end with the attempt", async () => {
    const attempt = signIn();
    const code = await attempt.codeFor(tom);
    const { access_token } = z.object({ access_token: z.string() }).parse(await (await attempt.redeem(code)).json());
    const { userinfo_endpoint } = await discover(directory);
    const ask = async () => (await fetch(userinfo_endpoint, { headers: { authorization: `Bearer ${access_token}` } })).status;
    expect(await ask()).toBe(200);
    expect(await errorOf(await attempt.redeem(code))).toEqual({ status: 400, error: "invalid_grant" });
    expect(await ask()).toBe(401);
  });

  test("to redeem a code with a wrong secret", async () => {
    const attempt = signIn();
    expect(await errorOf(await attempt.redeem(await attempt.codeFor(tom), { clientSecret: "wrong" }))).toEqual({ status: 401, error: "invalid_client" });
  });

  test("to begin without PKCE, or with a plain challenge", async () => {
    for (const changes of [{ code_challenge: null, code_challenge_method: null }, { code_challenge_method: "plain" }]) {
      const { url } = await signIn().begin(changes);
      expect(url.searchParams.get("error")).toBe("invalid_request");
    }
  });

  test("to redirect to an unregistered address", async () => {
    const page = await signIn().begin({ redirect_uri: "http://localhost:3000.elsewhere.example/api/auth/callback/azure-ad" });
    expect(page.url.origin).toBe(new URL(directory.issuer).origin);
    expect(page.status).toBe(400);
    expect(page.text).toContain("This sign-in cannot go on");
  });

  test("to sign in an unlisted person, or in another browser than the one that started", async () => {
    const attempt = signIn();
    const page = await attempt.begin();
    const nobody = await attempt.browser.visit(page.url.href, { person: "11111111-1111-4111-8111-111111111111" });
    expect(nobody.response?.status).toBe(400);
    const elsewhere = await new Browser().visit(page.url.href, { person: olive.oid });
    expect(elsewhere.response?.status).toBe(400);
    expect(await elsewhere.response?.text()).toContain("This sign-in is over");
  });

  test("to answer under another host name", async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const { pathname } = new URL(directory.issuer);
      const options = {
        host: "localhost",
        port: directory.httpPort,
        path: `${pathname}/.well-known/openid-configuration`,
        headers: { host: "rebound.example" },
      };
      request(options, (response) => resolve(response.resume().statusCode))
        .on("error", reject)
        .end();
    });
    expect(status).toBe(421);
  });
});

describe("the page", () => {
  test("lists everyone by name, sign-in name and description, and says what it is", async () => {
    const { text, status } = await signIn().begin();
    expect(status).toBe(200);
    for (const { oid, about } of testPeople) {
      expect(text).toContain(`value="${oid}"`);
      expect(text).toContain(about);
    }
    expect(text).toContain("This is the local directory.");
    expect(text).toContain("No password is asked for");
    expect(text.indexOf(olive.displayName)).toBeLessThan(text.indexOf(tom.displayName));
  });

  test("shows names as text, whatever they contain", async () => {
    const { text } = await signIn().begin();
    expect(text).toContain("Nell &quot;O&#39;Hare&quot; &lt;b&gt;");
    expect(text).not.toContain("<b>");
  });

  test("runs no script, is not cached or framed, and submits its form only to itself and the portal", async () => {
    const { headers, text } = await signIn().begin();
    expect(text).not.toContain("<script");
    expect(headers?.get("content-security-policy")).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; img-src data:; form-action 'self' http:\/\/localhost:3000; base-uri 'none'; frame-ancestors 'none'$/,
    );
    expect(headers?.get("cache-control")).toBe("no-store");
  });

  test("gives the focus to the person that the portal expects", async () => {
    const { text } = await signIn().begin({ login_hint: tom.userName.toUpperCase() });
    expect(text.match(/value="([^"]+)" autofocus/)?.[1]).toBe(tom.oid);
    expect((await signIn().begin({ login_hint: "nobody@test.example" })).text).not.toContain("autofocus");
  });

  test("finds people by any text shown for them", async () => {
    const attempt = signIn();
    const { url } = await attempt.begin();
    const { response } = await attempt.browser.visit(`${url.href}?find=KAURI`);
    const text = (await response?.text()) ?? "";
    expect(text).toContain("1 person found");
    expect(text).toContain(tom.displayName);
    expect(text).not.toContain(olive.displayName);
  });
});

describe("signing out", () => {
  test("returns to the portal without asking", async () => {
    const { end_session_endpoint } = await discover(directory);
    const query = new URLSearchParams({ client_id: LOCAL_CLIENT_ID, post_logout_redirect_uri: `${PORTAL}/sign-in`, state: "a state" });
    const { url } = await new Browser().visit(`${end_session_endpoint}?${query}`);
    expect(url.href).toBe(`${PORTAL}/sign-in?state=a+state`);
  });

  test("redirects nowhere else", async () => {
    const { end_session_endpoint } = await discover(directory);
    const { url, response } = await new Browser().visit(`${end_session_endpoint}?post_logout_redirect_uri=https://elsewhere.example/`);
    expect(url.origin).toBe(new URL(directory.issuer).origin);
    expect(await response?.text()).toContain("You are signed out");
  });
});
