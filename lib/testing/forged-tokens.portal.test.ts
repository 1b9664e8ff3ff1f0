import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LOCAL_CLIENT_ID, LOCAL_ROLE_GROUPS, LOCAL_TENANT_ID, localClientSecret } from "@/lib/adapters/entra/local-tenant";
import { idOfPerson, idOfUser, personOf } from "@/prisma/seed/world";
import { HttpBrowser } from "./browser";
import { freePort } from "./free-port";
import { type Claims, type Forgery, type HostileDirectory, hostileDirectory } from "./hostile-directory";
import { startTestPortal, type TestPortal } from "./portal";
import { type Rows, rowsOfEverything } from "./stored-rows";

/** A directory that the portal trusts, answering what none should: nobody gets in by it, and nothing is changed. */

const VIEWER = "viewer@kauri.example";
const VICTIM = "operator@aex.example";
const OTHER_TENANT = "9188040d-6c67-4c5b-b112-36a304b66dad";
const OTHER_APPLICATION = "00000003-0000-0000-c000-000000000000";

let portal: TestPortal;
let directory: HostileDirectory;
let before: Rows;
let stranger: Server;
let strangersPort: number;
/** What anybody asked of an address that only a token named. */
const askedOfStranger: string[] = [];

beforeAll(async () => {
  const directoryPort = await freePort();
  portal = await startTestPortal({ directoryPort, env: { TRUSTED_PROXY_HOPS: "1" } });
  const viewer = personOf(VIEWER);
  const group = [...LOCAL_ROLE_GROUPS].find(([, role]) => role === viewer.role)?.[0] ?? "";
  const person = { oid: idOfPerson(VIEWER), name: viewer.name, userName: VIEWER, group };
  directory = await hostileDirectory(directoryPort, localClientSecret(portal.sessionSecret), person);
  await directory.listen();
  before = await portal.inspect(rowsOfEverything);
  strangersPort = await freePort();
  stranger = createServer((request, response) => {
    askedOfStranger.push(request.url ?? "");
    response.end("{}");
  }).listen(strangersPort, "127.0.0.1");
});

afterAll(async () => {
  await directory.close();
  stranger.close();
  await portal.stop();
});

let networks = 0;

async function signInWith(forgery: Forgery, userAgent: string) {
  directory.offer(forgery);
  // Each from a network of its own: of one, only a few refusals a minute are recorded singly.
  networks += 1;
  const browser = new HttpBrowser(portal.url, userAgent, `203.0.113.${networks}`);
  const begun = await browser.post("/api/auth/signin/azure-ad", {});
  const { url, response } = await browser.visit(begun.headers.get("location") ?? "/");
  return { browser, url, html: (await response.text()).replaceAll("<!-- -->", "") };
}

const now = () => Math.floor(Date.now() / 1000);
const with_ = (more: object): Forgery => ({ claims: (right) => ({ ...right, ...more }) });
const without = (name: string): Forgery => ({ claims: (right) => Object.fromEntries(Object.entries(right).filter(([key]) => key !== name)) });

