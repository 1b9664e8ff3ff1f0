import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ADMIN_TABS, PAGES } from "@/lib/platform/authz/admin-tabs";
import type { AuditEvent } from "@/lib/platform/db/types";
import { builtActions } from "./http-actions";
import { allOperations } from "./operations";
import { queriesOfPages, recordedNames } from "./page-queries";
import { startTestPortal, type TestPortal } from "./portal";
import { ADDED, accessOf, COMPARE, factsOf, GONE, idOf, isAbout, outcomeFor, RETRY_ONE, reasonFor, SIGN_OUT, tally } from "./registry.expected";
import {
  ACTION_LINES,
  type ActionLine,
  browsersOf,
  type DownloadLine,
  fieldsFor,
  freezeOperator,
  haveWorkBegun,
  type Known,
  knownOf,
  type PageLine,
  type Tried,
  tryActions,
  tryDownloads,
  tryForms,
  tryPages,
} from "./registry.run";
import { PERSONS } from "./registry.tables";
import { isNotFound, notAvailableIn, rowsIn, saidBy, titlesIn } from "./rendered";
import { type Rows, rowsOfEverything } from "./stored-rows";

type PageTried = Tried<PageLine>;
type ActionTried = Tried<ActionLine>;

/** A page that no action belongs to; their own forms are posted as well. */
const POSTED_TO = "/sign-in";

let portal: TestPortal;
let known: Known;
let pages: readonly PageTried[];
let downloads: readonly Tried<DownloadLine>[];
let refused: readonly ActionTried[];
let posted: readonly ActionTried[];
let granted: readonly ActionTried[];
let signedOut: readonly ActionTried[];
let before: Rows;
let untouched: Rows;
let after: Rows;
/** What is on the record, by the user agent under which each request came. */
const recorded = new Map<string | null, readonly AuditEvent[]>();
const recordOf = (userAgent: string | null): readonly AuditEvent[] => recorded.get(userAgent) ?? [];

beforeAll(async () => {
  portal = await startTestPortal();
  const browsers = await portal.inspect(async (database) => {
    await freezeOperator(database);
    await haveWorkBegun(database);
    before = await rowsOfEverything(database);
    known = await knownOf(database);
    return browsersOf(database, portal);
  });
  pages = await tryPages(browsers, known);
  downloads = await tryDownloads(browsers, known);
  refused = await tryActions(browsers, known, POSTED_TO, (mark) => mark !== "●" && mark !== "=");
  const seen = pages.filter(({ answer }) => answer.status === 200);
  posted = await tryForms(browsers, known, seen, (mark) => reasonFor(mark) !== undefined || mark === "→");
  untouched = await portal.inspect(rowsOfEverything);
  // Before everything that was given up is tried again: a worker may have told it to the directory by then.
  const oneWrite = await tryActions(browsers, known, "/", (mark, { action }) => mark === "●" && action === RETRY_ONE);
  const others = await tryActions(browsers, known, "/", (mark, { action }) => mark === "●" && ![SIGN_OUT, RETRY_ONE, COMPARE].includes(action));
  const comparison = await tryActions(browsers, known, "/", (mark, { action }) => mark === "●" && action === COMPARE);
  granted = [...oneWrite, ...others, ...comparison];
  signedOut = await tryActions(browsers, known, "/", (mark, { action }) => mark === "●" && action === SIGN_OUT);
  await portal.inspect(async (database) => {
    after = await rowsOfEverything(database);
    for (const event of await database.client.auditEvent.findMany()) recorded.set(event.userAgent, [...recordOf(event.userAgent), event]);
  });
});

afterAll(() => portal.stop());

/** The pages that a refusal names, by address. */
const NAMED: ReadonlyMap<string, string> = new Map([...ADMIN_TABS, ...PAGES].map(({ href, label }) => [href, label]));

const sorted = (values: Iterable<string>): readonly string[] => [...new Set(values)].sort();

/** What asks somebody outside is authorised once before, and again in the transaction that acts on the answer. */
const operations = await allOperations();
const decisionsOf = ({ action }: ActionLine): number => (operations.get(action)?.asks ? 2 : 1);

test("the registry has every action in the build", () => {
  expect(sorted(builtActions().map(({ exportedName }) => exportedName))).toEqual(sorted(ACTION_LINES.map((line) => line.export)));
});

