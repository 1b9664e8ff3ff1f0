import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Database, openPGlite, openPostgres } from "@/lib/platform/db/client";
import { migrateEmbedded } from "@/lib/platform/db/migrate";
import { createPostgres, RUNS_ON } from "@/lib/testing/databases";
import { openOn, putInForce, startSessionAt, transitionsOf } from "@/lib/testing/market";
import { type InForce, movesUntil, type Position } from "./replay";

/** Both daylight-saving days of 2027, 4 April and 26 September, are Sundays in this year. */
const SUNDAYS = openOn(["sunday", "wednesday"]);
const DAYS = 104;
const START = new Date("2027-01-01T12:00:00Z");
const END = new Date("2028-01-01T12:00:00Z");
const KILLS = 4;
/** On PostgreSQL two schedulers work at once. */
const AT_ONCE = RUNS_ON === "postgresql" ? 2 : 1;

const folder = mkdtempSync(path.join(tmpdir(), "rolebook-market-"));
let postgres: Awaited<ReturnType<typeof createPostgres>> | null = null;
const open = async (): Promise<Database> => (postgres ? openPostgres(postgres.url) : openPGlite(folder));
const env = () => (postgres ? { DATABASE_URL: postgres.url, ALLOW_LOCAL_DIRECTORY_ON_EXTERNAL_DATABASE: "true" } : { DATABASE_URL: "", DATA_DIR: folder });

async function using<T>(work: (database: Database) => Promise<T>): Promise<T> {
  const database = await open();
  return work(database).finally(() => database.close());
}

beforeAll(async () => {
  if (RUNS_ON === "postgresql") postgres = await createPostgres();
  await using(async (database) => {
    if (database.kind === "pglite") await migrateEmbedded(database.adapter);
    await putInForce(database, SUNDAYS, new Date("2026-01-01T00:00:00Z"));
    await startSessionAt(database, START);
  });
});
afterAll(async () => {
  await postgres?.drop();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs one scheduler through the year; optionally kills it just after it starts to move. */
async function schedule(killed: boolean): Promise<unknown> {
  const child = spawn(process.execPath, ["--conditions=react-server", "--import", "tsx", "e2e/crash/scheduler.ts", END.toISOString()], {
    env: { ...process.env, ...env() },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  for await (const said of child.stdout) if (String(said).includes("moving")) break;
  child.stdout.resume();
  if (killed) {
    await pause(50 + Math.random() * 700);
    child.kill("SIGKILL");
  }
  const [code, signal] = await ended;
  return signal ?? code;
}

/** The transitions of an uninterrupted scheduler. */
const uninterrupted = (): readonly string[] => {
  const version: InForce = { number: 1, from: new Date("2026-01-01T00:00:00Z"), schedule: SUNDAYS };
  const start: Position = { state: "closed", through: START, configuration: 1 };
  const transitions = [...movesUntil(start, [version], END)].flatMap((move) => move.transitions.map((transition) => ({ ...transition, at: move.point.at })));
  return transitions.map(({ from, to, cause, at }, index) => `${index + 1} ${at.toISOString()} ${from} ${to} ${cause}`);
};

test("a repeatedly killed scheduler makes every transition of a year exactly once, each recorded once", async () => {
  let killed = 0;
  for (let round = 0; round < KILLS; round++) {
    const endings = await Promise.all(Array.from({ length: AT_ONCE }, () => schedule(true)));
    killed += endings.filter((ending) => ending === "SIGKILL").length;
  }
  expect(killed).toBeGreaterThan(1);
  expect(await schedule(false)).toBe(0);
  await using(async (database) => {
    const made = await transitionsOf(database);
    expect(made.length).toBe(3 * DAYS);
    expect(made).toEqual(uninterrupted());
    const recorded = await database.client.auditEvent.groupBy({
      by: ["action"],
      where: { targetType: "market" },
      _count: { _all: true },
      orderBy: { action: "asc" },
    });
    expect(recorded.map(({ action, _count }) => [action, _count._all])).toEqual([
      ["market.closed", DAYS],
      ["market.opened", DAYS],
      ["market.preopened", DAYS],
    ]);
  });
}, 240_000);
