import { createServer, request } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "@/lib/platform/db/client";
import { idOfEntity, idOfPerson, idOfUser } from "@/prisma/seed/world";
import { HttpBrowser, signInOverHttp } from "./browser";
import { administer, RUNS_ON } from "./databases";
import { AFTERWARDS, ENOUGH, hammer } from "./hammer";
import { bodyOf, GOOD_FORM, hostileBodies } from "./hostile-bodies";
import { builtActions, callAction, callActionRaw } from "./http-actions";
import { startTestPortal, type TestPortal } from "./portal";
import { signedIn } from "./sessions";
import { type Rows, rowsOfEverything } from "./stored-rows";

let portal: TestPortal;
let operator: HttpBrowser;
let viewer: HttpBrowser;
let before: Rows;
let databaseName: string;

const actionId = (exportedName: string): string => builtActions().find((action) => action.exportedName === exportedName)?.id ?? "";
const create = () => ({ path: "/admin/entities/new", id: actionId("createEntityAction") });
const allRows = (until?: "ready" | "live") => portal.inspect(rowsOfEverything, until);
const statusOf = async (browser: HttpBrowser, address: string) => (await browser.fetch(address)).status;

beforeAll(async () => {
  portal = await startTestPortal();
  await portal.inspect(async (database) => {
    before = await rowsOfEverything(database);
    operator = await signedIn(database, "operator@aex.example", portal);
    viewer = await signedIn(database, "viewer@kauri.example", portal);
    const [row] = await database.client.$queryRaw<{ name: string }[]>`SELECT current_database()::text AS name`;
    databaseName = row?.name ?? "";
  });
});

afterAll(() => portal.stop());

/** What came of a call: an error's code, or the status where it never reached the action. */
async function attempt(headers: Record<string, string>): Promise<string> {
  const { outcome, next, status } = await callAction(operator, { ...create(), headers }, GOOD_FORM);
  return outcome ?? (next ? "done" : String(status));
}

describe("a request that does not come from a page of the portal", () => {
  const foreign = "https://evil.example";
  test.each([
    ["no Origin", { origin: "" }, "NOT_AUTHORISED"],
    ["Origin: null", { origin: "null" }, "NOT_AUTHORISED"],
    ["a foreign Origin", { origin: foreign }, "NOT_AUTHORISED"],
    ["an Origin that is none", { origin: "evil" }, "NOT_AUTHORISED"],
    ["a foreign Origin and the forwarded host to match", { origin: foreign, "x-forwarded-host": "evil.example" }, "NOT_AUTHORISED"],
    ["a foreign Origin and several forwarded hosts", { origin: foreign, "x-forwarded-host": "evil.example, localhost" }, "NOT_AUTHORISED"],
    ["Sec-Fetch-Site: cross-site", { origin: "", "sec-fetch-site": "cross-site" }, "NOT_AUTHORISED"],
    ["Sec-Fetch-Site: same-site", { origin: "", "sec-fetch-site": "same-site" }, "NOT_AUTHORISED"],
    ["Sec-Fetch-Site: none", { origin: "", "sec-fetch-site": "none" }, "NOT_AUTHORISED"],
    ["a foreign Origin that says same-origin", { origin: foreign, "x-forwarded-host": "evil.example", "sec-fetch-site": "same-origin" }, "NOT_AUTHORISED"],
  ])("with %s does nothing", async (_what, headers, expected) => {
    expect(await attempt(headers)).toBe(expected);
  });

  test("with another name of this machine, or another port, does nothing", async () => {
    for (const origin of [portal.url.replace("localhost", "127.0.0.1"), portal.url.replace(/:\d+$/, ""), portal.url.replace("http:", "https:")])
      expect(await attempt({ origin, "x-forwarded-host": new URL(origin).host }), origin).toBe("NOT_AUTHORISED");
  });

  test.each(["/api/auth/signin/azure-ad", "/api/auth/invitation"])("cannot begin to sign in at %s", async (address) => {
    for (const headers of [
      {},
      { origin: "null" },
      { origin: foreign },
      { origin: foreign, "x-forwarded-host": "evil.example" },
      { "sec-fetch-site": "cross-site" },
    ]) {
      const response = await new HttpBrowser(portal.url).fetch(address, { method: "POST", body: new URLSearchParams({ token: "a".repeat(43) }), headers });
      expect([response.headers.get("location"), response.headers.getSetCookie()]).toEqual([`${portal.url}/no-access?reason=SIGN_IN_FAILED`, []]);
    }
  });

  test("cannot make the portal ask another host in its place", async () => {
    const asked: string[] = [];
    const stranger = createServer((incoming, response) => {
      asked.push(incoming.url ?? "");
      response.end();
    });
    await new Promise<void>((resolve) => stranger.listen(0, "127.0.0.1", resolve));
    const address = stranger.address();
    const host = `127.0.0.1:${address && typeof address === "object" ? address.port : 0}`;
    for (const headers of [
      { host },
      { host, "x-forwarded-host": host, origin: `http://${host}` },
      { host, "x-forwarded-host": new URL(portal.url).host, origin: portal.url },
    ])
      for (const id of [create().id, actionId("signOutAction")]) await postAs(headers, id);
    stranger.close();
    expect(asked).toEqual([]);
  });

  /** An action posted to a page that it does not belong to, under any host name at all. */
  const postAs = (headers: Record<string, string>, id: string) =>
    new Promise<void>((resolve, reject) => {
      const all = { "next-action": id, "content-type": "text/plain", cookie: viewer.cookieHeader(), ...headers };
      const call = request({ host: "127.0.0.1", port: portal.port, path: "/sign-in", method: "POST", headers: all }, (response) =>
        response.resume().on("end", resolve),
      );
      call.on("error", reject).end("[]");
    });
});

