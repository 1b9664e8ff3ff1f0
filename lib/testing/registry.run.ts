import { randomUUID } from "node:crypto";
import { MARKET } from "@/lib/domain/market/market";
import { selectionHash } from "@/lib/domain/people/selection";
import type { Database } from "@/lib/platform/db/client";
import { idOfInvitation, idOfMail, idOfSupportRequest } from "@/prisma/seed/steps";
import { idOfEntity, idOfUser } from "@/prisma/seed/world";
import { idOfProposal } from "@/prisma/seed/world-configuration";
import { idOfDirectoryWrite, idOfDrift } from "@/prisma/seed/world-directory";
import { SUPPORT_REQUESTS } from "@/prisma/seed/world-requests";
import { idOfRoleRequest, ROLE_REQUESTS } from "@/prisma/seed/world-roles";
import { HttpBrowser } from "./browser";
import { type Answer, actionForms, builtActions, callAction, drawnFor, postForm } from "./http-actions";
import type { TestPortal } from "./portal";
import { DRAWN_LATER, invitationFields, invitationOf, isAboutInvitations } from "./registry.invitations";
import { ACTION_TABLE, DOWNLOAD_TABLE, linesOf, PAGE_TABLE, PERSONS, type PersonKey } from "./registry.tables";
import { signedIn } from "./sessions";

/** Every cell of the registry's tables, tried over HTTP. */

export const PAGE_LINES = linesOf(PAGE_TABLE, ["route"]);
export const ACTION_LINES = linesOf(ACTION_TABLE, ["action", "export"]);
export type PageLine = (typeof PAGE_LINES)[number];
export type ActionLine = (typeof ACTION_LINES)[number];
export const personKeys = Object.keys(PERSONS) as readonly PersonKey[];

/** One request and what came of it. It carries its own name as the user agent, under which the record keeps it. */
export type Tried<L> = {
  readonly name: string;
  readonly person: PersonKey;
  readonly line: L;
  readonly mark: string;
  readonly path: string;
  readonly answer: Answer;
};

export type Browsers = ReadonlyMap<PersonKey, HttpBrowser>;

export async function browsersOf(database: Database, portal: TestPortal): Promise<Browsers> {
  const browsers = new Map<PersonKey, HttpBrowser>();
  for (const key of personKeys) {
    const userName = PERSONS[key];
    browsers.set(key, userName ? await signedIn(database, userName, portal) : new HttpBrowser(portal.url));
  }
  return browsers;
}

/** What addresses and forms have to name. */
export type Known = {
  readonly auditId: string;
  /** A change of many that the operator with Global has begun. */
  readonly runId: string;
  /** Of entities by their codes, of people by their ids. */
  readonly versions: ReadonlyMap<string, number>;
  /** Authorization versions of people by their ids. */
  readonly standings: ReadonlyMap<string, number>;
  /** Sessions to be ended, by whose they are. */
  readonly sessions: ReadonlyMap<string, string>;
  /** When each invitation was sent, by its id. */
  readonly sentAt: ReadonlyMap<string, string>;
};

/** The person an action is tried on. Two people may do it to somebody of Kauri, each to another one, or the second would come too late. */
const SUBJECTS: Readonly<Record<string, string>> = {
  "assignments.change RATA": "deactivated@rata.example",
  "assignments.request RATA": "admin@rata.example",
  "assignments.request KAURI": "trader@kauri.example",
  "assignments.request KAURI admin": "viewer@kauri.example",
  "users.edit RATA": "credit@rata.example",
  "users.edit KAURI": "mereana.potiki@kauri.example",
  "users.edit KAURI admin": "ravi.patel@kauri.example",
  "users.setStatus RATA": "losa.faleolo@rata.example",
  "users.startBulk -": "charlotte.ross@kahu.example",
  "users.startBulk - admin": "siaosi.leota@kauri.example",
  "users.startBulk - local": "isla.mackenzie@aex.example",
  "users.terminate RATA": "overage@rata.example",
  "users.endSession RATA": "admin@rata.example",
  "users.endSessions RATA": "trader@rata.example",
};

/** The table's frozen operator holds everything and may only look. */
export async function freezeOperator({ client }: Database): Promise<void> {
  await client.user.update({ where: { id: idOfUser(PERSONS.cold) }, data: { status: "frozen", authzVersion: { increment: 1 } } });
}