const FORGERIES: Readonly<Record<string, readonly [reason: string, forgery: Forgery]>> = {
  "of another tenant": ["WRONG_TENANT", with_({ tid: OTHER_TENANT })],
  "of another tenant, by that tenant's issuer": ["SIGN_IN_FAILED", with_({ tid: OTHER_TENANT, iss: `https://login.microsoftonline.com/${OTHER_TENANT}/v2.0` })],
  "by another issuer": ["SIGN_IN_FAILED", with_({ iss: `https://login.microsoftonline.com/${LOCAL_TENANT_ID}/v2.0` })],
  "by the issuer of version 1": ["SIGN_IN_FAILED", with_({ iss: `https://sts.windows.net/${LOCAL_TENANT_ID}/` })],
  "by an issuer that begins like ours": ["SIGN_IN_FAILED", { claims: (right) => ({ ...right, iss: `${right.iss}/` }) }],
  "without an issuer": ["SIGN_IN_FAILED", without("iss")],
  "for another application": ["SIGN_IN_FAILED", with_({ aud: OTHER_APPLICATION })],
  "for another application beside this one": ["SIGN_IN_FAILED", with_({ aud: [LOCAL_CLIENT_ID, OTHER_APPLICATION] })],
  "for no application": ["SIGN_IN_FAILED", without("aud")],
  "without a nonce": ["SIGN_IN_FAILED", without("nonce")],
  "with another nonce": ["SIGN_IN_FAILED", with_({ nonce: "another" })],
  "signed by a key of another name": ["SIGN_IN_FAILED", { signedBy: "other key" }],
  "signed by another key of the same name": ["SIGN_IN_FAILED", { signedBy: "other key of the same name" }],
  "with its own key inside and an address of more": ["SIGN_IN_FAILED", { signedBy: "other key inside" }],
  "signed with the public key as a shared secret": ["SIGN_IN_FAILED", { signedBy: "public key as secret" }],
  "signed with the application's secret": ["SIGN_IN_FAILED", { signedBy: "client secret" }],
  "signed by nobody": ["SIGN_IN_FAILED", { signedBy: "nobody" }],
  "past its time": ["CLOCKS_DIFFER", { claims: (right) => ({ ...right, iat: now() - 900, nbf: now() - 900, exp: now() - 360 }) }],
  "without an end": ["SIGN_IN_FAILED", without("exp")],
  "before its time": ["CLOCKS_DIFFER", { claims: (right) => ({ ...right, iat: now() + 360, nbf: now() + 360, exp: now() + 660 }) }],
  "without a subject": ["SIGN_IN_FAILED", without("sub")],
  "without the object id": ["CLAIMS_UNREADABLE", without("oid")],
  "without the tenant": ["CLAIMS_UNREADABLE", without("tid")],
  "with an object id that is none": ["CLAIMS_UNREADABLE", with_({ oid: "00000000-0000" })],
  "with a list of tenants": ["CLAIMS_UNREADABLE", with_({ tid: [LOCAL_TENANT_ID] })],
  "with groups in one text": ["CLAIMS_UNREADABLE", { claims: (right) => ({ ...right, groups: String(right.groups) }) }],
  "that is for an interface, not for signing in": [
    "SIGN_IN_FAILED",
    { claims: ({ nonce: _, ...right }) => ({ ...right, aud: OTHER_APPLICATION, scp: "User.Read", ver: "1.0" }) },
  ],
  "that is none": ["SIGN_IN_FAILED", { token: "not.a.token" }],
  "that is empty": ["SIGN_IN_FAILED", { token: "" }],
  "that is not there, since the directory fails": ["DIRECTORY_UNREACHABLE", { failsWith: 503 }],
  "that is not there, since the portal's secret has expired": [
    "PORTAL_NOT_KNOWN_TO_DIRECTORY",
    { tokenError: { error: "invalid_client", error_description: "AADSTS7000222: The provided client secret keys are expired." } },
  ],
  "that is not there, since nobody consented": [
    "CONSENT_MISSING",
    { answer: { error: "access_denied", error_description: "AADSTS65004: User declined to consent to access the app." } },
  ],
  "that is not there, since a policy blocks it": [
    "DIRECTORY_POLICY",
    { answer: { error: "access_denied", error_description: "AADSTS53003: Access has been blocked by Conditional Access policies." } },
  ],
  "in no role group": ["NO_ROLE_GROUP", without("groups")],
  "with a role in the wrong claims": [
    "NO_ROLE_GROUP",
    { claims: ({ groups: _, ...right }) => ({ ...right, roles: ["operator", "Global"], wids: ["62e90394-69f5-4237-9190-012177145e10"] }) },
  ],
  "with somebody's address under another object id": [
    "NOT_INVITED",
    with_({ oid: idOfPerson("nobody"), email: VICTIM, preferred_username: VICTIM, upn: VICTIM }),
  ],
  "of the same object id in another case of a name": ["NOT_INVITED", with_({ oid: idOfPerson(VICTIM).replace(/^./, "0") })],
};

