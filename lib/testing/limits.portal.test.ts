import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { HttpBrowser } from "./browser";
import { builtActions, callAction } from "./http-actions";
import { startTestPortal, type TestPortal } from "./portal";
import { rawRequest } from "./raw-request";
import { signedIn } from "./sessions";

/** What one request, one person or one network may ask of the portal at most. */

let portal: TestPortal;
let operator: HttpBrowser;
let elsewhere: HttpBrowser;
let viewer: HttpBrowser;

beforeAll(async () => {
  portal = await startTestPortal({ env: { TRUSTED_PROXY_HOPS: "1", EVENT_STREAMS: "40" } });
  await portal.inspect(async (database) => {
    operator = await signedIn(database, "operator@aex.example", portal);
    elsewhere = await signedIn(database, "operator@aex.example", portal);
    viewer = await signedIn(database, "viewer@kauri.example", portal);
  });
  await viewer.fetch("/sign-in");
});
afterAll(() => portal.stop());

const MEGABYTES = 1_000_000;
const FORM = { "content-type": "application/x-www-form-urlencoded" };
const actionId = (exportedName: string): string => builtActions().find((action) => action.exportedName === exportedName)?.id ?? "";
const post = (path: string, body: string, headers: Record<string, string> = FORM) =>
  rawRequest(portal.port, path, { method: "POST", body, headers: { origin: portal.url, "content-length": String(Buffer.byteLength(body)), ...headers } });
const multipart = (parts: number, bytes = 1) => `${`--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n${"1".repeat(bytes)}\r\n`.repeat(parts)}--x--\r\n`;
const PARTS = { "content-type": "multipart/form-data; boundary=x" };

describe("a request's body", () => {
  test.each(["/api/auth/signin/azure-ad", "/api/auth/invitation", "/sign-in", "/admin/users", "/admin/invitations/many", "/nowhere"])(
    "of ten megabytes of fields for %s is refused before it is parsed, and others are served",
    async (path) => {
      const [{ status }, page] = await Promise.all([post(path, "a&".repeat(5 * MEGABYTES)), new HttpBrowser(portal.url).fetch("/sign-in")]);
      expect([status, page.status]).toEqual([413, 200]);
    },
  );

  test("is four kilobytes at most for the forms that anybody may send, and 64 for any other", async () => {
    const field = (bytes: number) => `token=${"x".repeat(bytes - 6)}`;
    expect((await post("/api/auth/invitation", field(4_097))).status).toBe(413);
    expect((await post("/api/auth/invitation", field(4_096))).status).toBe(303);
    expect((await post("/sign-in", field(65_537))).status).toBe(413);
    expect((await post("/sign-in", field(65_536))).status).toBe(200);
  });

  test("that gives no length beforehand is cut off at the same limit", async () => {
    const chunked = (body: string) =>
      new Promise<number | string>((resolve) => {
        const headers = { host: `localhost:${portal.port}`, origin: portal.url, "transfer-encoding": "chunked", ...FORM };
        const call = request({ host: "127.0.0.1", port: portal.port, path: "/api/auth/invitation", method: "POST", headers }, (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        });
        call.on("error", () => resolve("cut off"));
        call.end(body);
      });
    expect([await chunked("token=x"), await chunked(`token=${"x".repeat(100_000)}`)]).toEqual([303, "cut off"]);
  });

  test("has five hundred parts or fields at most", async () => {
    expect((await post("/sign-in", multipart(600), PARTS)).status).toBe(413);
    expect((await post("/sign-in", "a&".repeat(600))).status).toBe(413);
    expect((await post("/sign-in", multipart(400), PARTS)).status).not.toBe(413);
  });

  test("is larger for a list of invitations alone, from somebody who is signed in, and in few parts", async () => {
    const list = multipart(2, 100_000);
    const as = (browser: HttpBrowser) => ({ ...PARTS, cookie: browser.cookieHeader() });
    expect((await post("/admin/invitations/many", list, PARTS)).status).toBe(413);
    expect((await post("/admin/invitations/many", list, { ...PARTS, cookie: "rolebook.session=made-up" })).status).toBe(413);
    expect((await post("/admin/users", list, as(operator))).status).toBe(413);
    expect((await post("/admin/invitations/many", list, as(operator))).status).not.toBe(413);
    expect((await post("/admin/invitations/many", multipart(20_000), as(operator))).status).toBe(413);
  });
});

test.each(["/_next/static/x", "/_next/static/chunks/x.js", "/%5Fnext/static/x", "/a/../_next/static/x"])(
  "nothing is posted to a file, past what looks at a body first: %s",
  async (path) => {
    const action = { cookie: operator.cookieHeader(), "next-action": actionId("createEntityAction") };
    for (const headers of [PARTS, { ...PARTS, ...action }, { ...FORM, ...action }]) {
      expect((await post(path, headers["content-type"] === PARTS["content-type"] ? multipart(600) : "a&".repeat(600), headers)).status).toBe(405);
      expect((await rawRequest(portal.port, path, { headers: { cookie: operator.cookieHeader() } })).status).not.toBe(405);
    }
  },
);