/** A list of invitations that is under way, the operator's. */
export const LIST_UNDER_WAY = "0190a0c0-0000-7000-8000-0000000000b3";

/** Jobs that were given up: one is retried, the other discarded. */
const FAILED_JOBS = { "jobs.retry": "0190a0c0-0000-7000-8000-0000000000b1", "jobs.discard": "0190a0c0-0000-7000-8000-0000000000b2" };

const GIVEN_UP = "given up for the registry";

/** What some forms need to be drawn: a change of many that is not done yet, of the operator's, a write that was given up, and a view of the admin's. */
export async function haveWorkBegun({ client }: Database): Promise<void> {
  const userId = idOfUser(PERSONS.global);
  const jobId = randomUUID();
  const asked = { kind: "users.bulkChange", label: "Set 1 person to Halted", entityId: idOfEntity("AEX"), askedById: userId, askedBy: "An operator" };
  const queued = { ...asked, requestId: jobId, payload: {} };
  // Not due for a day, so that it is still to be stopped when it is stopped.
  await client.job.create({ data: { ...queued, id: jobId, lane: jobId, nextAttemptAt: new Date(Date.now() + 86_400_000) } });
  const listJob = randomUUID();
  await client.job.create({ data: { ...queued, kind: "invitations.sendList", id: listJob, lane: listJob, nextAttemptAt: new Date(Date.now() + 86_400_000) } });
  const list = { id: LIST_UNDER_WAY, userId, jobId: listJob, total: 1 };
  await client.inviteList.create({ data: list });
  const row = { listId: list.id, position: 1, ownerId: userId, entityId: idOfEntity("RATA"), email: "listed@people.example", name: "", role: "viewer" };
  await client.inviteListRow.create({ data: row });
  for (const id of Object.values(FAILED_JOBS)) await client.job.create({ data: { ...queued, id, lane: id, state: "failed" } });
  const run = await client.bulkRun.create({
    data: { jobId, userId, operation: "set_status", status: "halted", reason: "Tried by everyone.", scope: "One", total: 1 },
  });
  await client.bulkRow.create({ data: { runId: run.id, position: 1, ownerId: userId, userId: idOfUser("tevita.mahe@totara.example"), label: "Tevita Mahe" } });
  // Two that were given up and that nothing else supersedes: one is tried again alone, the other with whatever is left.
  const given = { kind: "revoke_sessions", state: "failed" } as const;
  const [tevita, minh] = [idOfUser("tevita.mahe@totara.example"), idOfUser("minh.nguyen@kereru.example")];
  await client.directoryWrite.create({ data: { ...given, id: idOfDirectoryWrite(GIVEN_UP), entityId: idOfEntity("TOTARA"), userId: tevita } });
  await client.directoryWrite.create({ data: { ...given, entityId: idOfEntity("KERERU"), userId: minh } });
  await client.savedView.create({ data: { userId: idOfUser(PERSONS.admin), name: "Frozen", query: "status=frozen" } });
}

export async function knownOf({ client }: Database): Promise<Known> {
  const entities = await client.entity.findMany({ select: { code: true, version: true } });
  const users = await client.user.findMany({ select: { id: true, version: true, authzVersion: true } });
  const sessions = new Map<string, string>();
  for (const action of ["users.endSession RATA", "users.endSessions RATA"]) {
    const userId = idOfUser(SUBJECTS[action] ?? "");
    const { id } = await client.session.create({ data: { id: randomUUID(), userId, expiresAt: new Date(Date.now() + 3_600_000) } });
    sessions.set(userId, id);
  }
  const invitations = await client.invitation.findMany({ select: { id: true, sentAt: true } });
  const { id } = await client.auditEvent.findFirstOrThrow({ select: { id: true } });
  const versions = new Map([...entities.map(({ code, version }) => [code, version] as const), ...users.map((user) => [user.id, user.version] as const)]);
  const { id: runId } = await client.bulkRun.findFirstOrThrow({ select: { id: true } });
  const standings = new Map(users.map(({ id, authzVersion }) => [id, authzVersion]));
  return { auditId: id, runId, versions, standings, sessions, sentAt: new Map(invitations.map((one) => [one.id, one.sentAt.toISOString()])) };
}

const NOBODY = "0190a0c0-dead-7000-8000-00000000dead";

