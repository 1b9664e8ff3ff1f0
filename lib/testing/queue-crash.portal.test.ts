import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { HANDLERS } from "@/lib/composition";
import { startBulk } from "@/lib/domain/people/bulk";
import { selectionHash } from "@/lib/domain/people/selection";
import { type Database, openPGlite, openPostgres, useDatabase } from "@/lib/platform/db/client";
import { migrateEmbedded } from "@/lib/platform/db/migrate";
import { runQueue } from "@/lib/platform/jobs/queue/run";
import { authorize } from "@/lib/platform/unit-of-work/authorize";
import { inScope } from "@/lib/platform/unit-of-work/scope";
import { colleague, REASON } from "./assignments";
import { createPostgres, RUNS_ON } from "./databases";
import { OWN_ENTITY } from "./principals";
import { hurry } from "./queue";
import { callerFor } from "./two-entities";
import { addUsers } from "./world";

/** `kill -9` between and within the steps of a bulk change: it goes on from the last step, and nobody is changed twice. */

process.env.SESSION_SECRET = "a secret of the tests, long enough to be accepted";

const PEOPLE = 600;
const folder = mkdtempSync(path.join(tmpdir(), "rolebook-queue-crash-"));
let postgres: Awaited<ReturnType<typeof createPostgres>> | null = null;
let runId = "";

const open = async (): Promise<Database> => (postgres ? openPostgres(postgres.url) : openPGlite(folder));

/** Two processes on PostgreSQL; an embedded database has one. */
const PROCESSES = RUNS_ON === "postgresql" ? 2 : 1;

async function inDatabase<T>(work: (database: Database) => Promise<T>): Promise<T> {
  const database = await open();
  useDatabase(database);
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

beforeAll(async () => {
  if (RUNS_ON === "postgresql") postgres = await createPostgres();
  await inDatabase(async ({ kind, adapter, client }) => {
    if (kind === "pglite") await migrateEmbedded(adapter);
    await client.entity.create({ data: { id: OWN_ENTITY, code: "KAURI", legalName: "Kauri Energy Limited", shortName: "Kauri Energy" } });
    const me = await colleague("entity-admin");
    const traders = await addUsers(Array.from({ length: PEOPLE }, (_, index) => ({ displayName: `Trader ${index}`, role: "trader" })));
    const shown = { seen: PEOPLE, selection: selectionHash(traders.map((id) => ({ id }))) };
    const input = { scope: { filters: { role: "trader" } }, ...shown, change: "halted", reason: REASON } as const;
    ({ id: runId } = await inScope(callerFor(me), "users.test", (tx) => startBulk(tx, authorize(tx, "Users.Manage", { entityId: OWN_ENTITY }), input)));
  });
});
afterAll(async () => {
  await postgres?.drop();
  rmSync(folder, { recursive: true, force: true });
});

async function working(): Promise<ChildProcess> {
  const own = postgres ? { DATABASE_URL: postgres.url, ALLOW_LOCAL_DIRECTORY_ON_EXTERNAL_DATABASE: "true" } : { DATABASE_URL: "", DATA_DIR: folder };
  const child = spawn(process.execPath, ["--conditions=react-server", "--import", "tsx", "e2e/crash/queue-worker.ts"], {
    env: { ...process.env, ...own, NODE_NO_WARNINGS: "1" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  for await (const said of child.stdout) if (String(said).includes("working")) break;
  return child;
}

async function workUntilKilled(): Promise<void> {
  const children = await Promise.all(Array.from({ length: PROCESSES }, working));
  // Some steps, and never the same moment twice.
  await pause(200 + Math.random() * 800);
  for (const child of children) {
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    expect(await ended).toEqual([null, "SIGKILL"]);
  }
}

const progress = () =>
  inDatabase(async ({ client }) => {
    await hurry();
    const { job } = await client.bulkRun.findUniqueOrThrow({ where: { id: runId }, include: { job: true } });
    const changed = await client.user.count({ where: { status: "halted" } });
    const recorded = await client.auditEvent.count({ where: { action: "user.status_changed" } });
    return { state: job?.state, done: job?.done, changed, recorded, rows: await client.bulkRow.count({ where: { runId, state: "done" } }) };
  });

test("a bulk change whose processes are killed goes on from its last step: everybody is changed and recorded once", async () => {
  for (let kills = 1; ; kills++) {
    await workUntilKilled();
    const { state, done = 0, changed, recorded, rows } = await progress();
    expect({ changed, recorded, rows }).toEqual({ changed: done, recorded: done, rows: done });
    if (state === "done" || kills === 8) break;
  }
  await inDatabase(() => runQueue(HANDLERS));
  expect(await progress()).toEqual({ state: "done", done: PEOPLE, changed: PEOPLE, recorded: PEOPLE, rows: PEOPLE });
  await inDatabase(async ({ client }) => {
    expect(await client.user.count({ where: { role: "trader", version: { not: 2 } } })).toBe(0);
  });
}, 900_000);
