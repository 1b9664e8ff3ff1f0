import { afterAll, beforeAll, expect, test } from "vitest";
import type { AuditEvent } from "@/lib/platform/db/types";
import { idOfSupportRequest } from "@/prisma/seed/steps";
import { idOfUser } from "@/prisma/seed/world";
import { SUPPORT_REQUESTS } from "@/prisma/seed/world-requests";
import type { HttpBrowser } from "./browser";
import { actionForms, builtActions, callAction, postForm } from "./http-actions";
import { startTestPortal, type TestPortal } from "./portal";
import { haveWorkBegun } from "./registry.run";
import { signedIn } from "./sessions";

/** What somebody tried who may not, over HTTP, and what the record then holds. */

const ADMIN = "admin@kauri.example";
const VIEWER = "viewer@kauri.example";
const COLLEAGUE = idOfUser("ravi.patel@kauri.example");
const foreign = SUPPORT_REQUESTS.find(({ by }) => by.endsWith("@rata.example"));
if (!foreign) throw new Error("The demo world has no such request.");
const FOREIGN_REQUEST = idOfSupportRequest(foreign);
const REASON = "Tried although it is not theirs to do.";

let portal: TestPortal;
let runId: string;
let version: number;
const recorded = new Map<string | null, AuditEvent[]>();

type Row = Partial<Record<keyof AuditEvent, unknown>>;
/** `answer` where the person sees another code than the record has; the row names the reason where it says more than the code. */
type Attempt = { readonly what: string; readonly code: string; readonly answer?: string; readonly row: Row };

const ATTEMPTS: readonly (Attempt & { readonly action: string; readonly fields: () => Record<string, string>; readonly headers?: Record<string, string> })[] = [
  {
    what: "an entity admin invites an operator",
    action: "sendInvitationAction",
    fields: () => ({ email: "new.operator@kauri.example", role: "operator" }),
    code: "BEYOND_OWN_PERMISSIONS",
    row: { action: "invitations.send", permission: "Invitations.Send", targetType: "invitation", targetLabel: "new.operator@kauri.example" },
  },
  {
    what: "an entity admin sends a list with operators in it",
    action: "sendInvitationListAction",
    fields: () => ({ csv: "email,name,role\none@kauri.example,One,operator\ntwo@kauri.example,Two,operator\nthree@kauri.example,Three,viewer" }),
    code: "BEYOND_OWN_PERMISSIONS",
    answer: "STALE_BASE",
    row: {
      action: "invitations.sendList",
      permission: "Invitations.Send",
      targetType: "invitation",
      targetLabel: "one@kauri.example and 1 more of a list",
    },
  },
  {
    what: "an entity admin changes their own status",
    action: "setUserStatusAction",
    fields: () => ({ id: idOfUser(ADMIN), version: String(version), status: "deactivated", reason: REASON }),
    code: "SELF_APPROVAL",
    row: { action: "users.setStatus", permission: "Users.Manage", targetType: "user", targetId: idOfUser(ADMIN) },
  },
  {
    what: "an entity admin asks for operator with Global for somebody",
    action: "requestRoleAction",
    fields: () => ({ id: COLLEAGUE, seen: "1", role: "operator", global: "yes", endsAt: "", zone: "UTC", reason: REASON }),
    code: "BEYOND_OWN_PERMISSIONS",
    row: { action: "assignments.request", permission: "Users.Manage", targetType: "user", targetId: COLLEAGUE },
  },
  {
    what: "an entity admin writes in a foreign support thread",
    action: "replyAction",
    fields: () => ({ id: FOREIGN_REQUEST, body: "This is not my thread." }),
    code: "NOT_AUTHORISED",
    row: { action: "support.reply", permission: "signed-in", reasonCode: "OTHER_PERSON", targetType: "support_request", targetId: FOREIGN_REQUEST },
  },
  {
    what: "an entity admin stops somebody else's bulk run",
    action: "stopBulkAction",
    fields: () => ({ id: runId }),
    code: "NOT_AUTHORISED",
    row: { action: "users.stopBulk", permission: "Users.Manage", reasonCode: "OTHER_PERSON", targetType: "bulk_run", targetId: () => runId },
  },
  {
    what: "another site posts a form",
    action: "endSessionsAction",
    fields: () => ({ id: COLLEAGUE }),
    headers: { origin: "", "sec-fetch-site": "cross-site" },
    code: "NOT_AUTHORISED",
    row: { action: "users.endSessions", permission: "Users.Manage", targetType: "user", targetId: COLLEAGUE },
  },
  {
    what: "a form is sent that was drawn for somebody else",
    action: "endSessionsAction",
    fields: () => ({ id: COLLEAGUE, drawnFor: idOfUser("operator@aex.example") }),
    code: "NOT_AUTHORISED",
    row: { action: "users.endSessions", permission: "Users.Manage", targetType: "user", targetId: COLLEAGUE },
  },
];

const ADDRESSES = [
  {
    what: "a page of a foreign support thread",
    address: () => `/admin/support/${FOREIGN_REQUEST}`,
    headers: {},
    row: { action: "support.view", permission: "panel" },
  },
  {
    what: "a file of somebody else's bulk run",
    address: () => `/admin/users/bulk/${runId}/results`,
    headers: {},
    row: { action: "users.bulkResults", targetType: "bulk_run", targetId: () => runId },
  },
  {
    what: "an export that another site asked for",
    address: () => "/admin/users/export?format=jsonl",
    headers: { "sec-fetch-site": "cross-site" },
    row: { action: "users.export", permission: "Users.View" },
  },
  {
    what: "an export that a neighbouring site asked for",
    address: () => "/admin/users/export?format=jsonl",
    headers: { "sec-fetch-site": "same-site" },
    row: { action: "users.export", permission: "Users.View" },
  },
];