/** What a dynamic part of an address stands for in each line. */
export function idFor(route: string, of: string, { auditId, runId }: Known): string {
  if (of === "nothing")
    return route.includes("proposals")
      ? NOBODY
      : route.includes("configuration")
        ? "999"
        : route.includes("[code]")
          ? "NOBODY"
          : route.includes("documentation")
            ? "NOBODY_RATA"
            : NOBODY;
  if (of === "malformed") return "not-an-id";
  if (route.includes("audit")) return auditId;
  if (route.includes("bulk")) return runId;
  if (route.includes("invitations/lists")) return LIST_UNDER_WAY;
  if (route.includes("proposals")) return idOfProposal(of);
  if (route.includes("[section]")) return "compliance";
  if (route.includes("drift")) return idOfDrift(SETTLED.writePortalValue);
  if (route.includes("configuration")) return "1";
  if (route.includes("[code]")) return of;
  if (route.includes("documentation")) return "KAURI_RATA";
  if (route.includes("outbox")) return idOfMail(invitationOf(of));
  if (route.includes("invitations")) return idOfInvitation(invitationOf(of));
  const domain = `@${of.toLowerCase()}.example`;
  if (route.includes("promotions")) return roleRequestId("trader", of);
  if (route.includes("users")) return idOfUser(of === "RATA" ? "trader@rata.example" : `viewer${domain}`);
  if (route.includes("support") || route.includes("requests"))
    return idOfFirst(SUPPORT_REQUESTS.filter(({ by }) => by.endsWith(domain)).map(idOfSupportRequest));
  return entityId(of);
}

const idOfFirst = ([id]: readonly string[]): string => {
  if (!id) throw new Error("The demo world has no such thing.");
  return id;
};

function entityId(of: string): string {
  if (of === "KAURI" || of === "RATA" || of === "TOTARA" || of === "WEKA") return idOfEntity(of);
  return of === "nothing" ? NOBODY : "not an id";
}

/** What has a form only once something in it is chosen. */
const SEEN: Readonly<Record<string, string>> = {
  "/admin/users/[id]/role": "?to=credit-manager",
  "/admin/users/bulk": "?chosen=matching",
};

/** Opens every page as every person. */
export function tryPages(browsers: Browsers, known: Known): Promise<readonly Tried<PageLine>[]> {
  return cells(browsers, PAGE_LINES, async (browser, line, name) => {
    const path = line.route.replace(/\[[^\]]+\]/, line.of === "-" ? "" : idFor(line.route, line.of, known)) + (SEEN[line.route] ?? "");
    const response = await browser.fetch(path, { headers: { "user-agent": name } });
    return { path, answer: { status: response.status, outcome: null, next: response.headers.get("location"), body: await response.text() } };
  });
}

export const DOWNLOAD_LINES = linesOf(DOWNLOAD_TABLE, ["route"]);
export type DownloadLine = (typeof DOWNLOAD_LINES)[number];

/** Takes every file along as every person. */
export const tryDownloads = (browsers: Browsers, known: Known): Promise<readonly Tried<DownloadLine>[]> =>
  cells(
    browsers,
    DOWNLOAD_LINES,
    async (browser, line, name) => {
      const path = line.route.replace("[id]", known.runId);
      const response = await browser.fetch(path, { headers: { "user-agent": name } });
      return { path, answer: { status: response.status, outcome: null, next: response.headers.get("location"), body: await response.text() } };
    },
    { where: "as a file" },
  );

/** Which cells of a table to try. */
type Choice = (mark: string, line: ActionLine) => boolean;

/** Runs actions as every person of the chosen cells, by their ids, from the page at `path`. */
export function tryActions(browsers: Browsers, known: Known, path: string, chosen: Choice): Promise<readonly Tried<ActionLine>[]> {
  const ids = new Map(builtActions().map(({ id, exportedName }) => [exportedName, id]));
  const call = async (browser: HttpBrowser, line: ActionLine, name: string, person: PersonKey) => {
    const id = ids.get(line.export) ?? "";
    return { path, answer: await callAction(browser, { path, id, headers: { "user-agent": name } }, fieldsFor(line, known, person)) };
  };
  return cells(browsers, ACTION_LINES, call, { chosen, where: path });
}