describe("what is no form is answered with 400 and a sentence", () => {
  const REFUSED = { status: 400, body: "This is not a form of the portal. Open the page again and send it from there.\n" };
  const half: readonly (readonly [string, Record<string, string>])[] = [
    ["--x\r\nContent-Disposition: form-data; na", PARTS],
    ["token=x", { "content-type": "multipart/form-data" }],
  ];
  const other: typeof half = [
    ['{"token":"x"}', { "content-type": "application/json" }],
    ["token=x", { "content-type": "text/plain" }],
    ["token=x", {}],
    ["", PARTS],
  ];

  test.each(["/api/auth/signin/azure-ad", "/api/auth/invitation"])("by %s, and a form is taken", async (path) => {
    for (const [body, headers] of [...half, ...other]) expect(await post(path, body, headers), body).toMatchObject(REFUSED);
    for (const headers of [FORM, PARTS]) expect([302, 303]).toContain((await post(path, headers === FORM ? "token=x" : multipart(1), headers)).status);
  });

  test.each(["/sign-in", "/access", "/nowhere", "/api/events"])("by %s when half of it came, and a whole one is read", async (path) => {
    for (const [body, headers] of half) expect(await post(path, body, headers), body).toMatchObject(REFUSED);
    const { status, body } = await post(path, multipart(1), PARTS);
    expect([status < 500, body]).toEqual([true, expect.not.stringContaining("not a form")]);
  });
});

test("an address that cannot be decoded is the caller's error, wherever it stands", async () => {
  for (const path of ["/%ff", "/admin/users/%ff", "/api/%ff", "/_next/static/%ff", "/access/requests/%c0%af", "/%", "/%E0%A4%A"])
    expect((await rawRequest(portal.port, path)).status, path).toBe(400);
  expect((await rawRequest(portal.port, "/sign-in?returnTo=%ff")).status).toBe(200);
});

describe("one person", () => {
  test("asks for access five times within the hour, and is then told when to try again", async () => {
    const ask = () =>
      callAction(
        viewer,
        { path: "/access", id: actionId("askForAccessAction") },
        {
          access: "Users.View",
          everyEntity: "false",
          reason: "I look after our new colleagues.",
        },
      );
    for (let time = 0; time < 5; time++) expect(await ask()).toMatchObject({ next: expect.stringContaining("/access/requests/") });
    const sixth = await ask();
    expect([sixth.outcome, sixth.body]).toEqual(["TOO_MANY", expect.stringContaining("Try again in")]);
  });

  test("has thirty open pages listening, in whatever browsers", async () => {
    const streams = await Promise.all(Array.from({ length: 32 }, (_, index) => (index % 2 ? operator : elsewhere).fetch("/api/events")));
    expect(streams.map(({ status }) => status).toSorted()).toEqual([...Array.from({ length: 30 }, () => 200), 429, 429]);
    const another = await viewer.fetch("/api/events");
    expect(another.status).toBe(200);
    await Promise.all([...streams, another].map(({ body }) => body?.cancel()));
  });

  test("downloads sixty lists within the hour, and is then told when to try again", async () => {
    for (let time = 0; time < 60; time++) {
      const response = await operator.fetch("/admin/users/export?format=csv&q=nobody-of-this-name");
      await response.text();
      expect(response.status).toBe(200);
    }
    const refused = await elsewhere.fetch("/admin/users/export?format=csv");
    expect([refused.status, Number(refused.headers.get("retry-after")) > 0, await refused.text()]).toEqual([
      429,
      true,
      expect.stringContaining("Try again in"),
    ]);
  });
});

test("one process has as many open pages listening as it is told, whosever they are, and says when to ask again", async () => {
  const most: Awaited<ReturnType<HttpBrowser["fetch"]>>[] = [];
  const open = async (browser: HttpBrowser) => {
    const answer = await browser.fetch("/api/events");
    if (answer.status === 200) most.push(answer);
    return answer.status;
  };
  // Pages that were closed before may count for a moment longer.
  for (const browser of [...Array.from({ length: 30 }, () => operator), ...Array.from({ length: 10 }, () => viewer)])
    await expect.poll(() => open(browser), { timeout: 10_000 }).toBe(200);
  const refused = await viewer.fetch("/api/events");
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "15"]);
  await Promise.all(most.map(({ body }) => body?.cancel()));
  await expect.poll(async () => (await viewer.fetch("/api/events")).status, { timeout: 10_000 }).toBe(200);
});

describe("one network", () => {
  const from = (address: string) => ({ "x-forwarded-for": `198.51.100.1, ${address}` });
  const reasonOf = ({ headers }: { headers: { location?: string | undefined } }) => new URL(headers.location ?? "", portal.url).searchParams.get("reason");

  test("begins 120 sign-ins a minute, whatever else it says of itself, and another network is not touched", async () => {
    const begin = (address: string) => post("/api/auth/signin/azure-ad", "", { ...FORM, ...from(address) });
    const reasons: (string | null)[] = [];
    for (let time = 0; time < 122; time++) reasons.push(reasonOf(await begin("203.0.113.7")));
    expect(reasons.filter(Boolean)).toEqual(["TOO_MANY_ATTEMPTS", "TOO_MANY_ATTEMPTS"]);
    expect(reasonOf(await begin("203.0.113.8"))).toBeNull();
    const page = await new HttpBrowser(portal.url).fetch("/no-access?reason=TOO_MANY_ATTEMPTS");
    expect(await page.text()).toContain("Wait a minute, then try again.");
  });

  test("looks up sixty invitations a minute", async () => {
    const reasons: (string | null)[] = [];
    for (let time = 0; time < 61; time++)
      reasons.push(reasonOf(await post("/api/auth/invitation", `token=${"a".repeat(43)}`, { ...FORM, ...from("203.0.113.9") })));
    expect(reasons.at(-1)).toBe("TOO_MANY_ATTEMPTS");
    const review = await rawRequest(portal.port, "/accept-invitation/review", { headers: from("203.0.113.9") });
    expect(`${review.headers.location} ${review.body}`).toContain("TOO_MANY_ATTEMPTS");
  });
});