describe("an ID token", () => {
  test.each(Object.entries(FORGERIES))("%s signs nobody in, and says why", async (name, [reason, forgery]) => {
    const { browser, url, html } = await signInWith(forgery, name);
    expect([url.origin, url.pathname, url.searchParams.get("reason")]).toEqual([portal.url, "/no-access", reason]);
    expect(html).toMatch(
      /Signing in did not work|The clocks of the portal and the directory differ|The directory (does not|asks for more)|You have no role here yet|You are not invited yet|The directory cannot be reached/,
    );
    expect(browser.cookieHeader()).not.toContain("rolebook.session");
    expect((await browser.fetch("/")).headers.get("location")).toBe("/sign-in");
  });

  test("that points elsewhere for its groups is not followed there: only Graph is asked, and without Graph nobody gets in", async () => {
    const elsewhere = `http://127.0.0.1:${strangersPort}/groups`;
    const byReference = ({ groups: _, ...right }: Claims) => ({
      ...right,
      _claim_names: { groups: "src1" },
      _claim_sources: { src1: { endpoint: elsewhere } },
    });
    const { url } = await signInWith({ claims: byReference }, "points elsewhere");
    expect(url.searchParams.get("reason")).toBe("DIRECTORY_UNREACHABLE");
    expect(askedOfStranger).toEqual([]);
  });

  test("that was refused left no session, no user and no change, and one refusal with its reason on the record", async () => {
    await portal.inspect(async (database) => {
      expect(await rowsOfEverything(database)).toEqual(before);
      expect(await database.client.session.count()).toBe(0);
      const recorded = await database.client.auditEvent.findMany({ where: { userAgent: { in: Object.keys(FORGERIES) } } });
      const told = recorded.map(({ userAgent, action, outcome, reasonCode, actorUserId }) => [userAgent, action, outcome, reasonCode, actorUserId]);
      expect(told.sort()).toEqual(
        Object.entries(FORGERIES)
          .map(([name, [reason]]) => [name, "session.refused", "deny", reason, reason === "NO_ROLE_GROUP" ? idOfUser(VIEWER) : null])
          .sort(),
      );
    });
  });

  test("of this tenant, issuer, application, time, nonce and key signs in, as no more than its role group", async () => {
    const { browser, url } = await signInWith(with_({ roles: ["global", "Operator"], wids: ["62e90394-69f5-4237-9190-012177145e10"] }), "the right one");
    expect([url.pathname, (await browser.fetch("/")).status]).toEqual(["/", 200]);
    const user = await portal.inspect(({ client }) => client.user.findUnique({ where: { id: idOfUser(VIEWER) } }));
    expect([user?.role, user?.global]).toEqual(["viewer", false]);
  });

  test.each([
    ["four minutes ahead", 240],
    ["four minutes behind", -240],
  ])("of a directory whose clock is %s signs in", async (_which, seconds) => {
    const { url } = await signInWith({ claims: (right) => ({ ...right, iat: now() + seconds, nbf: now() + seconds, exp: now() + seconds + 200 }) }, "clock");
    expect(url.pathname).toBe("/");
  });

  test("with Global outside an operating role signs in without it, and raises an alert", async () => {
    await signInWith(with_({ roles: ["Global"] }), "global viewer");
    await portal.inspect(async ({ client }) => {
      expect((await client.user.findUnique({ where: { id: idOfUser(VIEWER) } }))?.global).toBe(false);
      const alerts = await client.auditEvent.findMany({ where: { userAgent: "global viewer", action: "security.global_dropped" } });
      expect(alerts.map(({ outcome, actorUserId }) => [outcome, actorUserId])).toEqual([["deny", idOfUser(VIEWER)]]);
    });
  });
});

describe("a directory that does not answer", () => {
  test("the outage is shown to people who sign in, ends no session, and is found again by itself", async () => {
    const { browser: inside } = await signInWith({}, "inside already");
    await directory.close();
    const turned = await signInWith({}, "meanwhile");
    expect([turned.url.pathname, turned.url.searchParams.get("reason")]).toEqual(["/no-access", "DIRECTORY_UNREACHABLE"]);
    expect(turned.html).toContain("The directory cannot be reached");
    expect((await inside.fetch("/")).status).toBe(200);
    await directory.listen();
    expect((await signInWith({}, "afterwards")).url.pathname).toBe("/");
  });

  test("is told as well when it goes away between its two steps", async () => {
    const browser = new HttpBrowser(portal.url);
    const begun = await browser.post("/api/auth/signin/azure-ad", {});
    const answer = await browser.fetch(begun.headers.get("location") ?? "/");
    await directory.close();
    const { url } = await browser.visit(answer.headers.get("location") ?? "/");
    expect(url.searchParams.get("reason")).toBe("DIRECTORY_UNREACHABLE");
    await directory.listen();
  });
});