/** Posts the form of each action, as found in the pages of somebody who sees it, as every person of the chosen cells. */
export function tryForms(browsers: Browsers, known: Known, seen: readonly Tried<PageLine>[], chosen: Choice): Promise<readonly Tried<ActionLine>[]> {
  const exports = new Map(builtActions().map(({ id, exportedName }) => [id, exportedName]));
  const forms = new Map(
    seen.flatMap(({ path, answer }) => actionForms(answer.body).map(({ actionId, fields }) => [exports.get(actionId) ?? "", { path, fields }])),
  );
  const formless = ACTION_LINES.filter(({ action, export: name }) => !forms.has(name) && !DRAWN_LATER.includes(action)).map(({ action }) => action);
  if (formless.length > 0) throw new Error(`No page has a form for ${[...new Set(formless)].join(", ")}.`);
  const post = async (browser: HttpBrowser, line: ActionLine, name: string) => {
    const form = forms.get(line.export) ?? { path: "/", fields: {} };
    return { path: form.path, answer: await postForm(browser, form.path, { ...form.fields, ...fieldsFor(line, known), ...drawnFor(browser) }, name) };
  };
  return cells(browsers, ACTION_LINES, post, { chosen: (mark, line) => chosen(mark, line) && !DRAWN_LATER.includes(line.action), where: "by form" });
}

/** Whose difference is settled in which direction: each can be settled once. */
const SETTLED = { writePortalValue: "jiwoo.park@totara.example", takeDirectoryValue: "minh.nguyen@kereru.example" } as const;

/** A form that would do it for a person who may. */
export function fieldsFor({ action, of }: ActionLine, { versions, standings, sessions, runId, sentAt }: Known, person?: PersonKey): Record<string, string> {
  if (action === "invitations.stopList") return { id: of === "known" ? LIST_UNDER_WAY : NOBODY };
  if (isAboutInvitations(action)) return invitationFields({ action, of, person, sentAt });
  const subject = SUBJECTS[`${action} ${of} ${person}`] ?? SUBJECTS[`${action} ${of}`];
  const userId = subject ? idOfUser(subject) : entityId(of);
  const user = { id: userId, version: String(versions.get(userId) ?? 1) };
  const row = { id: entityId(of), version: String(versions.get(of) ?? 1) };
  switch (action) {
    case "entities.create":
      return { code: "NIKAU", legalName: "Nikau Geothermal Limited", shortName: "Nikau Geothermal" };
    case "entities.edit":
      return { ...row, legalName: `${of} Renamed Limited`, shortName: `${of} renamed` };
    case "entities.suspend":
    case "entities.reinstate":
      return { ...row, reason: "Tried by every person of the registry." };
    case "assignments.change":
    case "assignments.request":
      return { id: userId, seen: String(standings.get(userId) ?? 1), role: "credit-manager", global: "no", endsAt: "", zone: "UTC", ...TRIED };
    case "assignments.approve":
      return { id: roleRequestId("credit-manager", of), ...TRIED };
    case "assignments.reject":
      return { id: roleRequestId("trader", of), ...TRIED };
    case "assignments.withdraw":
      return { id: roleRequestId("credit-manager", of) };
    case "users.edit":
      return { ...user, displayName: "Tried Out", email: "tried.out@people.example" };
    case "users.setStatus":
      return { ...user, status: "frozen", reason: "Tried by every person of the registry." };
    case "users.terminate":
      return { ...user, name: "Nīkau Paewai", reason: "Tried by every person of the registry." };
    case "users.startBulk":
      return {
        scope: of === "malformed" ? "" : JSON.stringify({ ids: [user.id] }),
        seen: "1",
        selection: selectionHash([user]),
        change: "end_sessions",
        reason: "Tried by every person of the registry.",
      };
    case "users.stopBulk":
      return { id: of === "known" ? runId : NOBODY };
    case "users.saveView":
      return { name: "Tried", query: "role=trader" };
    case "users.deleteView":
      return { id: entityId(of) };
    case "users.endSession":
      return { id: user.id, sessionId: sessions.get(user.id) ?? NOBODY };
    case "users.endSessions":
      return { id: user.id };
    case "documentation.set":
      return { ...documented(of, of === "RATA" ? "KAURI" : person === "admin" ? "KAHU" : "TOTARA"), ...RECORDED };
    case "documentation.setOwn":
      return { counterparty: codeOf(of), version: "1", ...RECORDED };
    case "documentation.setMany":
      return { [`direction:${codeOf(of)}_KERERU`]: "1", ...RECORDED };
    case "market.halt":
    case "market.resume":
    case "market.reset":
      return of === "malformed" ? {} : { ...MARKET_FIELDS[action], reason: "Tried by every person of the registry." };
    case "configuration.editDraft":
      return of === "malformed" ? {} : { section: "compliance", version: "0", minimumVolume: "3.5", maximumSpread: "3.5" };
    case "configuration.discardDraft":
    case "configuration.propose":
      return {};
    case "configuration.withdraw":
    case "configuration.repeat":
    case "configuration.approve":
    case "configuration.reject":
      return proposalFields(action, of);
    case "directory.retry":
      return { id: of === "known" ? idOfDirectoryWrite(GIVEN_UP) : row.id };
    case "directory.writePortalValue":
    case "directory.takeDirectoryValue": {
      const known = idOfDrift(action === "directory.writePortalValue" ? SETTLED.writePortalValue : SETTLED.takeDirectoryValue);
      return { id: of === "known" ? known : row.id, reason: "Tried by every person of the registry." };
    }
    case "jobs.retry":
    case "jobs.discard":
      return { id: of === "known" ? FAILED_JOBS[action] : row.id };
    case "preferences.save":
      return { theme: "dark" };
    case "support.open":
      return { kind: "question", subject: "Tried by everyone", body: "Tried by every person of the registry." };
    case "support.askForAccess":
      return { access: "Market.Operate", everyEntity: "true", reason: "Tried by every person of the registry." };
    case "support.reply":
      return { id: supportRequestId(of), body: "Tried by every person of the registry." };
    case "support.close":
      return { id: supportRequestId(of), version: "1" };
    default:
      return {};
  }
}

