import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { idOfPerson } from "@/prisma/seed/world";
import { directoryAnswer, HttpBrowser } from "./browser";
import { GOOD_FORM } from "./hostile-bodies";
import { builtActions, callAction, drawnFor } from "./http-actions";
import { startTestPortal, type TestPortal } from "./portal";
import { rawRequest } from "./raw-request";
import { signedIn } from "./sessions";

/** Under which address the portal is asked, and where its own links lead. */

let portal: TestPortal;
let operator: HttpBrowser;
let viewer: HttpBrowser;

beforeAll(async () => {
  portal = await startTestPortal();
  await portal.inspect(async (database) => {
    operator = await signedIn(database, "operator@aex.example", portal);
    viewer = await signedIn(database, "viewer@kauri.example", portal);
  });
});
afterAll(() => portal.stop());

const actionId = (exportedName: string): string => builtActions().find((action) => action.exportedName === exportedName)?.id ?? "";

describe("a link's filters survive signing in", () => {
  test.each([
    "/admin/users?q=R%26status%3Dterminated",
    "/admin/users?q=100%25+a%2Bb&status=active",
    "/admin/users?q=%2526",
    "/admin/users?q=a%23b%3Fc%3Dd%2Fe%5Cf",
    "/admin/users?q=M%C4%81ori%20%E2%80%9Cx%E2%80%9D&role=trader",
    "/admin/users?q=%22%3E%3Cscript%3E&q2=%27",
    "/admin/audit?from=2026-11-30T09%3A00%2B13%3A00",
  ])("%s", async (link) => {
    const browser = new HttpBrowser(portal.url);
    const asked = await browser.fetch(link);
    const signInPage = await (await browser.fetch(asked.headers.get("location") ?? "")).text();
    const [, field = ""] = /name="returnTo" value="([^"]*)"/.exec(signInPage) ?? [];
    const returnTo = field.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&#x27;", "'").replaceAll("&amp;", "&");
    const back = await browser.fetch((await directoryAnswer(browser, idOfPerson("operator@aex.example"), { returnTo })).href);
    const [was, is] = [new URL(link, portal.url), new URL(back.headers.get("location") ?? "", portal.url)];
    expect([is.origin, is.pathname, [...is.searchParams]]).toEqual([was.origin, was.pathname, [...was.searchParams]]);
  });
});