describe("a direct POST", () => {
  test("of anything but the form's own fields is refused at once, and the process lives", async () => {
    for (const [what, [expected, parts]] of Object.entries(hostileBodies(actionId("signOutAction"), operator.person ?? ""))) {
      const started = performance.now();
      const headers: Record<string, string> = typeof parts === "string" ? { "content-type": "text/plain;charset=UTF-8" } : {};
      const { status, outcome, body } = await callActionRaw(operator, { ...create(), headers }, bodyOf(parts));
      expect([outcome, status < 400 && outcome === null ? /^1:E\{/m.test(body) : true], what).toEqual([expected, true]);
      expect(performance.now() - started, what).toBeLessThan(10_000);
    }
    expect([await statusOf(operator, "/api/health"), await statusOf(operator, "/admin/entities")]).toEqual([200, 200]);
  });

  test("to an action that does not exist is an error of the caller's", async () => {
    for (const id of [`7f${"0".repeat(40)}`, "x", "__proto__", "toString", "constructor", "a".repeat(5_000)])
      expect((await callAction(operator, { path: "/", id }, {})).status, id.slice(0, 12)).toSatisfy((status: number) => status === 400 || status === 409);
  });

  test("of none of these has changed a row", async () => {
    expect(await allRows()).toEqual(before);
  });
});

test("every answer has a request id, which the record of it has too, and every log line is one JSON object", async () => {
  const { write } = process.stderr;
  let logged = "";
  process.stderr.write = (chunk: string | Uint8Array) => {
    logged += String(chunk);
    return true;
  };
  const ids: (string | null)[] = [];
  for (const address of ["/admin/audit", "/nothing", "/api/live", "/sign-in"]) {
    const response = await operator.fetch(address, { headers: { "x-request-id": "forged" } });
    ids.push(response.headers.get("x-request-id"));
  }
  // A failure of the framework's own.
  await operator.fetch("/admin", { method: "POST", body: "x", headers: { "next-action": "x".repeat(42), origin: portal.url } });
  process.stderr.write = write;
  expect([new Set(ids).size, ids.includes("forged"), ids.includes(null)]).toEqual([4, false, false]);
  const requestId = ids[0] ?? "";
  expect(await portal.inspect(({ client }) => client.auditEvent.count({ where: { requestId, action: "audit.list" } }))).toBeGreaterThan(0);
  for (const line of logged.split("\n").filter(Boolean)) expect(() => JSON.parse(line), line).not.toThrow();
});

describe("while the record cannot be written", () => {
  // On the embedded database each look restarts the portal, which is alive then and not ready.
  beforeAll(() => portal.inspect(breakRecord, "live"));
  afterAll(() => portal.inspect(mendRecord));

  test("an action does nothing and says AUDIT_UNAVAILABLE, for those who may and for those who may not", async () => {
    expect(await attempt({})).toBe("AUDIT_UNAVAILABLE");
    expect((await callAction(viewer, create(), GOOD_FORM)).outcome).toBe("AUDIT_UNAVAILABLE");
    expect(await allRows("live")).toEqual(before);
  });

  test("a page shows nothing and says why, with the status of an outage", async () => {
    for (const browser of [operator, viewer]) {
      const response = await browser.fetch("/admin/entities");
      expect([response.status, response.headers.get("retry-after"), await response.text()]).toEqual([
        503,
        "5",
        expect.stringContaining('digest\\":\\"AUDIT_UNAVAILABLE'),
      ]);
    }
  });

  test("the process is alive, and not ready", async () => {
    // What it answered a moment ago counts for a second.
    while ((await statusOf(operator, "/api/ready")) === 200);
    expect([await statusOf(operator, "/api/live"), await statusOf(operator, "/api/ready")]).toEqual([200, 503]);
  });

  test("nobody signs in", async () => {
    const browser = new HttpBrowser(portal.url);
    const { url } = await signInOverHttp(browser, idOfPerson("trader@kauri.example"));
    expect(url.searchParams.get("reason")).toBe("PORTAL_UNAVAILABLE");
    const sessions = portal.inspect(({ client }) => client.session.count({ where: { userId: idOfUser("trader@kauri.example") } }), "live");
    expect(await sessions).toBe(0);
  });

  async function breakRecord({ client }: Database): Promise<void> {
    await client.$executeRaw`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''the disk is full''; END'`;
    await client.$executeRaw`CREATE TRIGGER refuse BEFORE INSERT ON audit_event EXECUTE FUNCTION refuse()`;
  }

  async function mendRecord({ client }: Database): Promise<void> {
    await client.$executeRaw`DROP TRIGGER refuse ON audit_event`;
    await client.$executeRaw`DROP FUNCTION refuse()`;
  }
});

describe("a change of somebody's standing acts on the very next request", () => {
  const standing = (data: { status?: "active" | "frozen" | "deactivated"; role?: string; global?: boolean }) =>
    portal.inspect(({ client }) => client.user.update({ where: { id: idOfUser("operator2@aex.example") }, data: { ...data, authzVersion: { increment: 1 } } }));

  test("frozen, deactivated, demoted and back again", async () => {
    const person = await portal.inspect((database) => signedIn(database, "operator2@aex.example", portal));
    const stands = async () => {
      const page = await person.fetch("/admin/audit");
      return [page.headers.get("location") ?? page.status, (await callAction(person, create(), GOOD_FORM)).outcome];
    };
    await standing({ status: "frozen" });
    expect(await stands()).toEqual([404, "NOT_AUTHORISED"]);
    await standing({ status: "deactivated" });
    expect(await stands()).toEqual(["/no-access?reason=USER_DEACTIVATED", "NOT_AUTHORISED"]);
    await standing({ status: "active", role: "viewer", global: false });
    expect(await stands()).toEqual([404, "NOT_AUTHORISED"]);
    await standing({ role: "operator", global: true });
    expect(await statusOf(person, "/admin/audit")).toBe(200);
  });

  test("an entity suspended while a hundred requests of its people are on their way: none begun afterwards gets in", async () => {
    const admin = await portal.inspect((database) => signedIn(database, "admin@totara.example", portal));
    const totara = { id: idOfEntity("TOTARA"), reason: "Suspended under load by the tests." };
    const suspend = async (version: number): Promise<unknown> => {
      const { outcome, next } = await callAction(operator, { path: "/", id: actionId("suspendEntityAction") }, { ...totara, version: String(version) });
      return outcome === "STALE_BASE" ? suspend(version + 1) : expect(next).toContain("/admin/entities/");
    };
    const answers = await hammer(admin, "/admin/users", () => suspend(1));
    expect(answers).toEqual({ before: expect.arrayContaining(["200"]), after: ["/no-access?reason=ENTITY_SUSPENDED"] });
    expect((await callAction(admin, create(), GOOD_FORM)).outcome).toBe("NOT_AUTHORISED");
  });

  // The embedded database belongs to one process: a role can be changed beside a running portal on PostgreSQL alone.
  if (RUNS_ON === "postgresql")
    test("an operator demoted while a hundred of their requests are on their way: none begun afterwards is granted, or recorded as granted", async () => {
      const person = await portal.inspect((database) => signedIn(database, "operator2@aex.example", portal));
      const answers = await hammer(person, "/admin/audit", () => standing({ role: "viewer", global: false }));
      expect(answers).toEqual({ before: expect.arrayContaining(["200"]), after: ["404"] });
      const rows = await portal.inspect(({ client }) =>
        client.auditEvent.findMany({ where: { userAgent: AFTERWARDS, purpose: "access", actorUserId: idOfUser("operator2@aex.example") } }),
      );
      expect(rows.length).toBeGreaterThanOrEqual(ENOUGH);
      expect([...new Set(rows.map(({ outcome, reasonCode }) => `${outcome} ${reasonCode}`))]).toEqual(["deny PERMISSION_MISSING"]);
    });
});

// Taking the database away from a running portal needs a server beside it.
if (RUNS_ON === "postgresql")
  describe("while the database does not answer", () => {
    let whole: Rows;
    beforeAll(async () => {
      whole = await allRows();
      await administer(`ALTER DATABASE ${databaseName} ALLOW_CONNECTIONS false`);
      await administer(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${databaseName}'`);
    });
    const giveBack = () => administer(`ALTER DATABASE ${databaseName} ALLOW_CONNECTIONS true`);
    afterAll(giveBack);

    test("pages say so with the status of an outage, and keep everybody's session", async () => {
      for (const browser of [operator, viewer, operator, viewer]) {
        const response = await browser.fetch("/admin/entities");
        expect([response.status, response.headers.getSetCookie(), await response.text()]).toEqual([
          503,
          [],
          expect.stringContaining('digest\\":\\"UNAVAILABLE'),
        ]);
      }
      const addresses = ["/api/live", "/api/ready", "/api/health", "/sign-in"];
      expect(await Promise.all(addresses.map((address) => statusOf(operator, address)))).toEqual([200, 503, 503, 200]);
    });

    test("actions are not granted and not refused: UNAVAILABLE", async () => {
      for (const browser of [operator, viewer]) expect((await callAction(browser, create(), GOOD_FORM)).outcome).toBe("UNAVAILABLE");
    });

    test("nobody is signed in", async () => {
      const browser = new HttpBrowser(portal.url);
      const begun = await browser.post("/api/auth/signin/azure-ad", {});
      const { searchParams } = new URL(begun.headers.get("location") ?? "", portal.url);
      expect([searchParams.get("reason"), browser.cookieHeader().includes("rolebook.session")]).toEqual(["PORTAL_UNAVAILABLE", false]);
    });

    test("and once it does again, everybody goes on where they were, without a restart", async () => {
      await giveBack();
      expect([await statusOf(operator, "/admin/entities"), await statusOf(viewer, "/")]).toEqual([200, 200]);
      // What it answered a moment ago counts for a second.
      const back = performance.now();
      while ((await statusOf(operator, "/api/ready")) !== 200) expect(performance.now() - back).toBeLessThan(30_000);
      expect(await allRows()).toEqual(whole);
    });
  });
else process.stderr.write("An outage of the database, and a role changed under load, are tested with TEST_DATABASE=postgresql.\n");
