import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { HttpBrowser } from "@/lib/testing/browser";
import { hearEvents } from "@/lib/testing/events";
import { actionForms, builtActions, postForm } from "@/lib/testing/http-actions";
import { startTestPortal, type TestPortal } from "@/lib/testing/portal";
import { signedIn } from "@/lib/testing/sessions";

let portal: TestPortal;
let operator: HttpBrowser;
let viewer: HttpBrowser;
let trader: HttpBrowser;

beforeAll(async () => {
  portal = await startTestPortal();
  await portal.inspect(async (database) => {
    operator = await signedIn(database, "operator@aex.example", portal);
    viewer = await signedIn(database, "viewer@kauri.example", portal);
    trader = await signedIn(database, "trader@rata.example", portal);
  });
});
let stopped = false;
afterAll(() => (stopped ? undefined : portal.stop()));

/** The stream that this user's page opens. */
async function listen(browser: HttpBrowser) {
  const [address] = /\/api\/events\?seen=[\w.-]+/.exec(await (await browser.fetch("/access")).text()) ?? ["/api/events"];
  const answer = await browser.fetch(address);
  return { answer, events: hearEvents(answer.body) };
}

/** Submits a page's form as a browser without JavaScript does. */
async function send(browser: HttpBrowser, path: string, exportedName: string, fields: Record<string, string> = {}) {
  const id = builtActions().find((action) => action.exportedName === exportedName)?.id;
  const form = actionForms(await (await browser.fetch(path)).text()).find(({ actionId }) => actionId === id);
  return postForm(browser, path, { ...form?.fields, ...fields }, browser.userAgent);
}

describe("the stream of events", () => {
  test("is for signed-in users only, is never cached, and tells other visitors that their session is over", async () => {
    const refused = await new HttpBrowser(portal.url).fetch("/api/events");
    expect([refused.status, await refused.json()]).toMatchObject([401, { kind: "ended" }]);
    const { answer, events } = await listen(viewer);
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "text/event-stream"]);
    expect(answer.headers.get("cache-control")).toBe("private, no-store, no-transform");
    expect(await events.next("session")).toMatchObject({ event: "session", data: { kind: "as-before" } });
    await events.stop();
  });

  test("tells every open page that the market was halted, and operators can read the reason", async () => {
    const { events } = await listen(viewer);
    expect(await events.next("market")).toMatchObject({ data: { state: expect.stringMatching(/closed|preopen|open/) } });
    await send(operator, "/admin/market/halt", "haltMarketAction", { reason: "Prices of Benmore are stale." });
    expect(await events.next("market")).toMatchObject({ data: { state: "suspended" } });
    expect(await (await viewer.fetch("/access")).text()).toContain("Suspended");
    expect(await (await operator.fetch("/admin")).text()).toContain("Prices of Benmore are stale.");
    await events.stop();
  });

  test("tells an open page that its entity is suspended, and tells pages of other entities nothing", async () => {
    const [theirs, others] = [await listen(trader), await listen(viewer)];
    expect([await theirs.events.next("session"), await others.events.next("session")]).toMatchObject([
      { data: { kind: "as-before" } },
      { data: { kind: "as-before" } },
    ]);
    const entities = await (await operator.fetch("/admin/entities?q=RATA")).text();
    const [href = ""] = /\/admin\/entities\/[0-9a-f-]{36}/.exec(entities) ?? [];
    await send(operator, `${href}/suspend`, "suspendEntityAction", { reason: "Security deposit is overdue." });
    expect(await theirs.events.next("session")).toMatchObject({ data: { kind: "entity-suspended", title: expect.stringContaining("Rata Power") } });
    await send(viewer, "/access", "signOutAction");
    // The other stream's first event is its own end.
    expect(await others.events.next("session")).toMatchObject({ data: { kind: "ended", title: "You were signed out." } });
    expect(await others.events.next("session")).toBeNull();
    await theirs.events.stop();
  });

  test("is refused to an ended session, and does not keep the process from stopping", async () => {
    expect((await viewer.fetch("/api/events")).status).toBe(401);
    const { events } = await listen(operator);
    expect(await events.next("session")).toMatchObject({ data: { kind: "as-before" } });
    await portal.stop();
    stopped = true;
    expect(await events.next("session").catch(() => null)).toBeNull();
  });
});