const MARKET_FIELDS = { "market.halt": {}, "market.resume": { version: "0" }, "market.reset": { name: MARKET.name } };
const TRIED = { reason: "Tried by every person of the registry." };
const RECORDED = { status: "suspended", notes: "Tried out", remindOn: "" };
const codeOf = (of: string): string => (of === "nothing" ? "NOBODY" : of === "malformed" ? "not a code" : of);
const documented = (of: string, counterparty: string) => ({ owner: codeOf(of), counterparty, version: "1" });
/** One that waits, for this role if there are several. */
const roleRequestId = (to: string, of: string): string => {
  if (of === "nothing") return NOBODY;
  if (of === "malformed") return "not an id";
  const waiting = ROLE_REQUESTS.filter(({ user, decision }) => !decision && user.endsWith(`@${of.toLowerCase()}.example`));
  return idOfFirst(waiting.toSorted((a, b) => Number(b.to === to) - Number(a.to === to)).map(idOfRoleRequest));
};

const supportRequestId = (of: string): string => {
  if (of === "nothing") return NOBODY;
  return of === "malformed" ? "not an id" : idOfFirst(SUPPORT_REQUESTS.filter(({ by }) => by.endsWith(`@${of.toLowerCase()}.example`)).map(idOfSupportRequest));
};

/** A decision names the hash of what it saw, a repetition its reason. */
function proposalFields(action: string, of: string): Record<string, string> {
  const asks = action === "configuration.reject" || action === "configuration.repeat" ? { reason: "Tried by every person of the registry." } : {};
  const seen = action === "configuration.approve" || action === "configuration.reject" ? { hash: "0".repeat(64) } : {};
  return { id: entityId(of), ...asks, ...seen };
}

const AT_ONCE = 4;

async function cells<L extends { readonly of: string; readonly marks: ReadonlyMap<PersonKey, string> }>(
  browsers: Browsers,
  lines: readonly L[],
  attempt: (browser: HttpBrowser, line: L, name: string, person: PersonKey) => Promise<{ path: string; answer: Answer }>,
  { chosen = () => true, where = "" }: { chosen?: (mark: string, line: L) => boolean; where?: string } = {},
): Promise<readonly Tried<L>[]> {
  const waiting = lines.flatMap((line) => [...line.marks].filter(([, mark]) => chosen(mark, line)).map(([person, mark]) => ({ line, person, mark })));
  const tried: Tried<L>[] = [];
  const worker = async () => {
    for (let cell = waiting.shift(); cell; cell = waiting.shift()) {
      const { line, person, mark } = cell;
      const name = [person, "route" in line ? line.route : "action" in line ? line.action : "", line.of, where].filter(Boolean).join(" ");
      const browser = browsers.get(person);
      if (browser) tried.push({ name, person, line, mark, ...(await attempt(browser, line, name, person)) });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return tried;
}
