import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { idOfUser } from "@/prisma/seed/world";
import { PEOPLE } from "@/prisma/seed/world-people";
import { HttpBrowser } from "./browser";
import { BYPASS_HEADERS, BYPASS_PATHS } from "./bypass";
import { ofOtherEntities, secretsIn } from "./canaries";
import { startTestPortal, type TestPortal } from "./portal";
import { type RawAnswer, rawRequest } from "./raw-request";
import { signedIn } from "./sessions";

let portal: TestPortal;
let operator: HttpBrowser;
let kauri: HttpBrowser;
let viewer: HttpBrowser;
let secrets: readonly string[];
let foreign: readonly string[];
const nobody = () => new HttpBrowser(portal.url);

beforeAll(async () => {
  portal = await startTestPortal();
  await portal.inspect(async (database) => {
    operator = await signedIn(database, "operator@aex.example", portal);
    kauri = await signedIn(database, "admin@kauri.example", portal);
    viewer = await signedIn(database, "viewer@kauri.example", portal);
    secrets = [...(await secretsIn(database)), portal.sessionSecret];
    foreign = await ofOtherEntities(database, ["KAURI", "AEX"]);
  });
});

afterAll(() => portal.stop());

const ADDRESSES = ["/", "/access", "/entity", "/admin", "/admin/users", "/admin/invitations", "/admin/support"];
const withIds = () => [
  ...ADDRESSES,
  `/admin/users/${idOfUser("frozen@kauri.example")}`,
  `/admin/users/${idOfUser("admin@rata.example")}`,
  "/admin/entities",
  "/nothing",
];

