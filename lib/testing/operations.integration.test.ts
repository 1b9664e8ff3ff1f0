import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "@/lib/platform/db/client";
import type { AuditEvent } from "@/lib/platform/db/types";
import { AppError } from "@/lib/platform/errors";
import { execute } from "@/lib/platform/operations/execute";
import type { Actor } from "@/lib/platform/unit-of-work/standing";
import { seedDemoWorld } from "@/prisma/seed/seed";
import { beginSessions, callerOf, type Tokens } from "./bare-callers";
import { freshDatabase } from "./databases";
import { DECODERS, inputOf } from "./form-decoders";
import { type AnyOperation, allOperations } from "./operations";
import { ADDED, accessOf, factsOf, GONE, idOf, isAbout, outcomeFor, RETRY_ONE, SIGN_OUT, tally } from "./registry.expected";
import { ACTION_LINES, type ActionLine, fieldsFor, freezeOperator, haveWorkBegun, type Known, knownOf } from "./registry.run";
import type { PersonKey } from "./registry.tables";
import { type Rows, rowsOfEverything } from "./stored-rows";

/** Every cell of the table of actions, executed for a bare caller: as over HTTP, with neither form nor cookie nor page. */

process.env.SESSION_SECRET = "a secret of the tests, long enough to be accepted";

type Tried = { readonly name: string; readonly line: ActionLine; readonly mark: string; readonly person: PersonKey; readonly outcome: string };

let database: Database;
let known: Known;
let operations: ReadonlyMap<string, AnyOperation>;
let tokens: Tokens;
let refused: readonly Tried[];
let granted: readonly Tried[];
let before: Rows;
let untouched: Rows;
let after: Rows;
/** What is on the record, by the user agent under which each caller came. */
const recorded = new Map<string | null, readonly AuditEvent[]>();
const recordOf = (name: string): readonly AuditEvent[] => recorded.get(name) ?? [];

beforeAll(async () => {
  operations = await allOperations();
  database = await freshDatabase();
  await seedDemoWorld(database);
  await freezeOperator(database);
  await haveWorkBegun(database);
  before = await rowsOfEverything(database);
  known = await knownOf(database);
  tokens = await beginSessions(database);
  refused = await tryAll((mark) => mark !== "●" && mark !== "=");
  untouched = await rowsOfEverything(database);
  const may = (wanted: (action: string) => boolean) => tryAll((mark, { action }) => mark === "●" && wanted(action));
  const oneWrite = await may((action) => action === RETRY_ONE);
  const others = await may((action) => action !== RETRY_ONE && action !== SIGN_OUT);
  granted = [...oneWrite, ...others, ...(await may((action) => action === SIGN_OUT))];
  after = await rowsOfEverything(database);
  for (const event of await database.client.auditEvent.findMany({ orderBy: { id: "asc" } }))
    recorded.set(event.userAgent, [...recordOf(event.userAgent ?? ""), event]);
});
afterAll(() => database.close());

/** Nobody signed out is a caller at all: that is for a way in to refuse. */
async function tryAll(chosen: (mark: string, line: ActionLine) => boolean): Promise<readonly Tried[]> {
  const tried: Tried[] = [];
  for (const line of ACTION_LINES)
    for (const [person, mark] of line.marks) {
      const token = tokens.get(person);
      if (!token || !chosen(mark, line)) continue;
      const name = `${person} ${line.action} ${line.of}`;
      tried.push({ name, line, mark, person, outcome: await outcomeOf(line, person, await callerOf(token, name)) });
    }
  return tried;
}

async function outcomeOf(line: ActionLine, person: PersonKey, caller: Actor): Promise<string> {
  const operation = operations.get(line.action);
  if (!operation) throw new Error(`There is no operation ${line.action}.`);
  try {
    const input = inputOf(operation, fieldsFor(line, known, person));
    return await execute(operation, caller, input, { lookUp: () => saidByDirectory(fieldsFor(line, known, person).id), conclude: () => "done" });
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}

/** The directory still says what it said when it was compared. */
async function saidByDirectory(id: string | undefined): Promise<{ roles: readonly string[]; global: boolean } | null> {
  const drift = id ? await database.client.directoryDrift.findUnique({ where: { id } }) : null;
  return drift && { roles: drift.directoryRoles, global: drift.directoryGlobal };
}

test("every form that is read in a way of its own is known here, and every other follows its operation's schema", () => {
  const files = (folder: string, name: string) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => path.basename(file) === name)
      .map((file) => readFileSync(path.join(folder, file), "utf8"));
  const declared = files("lib/domain", "operations.ts").flatMap((file) => [...file.matchAll(/export const (\w+) = operation\(\{\s*name: "([^"]+)"/g)]);
  const names = new Map(declared.map(([, key = "", name = ""]) => [key, name]));
  const forms = files("app", "actions.ts").flatMap((file) => [...file.matchAll(/formAction\((\w+), \{\s*decode: (\w+)/g)]);
  expect(Object.fromEntries(forms.map(([, key = "", decode]) => [names.get(key), decode]))).toEqual(
    Object.fromEntries(Object.entries(DECODERS).map(([name, decode]) => [name, decode.name])),
  );
});

describe("executing any operation as any person", () => {
  test("is refused as the table says", () => {
    expect(refused.map(({ name, outcome }) => `${name}: ${outcome}`)).toEqual(refused.map(({ name, mark }) => `${name}: ${outcomeFor(mark)}`));
    expect(refused.length).toBeGreaterThan(900);
  });

  test("changes no row of any table for anybody who is refused", () => {
    expect(untouched).toEqual(before);
  });

  test("does it for those who may, and changes what it names and nothing else", () => {
    expect(granted.filter(({ outcome }) => outcome !== "done").map(({ name, outcome }) => `${name}: ${outcome}`)).toEqual([]);
    expect({ added: tally(before, after), gone: tally(after, before) }).toEqual({ added: ADDED, gone: GONE });
  });
});

describe("the record of executing", () => {
  test("has one refused access for each operation that was refused, by its decision or by a rule after it, and nothing else", () => {
    for (const { name, person, line, mark } of refused) {
      const rows = recordOf(name).filter(({ purpose }) => purpose === "access");
      expect(rows.map(factsOf), name).toEqual(accessOf({ line, mark, person, decisions: 1 }));
      expect(rows.filter(({ outcome }) => outcome === "deny").every(isAbout(fieldsFor(line, known, person).id)), name).toBe(true);
      expect(
        rows.every(({ result }) => result === outcomeFor(mark)),
        name,
      ).toBe(true);
    }
  });

  test("has the decision and the change, under one request id, for each operation that changed something", () => {
    for (const { name, line, person } of granted) {
      const rows = recordOf(name).filter(({ purpose }) => purpose !== "visibility");
      expect(new Set(rows.map(({ requestId }) => requestId)).size, name).toBeLessThanOrEqual(1);
      expect(
        rows.every(({ outcome, result, actorUserId }) => outcome === "grant" && result === "committed" && actorUserId === idOf(person)),
        name,
      ).toBe(true);
      if (operations.get(line.action)?.audit !== "none") expect(rows.filter(({ kind }) => kind === "change").length, name).toBeGreaterThan(0);
    }
  });
});