describe("an address from outside", () => {
  test.each(["/%5Cevil.example", "//evil.example", "/%09/evil.example", "/.//evil.example", "https://evil.example", "javascript:alert(1)"])(
    "becomes no link off the site: /access/ask?from=%s",
    async (from) => {
      for (const query of [`from=${from}`, `for=Users.View&from=${from}`, `for=Market.View&from=${from}`]) {
        const html = await (await viewer.fetch(`/access/ask?${query}`)).text();
        expect(html, query).not.toMatch(/(href|value)="(\/[\\/]|\/\s|https:\/\/evil|javascript:)/);
      }
    },
  );
});

/** An action posted with the Host that a proxy put in place of the one people typed. */
async function callAs(headers: Record<string, string>) {
  const form = new FormData();
  for (const [name, value] of Object.entries(GOOD_FORM)) form.append(`_1_${name}`, name === "code" ? "X" : value);
  for (const [name, value] of Object.entries(drawnFor(operator))) form.append(`_1_${name}`, value);
  form.append("0", '[{"status":"idle"},"$K1"]');
  const encoded = new Response(form);
  const body = await encoded.text();
  const { status, body: answer } = await rawRequest(portal.port, "/admin/entities/new", {
    method: "POST",
    body,
    headers: {
      "content-type": encoded.headers.get("content-type") ?? "",
      "content-length": String(Buffer.byteLength(body)),
      accept: "text/x-component",
      "next-action": actionId("createEntityAction"),
      cookie: operator.cookieHeader(),
      "user-agent": "behind a proxy",
      ...headers,
    },
  });
  return [status, /"code":"([A-Z_]+)"/.exec(answer)?.[1] ?? null];
}

describe("behind a proxy", () => {
  test("that passes its own Host, forms arrive: APP_URL decides", async () => {
    // The form itself is refused for its code; it got as far as that.
    for (const headers of [{}, { host: "10.0.0.5:3000" }, { host: "10.0.0.5:3000", "x-forwarded-host": "internal.example" }])
      expect(await callAs({ origin: portal.url, ...headers }), JSON.stringify(headers)).toEqual([200, "INVALID_INPUT"]);
  });

  test("a form of another site does not, whatever Host is passed, and it is on the record", async () => {
    for (const origin of ["https://evil.example", "null", "evil"])
      for (const host of ["localhost", "evil.example"]) expect(await callAs({ origin, host }), `${origin} ${host}`).toEqual([200, "NOT_AUTHORISED"]);
    const rows = await portal.inspect(({ client }) => client.auditEvent.findMany({ where: { userAgent: "behind a proxy", outcome: "deny" } }));
    expect(rows).toHaveLength(6);
  });
});

describe("under another name of this machine", () => {
  const host = () => `127.0.0.1:${portal.port}`;

  test("a page leads to the portal's own address, with everything in it", async () => {
    const { status, headers } = await rawRequest(portal.port, "/sign-in?returnTo=%2Fadmin%2Fusers%3Fq%3Da%2526b", { headers: { host: host() } });
    expect([status, headers.location]).toEqual([307, `${portal.url}/sign-in?returnTo=%2Fadmin%2Fusers%3Fq%3Da%2526b`]);
  });

  test("a page is not led elsewhere behind a proxy on another port, and health answers as it is", async () => {
    expect((await rawRequest(portal.port, "/sign-in", { headers: { host: "127.0.0.1:1" } })).status).toBe(200);
    expect((await rawRequest(portal.port, "/sign-in", { headers: { host: "portal.example" } })).status).toBe(200);
    expect((await rawRequest(portal.port, "/api/health", { headers: { host: host() } })).status).toBe(200);
  });

  test("what Next asks itself for, to answer an action with the page that it leads to, is not led elsewhere", async () => {
    const { headers } = await rawRequest(portal.port, "/sign-in", { headers: { host: host(), rsc: "1" } });
    // Next asks for its own parameter first, at the same address.
    expect(headers.location ?? "").not.toContain(portal.url);
  });

  test("the sign-in button says where to sign in, and the browser is allowed to follow", async () => {
    const origin = `http://${host()}`;
    const { headers } = await rawRequest(portal.port, "/api/auth/signin/azure-ad", {
      method: "POST",
      headers: { host: host(), origin, "content-length": "0" },
    });
    expect(headers.location).toBe(`${portal.url}/no-access?reason=OTHER_ADDRESS`);
    const page = await new HttpBrowser(portal.url).fetch("/no-access?reason=OTHER_ADDRESS");
    expect(await page.text()).toContain("Sign in below");
    const [policy = ""] = /form-action [^;]*/.exec(page.headers.get("content-security-policy") ?? "") ?? [];
    expect(policy.split(" ")).toContain(portal.url);
  });
});

describe("the directory is asked", () => {
  const begin = async (fields: Record<string, string>) =>
    new URL((await new HttpBrowser(portal.url).post("/api/auth/signin/azure-ad", fields)).headers.get("location") ?? "").searchParams;

  test("for a choice of account where somebody wants another one, and for nothing otherwise", async () => {
    expect((await begin({ account: "other" })).get("prompt")).toBe("select_account");
    expect((await begin({})).get("prompt")).toBeNull();
    expect(await (await new HttpBrowser(portal.url).fetch("/no-access?reason=NOT_INVITED")).text()).toMatch(/name="account" value="other"/);
  });

  test("for the account that is expected, and for nothing that is no address", async () => {
    expect((await begin({ loginHint: "mere@kauri.example" })).get("login_hint")).toBe("mere@kauri.example");
    for (const loginHint of ["x", "a@b.example&prompt=none", "\u0000"]) expect((await begin({ loginHint })).get("login_hint")).toBeNull();
  });

  test("and the local directory offers the choice again, with the expected account first", async () => {
    const browser = new HttpBrowser(portal.url);
    await browser.visit((await directoryAnswer(browser, idOfPerson("viewer@kauri.example"))).href);
    const begun = await browser.post("/api/auth/signin/azure-ad", { account: "other", loginHint: "trader@kauri.example" });
    const { response } = await browser.visit(begun.headers.get("location") ?? "/");
    const html = await response.text();
    expect(html).toContain("Choose who to sign in as");
    expect(/value="([^"]+)" autofocus/.exec(html)?.[1]).toBe(idOfPerson("trader@kauri.example"));
  });
});

test("an export answers to the portal's own pages and to typing its address, not to a neighbour on the same site", async () => {
  const ask = async (site: string | null) =>
    (await operator.fetch("/admin/users/export?format=csv&q=nobody", { headers: site ? { "sec-fetch-site": site } : {} })).status;
  expect([await ask(null), await ask("same-origin"), await ask("none"), await ask("same-site"), await ask("cross-site")]).toEqual([200, 200, 200, 404, 404]);
  expect(
    (await callAction(operator, { path: "/", id: actionId("createEntityAction"), headers: { origin: "", "sec-fetch-site": "same-site" } }, GOOD_FORM)).outcome,
  ).toBe("NOT_AUTHORISED");
});