/** Files whose query or address says nothing that can be read. */
const UNREADABLE = ["/admin/users/export", "/admin/users/export?format=exe", "/admin/users/bulk/no-id/results"];

const outcomes = new Map<string, string | number | null>();
/** People that the list of users and the bulk form lead back to an interrupted run. */
const offered = new Map<string, readonly (readonly string[])[]>();
const linksIn = (html: string) => [...html.matchAll(/href="(\/admin\/users\/bulk(?:\/[\da-f-]+)?)"/g)].map(([, href = ""]) => href);

beforeAll(async () => {
  portal = await startTestPortal();
  const [admin, owner, viewer] = await portal.inspect(async (database) => {
    await haveWorkBegun(database);
    ({ id: runId } = await database.client.bulkRun.findFirstOrThrow({ select: { id: true } }));
    ({ version } = await database.client.user.findUniqueOrThrow({ where: { id: idOfUser(ADMIN) }, select: { version: true } }));
    return [
      await signedIn(database, ADMIN, portal),
      await signedIn(database, "operator@aex.example", portal),
      await signedIn(database, VIEWER, portal),
    ] as const;
  });
  for (const [who, browser] of [
    ["owner", owner],
    ["another", admin],
  ] as const)
    offered.set(who, await Promise.all(["/admin/users", "/admin/users/bulk"].map(async (page) => linksIn(await (await browser.fetch(page)).text()))));
  for (const address of UNREADABLE) outcomes.set(address, (await viewer.fetch(address, { headers: { "user-agent": address } })).status);
  await tryAll(admin);
  await portal.inspect(async ({ client }) => {
    for (const event of await client.auditEvent.findMany()) recorded.set(event.userAgent, [...(recorded.get(event.userAgent) ?? []), event]);
  });
});
afterAll(() => portal.stop());

async function tryAll(admin: HttpBrowser): Promise<void> {
  for (const { what, action, fields, headers } of ATTEMPTS) {
    const id = builtActions().find(({ exportedName }) => exportedName === action)?.id ?? "";
    outcomes.set(what, (await callAction(admin, { path: "/access", id, headers: { "user-agent": what, ...headers } }, fields())).outcome);
  }
  for (const { what, address, headers } of ADDRESSES)
    outcomes.set(what, (await admin.fetch(address(), { headers: { "user-agent": what, ...headers } })).status);
  outcomes.set("by form", await sendWithoutScripts(admin));
}

/** The form of a page as a browser without JavaScript posts it, after somebody else opened it. */
async function sendWithoutScripts(admin: HttpBrowser): Promise<string | null> {
  const path = "/admin/support/new";
  const id = builtActions().find(({ exportedName }) => exportedName === "openRequestAction")?.id;
  const fields = { kind: "question", subject: "Opened by another", body: "This is not to be sent.", drawnFor: idOfUser("operator@aex.example") };
  const form = actionForms(await (await admin.fetch(path)).text()).find(({ actionId }) => actionId === id);
  return (await postForm(admin, path, { ...form?.fields, ...fields }, "by form")).outcome;
}

const refusalsOf = (what: string) => (recorded.get(what) ?? []).filter(({ outcome, purpose }) => outcome === "deny" && purpose === "access");
const common = { kind: "decision", actorUserId: idOfUser(ADMIN), sourceAddress: "127.0.0.1" };

/** What is known only once the portal runs is asked for then. */
const valuesOf = (row: Row) => Object.fromEntries(Object.entries(row).map(([field, value]) => [field, typeof value === "function" ? value() : value]));

test.each(ATTEMPTS)("$what: refused, and on record with its code and subject", ({ what, code, answer = code, row }) => {
  expect(outcomes.get(what)).toBe(answer);
  expect(refusalsOf(what)).toMatchObject([{ ...common, reasonCode: code, result: code, ...valuesOf(row) }]);
});

test.each(ADDRESSES)("$what: answered like an address that does not exist, and on record with that address", ({ what, address, row }) => {
  expect(outcomes.get(what)).toBe(404);
  const named = { targetType: "address", targetId: address().replace(/\?.*/, "") };
  expect(refusalsOf(what)).toMatchObject([{ ...common, reasonCode: "NOT_AUTHORISED", ...named, ...valuesOf(row) }]);
});

test.each(UNREADABLE)("a file that somebody may not have is refused and on record, however it is asked for: %s", (address) => {
  expect(outcomes.get(address)).toBe(404);
  expect(refusalsOf(address)).toMatchObject([{ ...common, actorUserId: idOfUser(VIEWER), reasonCode: "PERMISSION_MISSING" }]);
});

test("an interrupted bulk run is found again by its owner, from the list of users, and by nobody else", () => {
  expect(offered.get("owner")).toEqual([["/admin/users/bulk"], [`/admin/users/bulk/${runId}`]]);
  expect(offered.get("another")).toEqual([[], []]);
});

test("a form posted without JavaScript that somebody else opened: refused, and on record", () => {
  expect(outcomes.get("by form")).toBe("NOT_AUTHORISED");
  expect(refusalsOf("by form")).toMatchObject([{ ...common, action: "support.open", reasonCode: "NOT_AUTHORISED" }]);
});
