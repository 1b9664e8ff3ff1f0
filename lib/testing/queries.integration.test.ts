import { readdirSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import type { Access } from "@/lib/platform/authz/decide";
import type { Database } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { decodeFields, decodeSearch } from "@/lib/platform/operations/decode";
import type { Download } from "@/lib/platform/operations/download";
import { executeDownload } from "@/lib/platform/operations/execute-download";
import { executeQuery } from "@/lib/platform/operations/execute-query";
import type { Query } from "@/lib/platform/operations/query";
import { registeredActions } from "@/lib/platform/operations/registry";
import { seedDemoWorld } from "@/prisma/seed/seed";
import { QUERY_OF } from "@/prisma/seed/visits";
import { beginSessions, callerOf, type Tokens } from "./bare-callers";
import { freshDatabase } from "./databases";
import { downloadsOfRoutes, queriesOfPages } from "./page-queries";
import { idOf, reasonFor } from "./registry.expected";
import { DOWNLOAD_LINES, freezeOperator, haveWorkBegun, idFor, type Known, knownOf, PAGE_LINES, type PageLine } from "./registry.run";
import type { PersonKey } from "./registry.tables";

/** Every cell of the table of pages whose page is a query, executed for a bare caller: with neither page nor cookie. Over HTTP the same table holds. */

process.env.SESSION_SECRET = "a secret of the tests, long enough to be accepted";

type AnyQuery = Query<Access, z.ZodType, unknown>;
type AnyDownload = Download<Access, z.ZodType>;
type Tried = {
  readonly name: string;
  readonly line: PageLine;
  readonly mark: string;
  readonly person: PersonKey;
  readonly query: AnyQuery;
  readonly outcome: string;
};

const isQuery = (value: unknown): value is AnyQuery => typeof value === "object" && value !== null && "read" in value && "across" in value;

const isDownload = (value: unknown): value is AnyDownload => typeof value === "object" && value !== null && "body" in value && "across" in value;

/** Everything of that kind that a domain lets others use, by the name under which it is exported. */
async function exported<T>(isOne: (value: unknown) => value is T): Promise<ReadonlyMap<string, T>> {
  const domains = readdirSync("lib/domain");
  const doors = await Promise.all(
    domains.map((name): Promise<Record<string, unknown>> => import(path.resolve("lib/domain", name, "index.ts")).catch(() => ({}))),
  );
  return new Map(doors.flatMap((door) => Object.entries(door)).flatMap(([key, value]) => (isOne(value) ? [[key, value] as const] : [])));
}

let database: Database;
let known: Known;
let tokens: Tokens;
let queries: ReadonlyMap<string, AnyQuery>;
let downloads: ReadonlyMap<string, AnyDownload>;
const pages = queriesOfPages();
const routes = downloadsOfRoutes();
let tried: readonly Tried[];

beforeAll(async () => {
  queries = await exported(isQuery);
  downloads = await exported(isDownload);
  database = await freshDatabase();
  await seedDemoWorld(database);
  await freezeOperator(database);
  await haveWorkBegun(database);
  known = await knownOf(database);
  tokens = await beginSessions(database);
  tried = await tryAll();
});
afterAll(() => database.close());

async function tryAll(): Promise<readonly Tried[]> {
  const all: Tried[] = [];
  for (const line of PAGE_LINES) {
    const query = queries.get(pages.get(line.route) ?? "");
    if (!query) continue;
    for (const [person, cell] of line.marks) {
      // That there is no such page is for the page to say: the query behind it lets in everybody.
      const mark = cell === "·" && line.route.endsWith("/[...unknown]") ? "●" : cell;
      const token = tokens.get(person);
      if (!token) continue;
      const name = `${person} ${line.route} ${line.of}`;
      const [, segment] = /\[(\w+)\]/.exec(line.route) ?? [];
      const input = segment ? decodeFields(query.input, { [segment]: idFor(line.route, line.of, known) }) : {};
      const outcome = await executeQuery(query, await callerOf(token, name), input).then((value) => (value === null ? "nothing" : "done"), codeOf);
      all.push({ name, line, mark, person, query, outcome });
    }
  }
  return all;
}

const codeOf = (error: unknown): string => {
  if (error instanceof AppError) return error.code;
  throw error;
};

/** What the table's mark says of a bare caller: an address of no shape is told apart from one that names nothing, which a page does not. */
const outcomeFor = (mark: string, of: string): string => {
  if (mark === "●") return "done";
  // O is on record for what another entity owns: the door itself is open, and the query finds nothing there.
  if (reasonFor(mark) && mark !== "O") return "NOT_AUTHORISED";
  return of === "malformed" ? "INVALID_INPUT" : "nothing";
};

test("every query is one that a domain exports, and that a way in opens", () => {
  expect([...queries.values(), ...downloads.values()].map(({ name }) => name).sort()).toEqual(
    registeredActions()
      .filter(({ kind }) => kind === "query")
      .map(({ name }) => name)
      .sort(),
  );
  expect([...new Set(pages.values())].sort()).toEqual([...queries.keys()].sort());
  expect([...routes.values()].sort()).toEqual([...downloads.keys()].sort());
  expect(Object.values(QUERY_OF).filter((name) => ![...queries.values()].some((query) => query.name === name))).toEqual([]);
  expect(queries.size).toBeGreaterThan(40);
  expect(downloads.size).toBe(3);
});

describe("executing any query as any person", () => {
  test("comes to what the table says", () => {
    expect(tried.map(({ name, outcome }) => `${name}: ${outcome}`)).toEqual(tried.map(({ name, mark, line }) => `${name}: ${outcomeFor(mark, line.of)}`));
    expect(tried.length).toBeGreaterThan(100);
  });

  test("leaves one refused access where it is refused or names nothing, under the query's own name, and none where it is done", async () => {
    const rows = await database.client.auditEvent.findMany({ where: { outcome: "deny", purpose: "access" }, orderBy: { id: "asc" } });
    for (const { name, mark, person, query, line } of tried) {
      const mine = rows
        .filter(({ userAgent }) => userAgent === name)
        .map(({ action, permission, reasonCode, actorUserId }) => ({ action, permission, reasonCode, actorUserId }));
      const refused = {
        action: query.name,
        permission: expect.toBeOneOf([...line.needs]),
        actorUserId: idOf(person),
        reasonCode: reasonFor(mark) ?? "NOT_AUTHORISED",
      };
      expect(mine, name).toEqual(mark === "●" ? [] : [refused]);
    }
  });
});

describe("executing any download as any person", () => {
  test("comes to what the table says, and each refusal leaves one refused access", async () => {
    for (const line of DOWNLOAD_LINES) {
      const [route = "", search = ""] = line.route.split("?");
      const download = downloads.get(routes.get(route) ?? "");
      if (!download) throw new Error(`No download answers at ${route}.`);
      const input = { ...decodeSearch(download.input, Object.fromEntries(new URLSearchParams(search))), ...(line.of === "known" ? { id: known.runId } : {}) };
      for (const [person, mark] of line.marks) {
        const token = tokens.get(person);
        if (!token) continue;
        const name = `${person} takes ${line.route} along`;
        const outcome = await taken(executeDownload(download, () => callerOf(token, name), input));
        expect(outcome, name).toBe(mark === "●" ? "done" : "NOT_AUTHORISED");
        const rows = await database.client.auditEvent.findMany({ where: { outcome: "deny", purpose: "access", userAgent: name } });
        const refused = { action: download.name, permission: download.permission, actorUserId: idOf(person), reasonCode: reasonFor(mark) ?? "NOT_AUTHORISED" };
        expect(rows, name).toMatchObject(mark === "●" ? [] : [refused]);
      }
    }
  });

  test("is refused in words where its input cannot be read, and that is on record", async () => {
    const token = tokens.get("global");
    for (const download of downloads.values()) {
      if (!token) throw new Error("The operator with Global has no session.");
      const name = `somebody takes ${download.name} along by no address`;
      expect(await taken(executeDownload(download, () => callerOf(token, name), { id: "not-an-id", format: "exe" }))).toBe("INVALID_INPUT");
      const where = { action: download.name, outcome: "deny", purpose: "access", userAgent: name } as const;
      expect(await database.client.auditEvent.count({ where })).toBe(1);
    }
  });
});

async function taken(parts: AsyncGenerator<string, void>): Promise<string> {
  try {
    for await (const part of parts) expect(part).toBeTypeOf("string");
    return "done";
  } catch (error) {
    return codeOf(error);
  }
}

test("every field of every query has a type as JSON carries it, and a wrong one is refused in words", async () => {
  for (const query of [...queries.values(), ...downloads.values()]) {
    const { properties = {} } = z.toJSONSchema(query.input, { io: "input", unrepresentable: "any" });
    for (const [field, shape] of Object.entries(properties)) {
      expect(typeof shape === "object" && shape.type, `${query.name} ${field}`).toMatch(/^(string|integer|boolean|array)$/);
      const parsed = query.input.safeParse({ [field]: { nested: true } });
      expect(parsed.success, `${query.name} ${field}`).toBe(false);
    }
    expect(query.input.safeParse({ unknown: "field" }).success, query.name).toBe(false);
  }
});