describe("opening any page as any person", () => {
  test("opens, leads to sign in, leads to the reason, or is not there, as the table says", () => {
    const is = ({ name, answer }: PageTried) => `${name}: ${answer.status} ${answer.next?.replace(/^\/sign-in(\?.*)?$/, "/sign-in") ?? ""}`.trim();
    const should = ({ name, mark }: PageTried) => `${name}: ${wanted(mark)}`;
    const wanted = (mark: string) => {
      if (mark === "●") return "200";
      if (mark === "→") return "307 /sign-in";
      return "DTS".includes(mark) ? `307 /no-access?reason=${reasonFor(mark)}` : "404";
    };
    expect(pages.map(is)).toEqual(pages.map(should));
  });

  test("names a refused page of the portal, which is no secret, under a title that names nothing", () => {
    const refused = pages.flatMap(({ answer, path, name }) => {
      const label = NAMED.get(path);
      return answer.status === 404 && label ? [{ name, label, body: answer.body }] : [];
    });
    expect(refused.length).toBeGreaterThan(0);
    for (const { name, label, body } of refused) {
      expect(
        rowsIn(body).some((row) => row.includes(`"${label}"," is not open to you"`)),
        name,
      ).toBe(true);
      expect(titlesIn(body), name).toEqual(["Rolebook"]);
    }
  });

  test("says of another's row and an address that does not exist one and the same", () => {
    for (const person of Object.keys(PERSONS)) {
      const missing = pages.filter((one) => one.person === person && one.answer.status === 404 && !NAMED.has(one.path));
      expect(missing.every(({ answer }) => isNotFound(answer.body))).toBe(true);
      // The strip of tabs around it is the folder's, which every address below the folder shares.
      const folders = sorted(missing.map(({ path: address }) => address.split("/")[1] ?? ""));
      const told = sorted(missing.map(({ path: address, answer }) => `${address.split("/")[1]} ${notAvailableIn(answer.body)}`));
      expect(told.length, person).toBe(folders.length);
      expect(sorted(missing.flatMap(({ answer }) => titlesIn(answer.body))), person).toEqual(missing.length > 0 ? ["Rolebook"] : []);
    }
  });

  test("answers to the last byte alike for a row of another entity, one that does not exist, and no id at all", () => {
    const missing = pages.filter(({ answer, line }) => answer.status === 404 && line.of !== "-");
    const told = sorted(missing.map(({ person, line }) => `${person} ${line.route}`)).flatMap((where) => {
      const same = missing.filter(({ person, line }) => `${person} ${line.route}` === where);
      return sorted(same.map(({ answer, path: address }) => saidBy(answer.body, address))).length > 1 ? [where] : [];
    });
    expect(told).toEqual([]);
  });
});

describe("taking any file along as any person", () => {
  test("is for those who may; the rest are refused like an address that does not exist, with one entry on the record", () => {
    const wanted = (mark: string) => ({ "●": 200, "→": 307 })[mark] ?? 404;
    expect(downloads.map(({ name, answer }) => `${name}: ${answer.status}`)).toEqual(downloads.map(({ name, mark }) => `${name}: ${wanted(mark)}`));
    for (const { name, mark, person } of downloads) {
      const refusals = recordOf(name).filter(({ outcome }) => outcome === "deny");
      const reasonCode = reasonFor(mark) ?? (mark === "N" ? "NOT_AUTHORISED" : undefined);
      expect(refusals, name).toMatchObject(reasonCode ? [{ reasonCode, purpose: "access", actorUserId: idOf(person) }] : []);
    }
  });
});

describe("posting any action as any person", () => {
  const outcome = ({ answer }: ActionTried) => (answer.next ? "done" : answer.outcome);

  test("refuses as the table says, whichever page it is posted to", () => {
    expect(refused.map((one) => `${one.name}: ${outcome(one)}`)).toEqual(refused.map(({ name, mark }) => `${name}: ${outcomeFor(mark)}`));
    expect(refused.every(({ answer }) => answer.status === 200)).toBe(true);
  });

  test("refuses the form of a page as it refuses the action, for people without JavaScript", () => {
    expect(posted.filter(({ answer }) => answer.status === 303 || answer.status >= 500).map(({ name }) => name)).toEqual([]);
    expect(posted.length).toBeGreaterThan(50);
  });

  test("changes no row of any table for anybody who is refused", () => {
    expect(untouched).toEqual(before);
  });

  test("does it for those who may, and changes what it names and nothing else", () => {
    expect([...granted, ...signedOut].filter((one) => outcome(one) !== "done").map(({ name }) => name)).toEqual([]);
    expect({ added: tally(before, after), gone: tally(after, before) }).toEqual({ added: ADDED, gone: GONE });
  });

  test("answers alike whether the id is another entity's or nobody's", () => {
    const told = refused.filter(({ mark }) => reasonFor(mark)).map(({ person, line, answer }) => `${person} ${line.action}: ${answer.outcome}`);
    expect(sorted(told).length).toBe(sorted(refused.filter(({ mark }) => reasonFor(mark)).map(({ person, line }) => `${person} ${line.action}`)).length);
  });
});