describe("every answer", () => {
  const script = () => `/_next/static/chunks/${readdirSync(".next/static/chunks").find((name) => name.endsWith(".js"))}`;
  const answers = async (): Promise<readonly (readonly [what: string, answer: Response])[]> =>
    Promise.all([
      ...["/", "/admin/entities", "/admin/nothing", "/sign-in", "/favicon.ico", "/_next/static/nothing.js"].map(
        async (path) => [`${path} inside`, await operator.fetch(path)] as const,
      ),
      ...[
        "/",
        "/admin/entities",
        "/sign-in",
        "/no-access",
        "/accept-invitation",
        "/api/health",
        "/api/auth/session",
        "/api/nothing",
        "/icon.svg",
        script(),
      ].map(async (path) => [path, await nobody().fetch(path)] as const),
      ...["/api/auth/callback/azure-ad", "/api/auth/callback/azure-ad?code=x&state=y"].map(async (path) => [path, await nobody().fetch(path)] as const),
      (async () => ["sign-in begun", await nobody().post("/api/auth/signin/azure-ad", {})] as const)(),
      (async () => ["rows of a page", await operator.fetch("/admin/entities?_rsc", { headers: { rsc: "1" } })] as const)(),
      (async () => ["another method", await operator.fetch("/api/health", { method: "DELETE" })] as const)(),
    ]);

  test("is guarded against sniffing, framing, leaking its address and plain http", async () => {
    for (const [what, { headers }] of await answers()) {
      expect(headers.get("x-content-type-options"), what).toBe("nosniff");
      expect(headers.get("x-frame-options"), what).toBe("DENY");
      expect(headers.get("referrer-policy"), what).toBe("same-origin");
      expect(headers.get("strict-transport-security"), what).toMatch(/^max-age=(31536000|\d{9,}); includeSubDomains/);
      expect(headers.get("cross-origin-opener-policy"), what).toBe("same-origin");
      expect([headers.get("x-powered-by"), headers.get("server"), headers.get("access-control-allow-origin")], what).toEqual([null, null, null]);
    }
  });

  test("is kept by no cache, but for files that are the same for everybody", async () => {
    for (const [what, { headers }] of await answers()) {
      if (what === "/icon.svg") continue;
      if (what === script()) expect(headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
      else expect(headers.get("cache-control"), what).toMatch(/(^|, )no-store\b/);
    }
  });

  test("that is a page allows nothing but its own files and the scripts under its nonce", async () => {
    const nonces = new Set<string>();
    for (const [what, answer] of await answers()) {
      if (!answer.headers.get("content-type")?.startsWith("text/html")) continue;
      const policy = answer.headers.get("content-security-policy") ?? "";
      expect(policy, what).toContain("frame-ancestors 'none'");
      expect(policy, what).not.toMatch(/unsafe|\*|http:(?!\/\/localhost)|https:/);
      if (what.startsWith("/_next/static/")) continue;
      const [, nonce = ""] = /script-src 'self' 'nonce-([0-9a-f-]{36})' 'strict-dynamic'/.exec(policy) ?? [];
      expect(nonces.has(nonce) || nonce === "", what).toBe(false);
      nonces.add(nonce);
      for (const directive of ["default-src 'self'", `style-src 'self' 'nonce-${nonce}'`, "object-src 'none'", "base-uri 'none'"])
        expect(policy, what).toContain(directive);
      const html = await answer.text();
      const tags = [...html.matchAll(/<(script|style)\b[^>]*>/g)].map(([tag]) => tag);
      expect(
        tags.filter((tag) => !tag.includes(`nonce="${nonce}"`)),
        what,
      ).toEqual([]);
      expect(
        [...html.matchAll(/<[a-z]+ [^>]*\b(style|on[a-z]+)="/g)].map(([tag]) => tag),
        what,
      ).toEqual([]);
    }
  });

  test("is made for its request: the build holds no page and no answer made beforehand", () => {
    const { routes, dynamicRoutes } = JSON.parse(readFileSync(".next/prerender-manifest.json", "utf8"));
    expect(Object.keys(routes).filter((route) => !["/_global-error", "/icon.svg"].includes(route))).toEqual([]);
    expect(dynamicRoutes).toEqual({});
  });

  test("to an address that cannot be read is an error and nothing else", async () => {
    for (const path of ["/%E0%A4%A", "/admin/%c0%ae", "/%"]) {
      const { status, body } = await rawRequest(portal.port, path, { headers: { cookie: operator.cookieHeader() } });
      expect([status >= 400, body.length < 100], path).toEqual([true, true]);
    }
    expect((await nobody().fetch("/api/health")).status).toBe(200);
  });
});

describe("nothing that goes round the proxy, or past a page's usual address, gets further than the page lets", () => {
  /** Names that only the list of entities has, and the id of an action. */
  const isInside = ({ body }: RawAnswer) => ["Harakeke Fibre Limited", "Piopio Solar", "encryptionKey"].some((name) => body.includes(name));
  const reached = async (path: string, cookie: string, headers: Record<string, string> = {}) =>
    isInside(await rawRequest(portal.port, path, { headers: { host: new URL(portal.url).host, cookie, ...headers } }));

  test("by its headers", async () => {
    for (const line of BYPASS_HEADERS) {
      const [name = "", value = ""] = line.split(": ");
      for (const browser of [nobody(), kauri]) expect(await reached("/admin/entities", browser.cookieHeader(), { [name]: value }), line).toBe(false);
      expect(await reached("/admin/entities?_rsc", kauri.cookieHeader(), { rsc: "1", [name]: value }), line).toBe(false);
    }
  });

  test("by its path", async () => {
    for (const path of BYPASS_PATHS) for (const browser of [nobody(), kauri]) expect(await reached(path, browser.cookieHeader()), path).toBe(false);
  });

  test("while for those who may, the page is there by its address and as rows", async () => {
    expect([await reached("/admin/entities", operator.cookieHeader()), await reached("/admin/entities?_rsc", operator.cookieHeader(), { rsc: "1" })]).toEqual([
      true,
      true,
    ]);
  });

  test("and leads to no other site", async () => {
    for (const path of ["//evil.example/", "/\\evil.example/", "//evil.example/admin/", "/%2f%2fevil.example/", "/.//evil.example/", "//evil.example/%2e%2e"])
      for (const headers of [{}, { "x-forwarded-host": "evil.example", "x-forwarded-proto": "https" }, { host: "evil.example" }]) {
        const { location = "/" } = (await rawRequest(portal.port, path, { headers: { host: new URL(portal.url).host, ...headers } })).headers;
        expect(new URL(location, portal.url).origin, `${path} ${location}`).toBe(portal.url);
      }
  });
});

describe("one person's page", () => {
  const everyAnswer = async (browser: HttpBrowser) => {
    const bodies = [];
    for (const address of withIds())
      for (const answer of [await browser.fetch(address), await browser.fetch(`${address}?_rsc`, { headers: { rsc: "1" } })])
        bodies.push({ address, body: await answer.text() });
    return bodies;
  };

  test("says nothing of another participant: no name, address, id, note or reason of theirs", async () => {
    expect(foreign.length).toBeGreaterThan(100);
    for (const browser of [kauri, viewer])
      for (const { address, body } of await everyAnswer(browser))
        expect(
          foreign.filter((text) => body.includes(text) && !address.includes(text)),
          address,
        ).toEqual([]);
  });

  test("says nothing to anybody that is a secret: no hash of an invitation, no session's id, no key", async () => {
    for (const browser of [operator, kauri, viewer, nobody()])
      for (const { address, body } of await everyAnswer(browser))
        expect(
          secrets.filter((text) => body.includes(text)),
          address,
        ).toEqual([]);
  });

  test("a page carries nothing of the person who opened it just before", async () => {
    const people = [operator, kauri, viewer];
    const marks = ["operator@aex.example", "admin@kauri.example", "viewer@kauri.example"];
    expect(PEOPLE.map(({ userName }) => userName)).toEqual(expect.arrayContaining(marks));
    // Home tells a viewer who administers the people of their own entity.
    for (const address of ["/", "/access", "/access?_rsc"])
      for (const round of [1, 2, 3]) {
        const bodies = await Promise.all(
          people.map(async (browser) => (await browser.fetch(address, { headers: address.endsWith("_rsc") ? { rsc: "1" } : {} })).text()),
        );
        expect(
          bodies.map((body) => marks.filter((mark) => body.includes(mark))),
          `${address} ${round}`,
        ).toEqual(marks.map((mark) => (address === "/" && mark === "viewer@kauri.example" ? ["admin@kauri.example", mark] : [mark])));
      }
  });
});

test("on https every cookie is for this host alone and never sent in the clear", async () => {
  const secure = await startTestPortal({ env: { APP_URL: "https://localhost", NEXTAUTH_URL: "https://localhost" } });
  try {
    const browser = new HttpBrowser(secure.url);
    const kept = await browser.post("/api/auth/invitation", { token: "a".repeat(43) }, "https://localhost");
    const begun = await browser.post("/api/auth/signin/azure-ad", {}, "https://localhost");
    const cookies = [kept, begun].flatMap(({ headers }) => headers.getSetCookie());
    expect(cookies.map((line) => line.split("=")[0]).sort()).toEqual(
      ["callback", "csrf", "invitation", "nonce", "pkce", "return", "state"].map((name) => `__Host-rolebook.${name}`),
    );
    for (const line of cookies) {
      expect(line.toLowerCase().split("; ")).toEqual(expect.arrayContaining(["path=/", "httponly", "secure", "samesite=lax"]));
      expect(line.toLowerCase()).not.toContain("domain=");
    }
  } finally {
    await secure.stop();
  }
});
