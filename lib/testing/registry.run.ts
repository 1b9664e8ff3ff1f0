import type { Database } from "@/lib/db/client";
import { idOfInvitation, idOfSupportRequest } from "@/prisma/seed/steps";
import { idOfEntity, idOfUser } from "@/prisma/seed/world";
import { INVITATIONS, SUPPORT_REQUESTS } from "@/prisma/seed/world-requests";
import { HttpBrowser } from "./browser";
import { type Answer, actionForms, builtActions, callAction, postForm } from "./http-actions";
import type { TestPortal } from "./portal";
import { ACTION_TABLE, linesOf, PAGE_TABLE, PERSONS, type PersonKey } from "./registry.tables";
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
export type Known = { readonly auditId: string; readonly versions: ReadonlyMap<string, number> };

export async function knownOf({ client }: Database): Promise<Known> {
  const entities = await client.entity.findMany({ select: { code: true, version: true } });
  const { id } = await client.auditEvent.findFirstOrThrow({ select: { id: true } });
  return { auditId: id, versions: new Map(entities.map(({ code, version }) => [code, version])) };
}

const NOBODY = "0190a0c0-dead-7000-8000-00000000dead";

/** What a dynamic part of an address stands for in each line. */
function idFor(route: string, of: string, { auditId }: Known): string {
  if (of === "nothing") return route.includes("configuration") ? "999" : route.includes("documentation") ? `${NOBODY}_${idOfEntity("RATA")}` : NOBODY;
  if (of === "malformed") return "not-an-id";
  if (route.includes("audit")) return auditId;
  if (route.includes("configuration")) return "1";
  if (route.includes("documentation")) return `${idOfEntity("KAURI")}_${idOfEntity("RATA")}`;
  const domain = `@${of.toLowerCase()}.example`;
  if (route.includes("users")) return idOfUser(of === "RATA" ? "trader@rata.example" : `viewer${domain}`);
  if (route.includes("invitations")) return idOfFirst(INVITATIONS.filter(({ email }) => email.endsWith(domain)).map(idOfInvitation));
  if (route.includes("support")) return idOfFirst(SUPPORT_REQUESTS.filter(({ by }) => by.endsWith(domain)).map(idOfSupportRequest));
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

/** Opens every page as every person. */
export function tryPages(browsers: Browsers, known: Known): Promise<readonly Tried<PageLine>[]> {
  return cells(browsers, PAGE_LINES, async (browser, line, name) => {
    const path = line.route.replace(/\[[^\]]+\]/, line.of === "-" ? "" : idFor(line.route, line.of, known));
    const response = await browser.fetch(path, { headers: { "user-agent": name } });
    return { path, answer: { status: response.status, outcome: null, next: response.headers.get("location"), body: await response.text() } };
  });
}

/** Which cells of a table to try. */
type Choice = (mark: string, line: ActionLine) => boolean;

/** Runs actions as every person of the chosen cells, by their ids, from the page at `path`. */
export function tryActions(browsers: Browsers, known: Known, path: string, chosen: Choice): Promise<readonly Tried<ActionLine>[]> {
  const ids = new Map(builtActions().map(({ id, exportedName }) => [exportedName, id]));
  const call = async (browser: HttpBrowser, line: ActionLine, name: string) => {
    const id = ids.get(line.export) ?? "";
    return { path, answer: await callAction(browser, { path, id, headers: { "user-agent": name } }, fieldsFor(line, known)) };
  };
  return cells(browsers, ACTION_LINES, call, { chosen, where: path });
}

/** Posts the form of each action, as found in the pages of somebody who sees it, as every person of the chosen cells. */
export function tryForms(browsers: Browsers, known: Known, seen: readonly Tried<PageLine>[], chosen: Choice): Promise<readonly Tried<ActionLine>[]> {
  const exports = new Map(builtActions().map(({ id, exportedName }) => [id, exportedName]));
  const forms = new Map(
    seen.flatMap(({ path, answer }) => actionForms(answer.body).map(({ actionId, fields }) => [exports.get(actionId) ?? "", { path, fields }])),
  );
  const post = async (browser: HttpBrowser, line: ActionLine, name: string) => {
    const form = forms.get(line.export);
    if (!form) throw new Error(`No page has a form for ${line.action}.`);
    return { path: form.path, answer: await postForm(browser, form.path, { ...form.fields, ...fieldsFor(line, known) }, name) };
  };
  return cells(browsers, ACTION_LINES, post, { chosen, where: "by form" });
}

/** A form that would do it, for whoever may. */
export function fieldsFor({ action, of }: ActionLine, { versions }: Known): Record<string, string> {
  const row = { id: entityId(of), version: String(versions.get(of) ?? 1) };
  switch (action) {
    case "entities.create":
      return { code: "NIKAU", legalName: "Nikau Geothermal Limited", shortName: "Nikau Geothermal" };
    case "entities.edit":
      return { ...row, legalName: `${of} Renamed Limited`, shortName: `${of} renamed` };
    case "entities.suspend":
    case "entities.reinstate":
      return { ...row, reason: "Tried by every person of the registry." };
    case "preferences.save":
      return { theme: "dark" };
    default:
      return {};
  }
}

const AT_ONCE = 4;

async function cells<L extends { readonly of: string; readonly marks: ReadonlyMap<PersonKey, string> }>(
  browsers: Browsers,
  lines: readonly L[],
  attempt: (browser: HttpBrowser, line: L, name: string) => Promise<{ path: string; answer: Answer }>,
  { chosen = () => true, where = "" }: { chosen?: (mark: string, line: L) => boolean; where?: string } = {},
): Promise<readonly Tried<L>[]> {
  const waiting = lines.flatMap((line) => [...line.marks].filter(([, mark]) => chosen(mark, line)).map(([person, mark]) => ({ line, person, mark })));
  const tried: Tried<L>[] = [];
  const worker = async () => {
    for (let cell = waiting.shift(); cell; cell = waiting.shift()) {
      const { line, person, mark } = cell;
      const name = [person, "route" in line ? line.route : "action" in line ? line.action : "", line.of, where].filter(Boolean).join(" ");
      const browser = browsers.get(person);
      if (browser) tried.push({ name, person, line, mark, ...(await attempt(browser, line, name)) });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return tried;
}