describe("the record", () => {
  const denied = (name: string) => recordOf(name).filter(({ outcome, purpose }) => outcome === "deny" && purpose === "access");

  const queries = queriesOfPages();
  const names = recordedNames();
  /** A page is on the record by its query's name. */
  const actionOf = (route: string) => names.get(queries.get(route) ?? "");

  test("has one refused access for each page that was refused, with reason, permission, person and address, and none for any other", () => {
    for (const { name, person, line, mark, path: address } of pages) {
      const reasonCode = reasonFor(mark) ?? (mark === "·" && !line.route.endsWith("[...unknown]") ? "NOT_AUTHORISED" : undefined);
      const expected = reasonCode ? [{ outcome: "deny", purpose: "access", reasonCode, actorUserId: idOf(person), action: actionOf(line.route) }] : [];
      expect(denied(name).map(factsOf), name).toMatchObject(expected);
      // The address itself, or the thing in it.
      expect(
        denied(name).every(({ targetType, targetId }) => targetType && targetId && address.includes(targetId)),
        name,
      ).toBe(true);
      expect(
        denied(name).every(({ permission }) => line.needs.includes(permission ?? "")),
        name,
      ).toBe(true);
    }
  });

  test("has each audited permission that drew the shell once for each request, under one request id", () => {
    for (const { name, person, line } of pages) {
      const rows = recordOf(name);
      const drawn = person === "out" || line.needs.includes("-") ? [] : ["Market.Config.Manage", "Market.Operate"];
      const shell = rows.filter(
        ({ permission, targetEntityId, actorEntityId, reasonCode }) =>
          reasonCode !== "NOT_AUTHORISED" &&
          ((permission === "Market.Operate" && targetEntityId === null) || (permission === "Market.Config.Manage" && targetEntityId === actorEntityId)),
      );
      expect(shell.map(({ permission }) => permission).sort(), name).toEqual(drawn);
      expect(sorted(rows.map(({ requestId }) => requestId)).length, name).toBeLessThanOrEqual(1);
      const told = rows.map(({ permission, targetEntityId, reasonCode }) => `${permission} ${targetEntityId} ${reasonCode === "NOT_AUTHORISED"}`);
      expect(sorted(told).length, name).toBe(rows.length);
    }
  });

  test("has one refused access for each action that was refused, by its decision or by a rule after it, and nothing else", () => {
    for (const { name, person, line, mark } of refused) {
      const rows = recordOf(name).filter(({ purpose }) => purpose === "access");
      expect(rows.map(factsOf), name).toEqual(accessOf({ line, mark, person, decisions: decisionsOf(line) }));
      expect(rows.filter(({ outcome }) => outcome === "deny").every(isAbout(fieldsFor(line, known, person).id)), name).toBe(true);
      expect(
        rows.slice(mark === "N" ? decisionsOf(line) - 1 : 0).every(({ result }) => result === outcomeFor(mark)),
        name,
      ).toBe(true);
    }
  });

  test("has one refused access for each form that was refused", () => {
    for (const { name, person, line, mark } of posted) {
      const rows = recordOf(name).filter(({ action }) => action === line.action);
      const reasonCode = reasonFor(mark);
      const expected = { purpose: "access", permission: line.needs[0], action: line.action, actorUserId: idOf(person), outcome: "deny", reasonCode };
      expect(rows.map(factsOf), name).toEqual(reasonCode ? [expected] : []);
    }
  });

  test("has the decision and the change, under one request id, for each action that changed something", () => {
    for (const { name, line, person } of granted.filter(({ line: { action } }) => action.startsWith("entities."))) {
      const rows = recordOf(name).filter(({ action, kind }) => action === line.action || kind === "change");
      expect(rows.map(({ kind, outcome, result, actorUserId }) => ({ kind, outcome, result, actorUserId }))).toEqual(
        ["decision", "change"].map((kind) => ({ kind, outcome: "grant", result: "committed", actorUserId: idOf(person) })),
      );
      expect(sorted(rows.map(({ requestId }) => requestId)).length, name).toBe(1);
    }
  });
});
