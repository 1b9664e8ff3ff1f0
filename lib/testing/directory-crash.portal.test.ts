import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { LOCAL_TENANT_ID } from "@/lib/adapters/entra/local-tenant";
import { runDirectoryWrites } from "@/lib/adapters/entra/worker";
import { someone, startTestDirectory, type TestDirectory } from "@/lib/dev/directory/test-directory";
import { type Database, openPGlite, openPostgres, useDatabase } from "@/lib/platform/db/client";
import { migrateEmbedded } from "@/lib/platform/db/migrate";
import { createPostgres, RUNS_ON } from "./databases";
import { OWN_ENTITY } from "./principals";

/** `kill -9` while people are changed and the directory is told: afterwards both say the same. */

const KILLS = 20;
const people = Array.from({ length: 6 }, (_, index) => someone(`Crash ${index}`, ["viewer"]));
const folder = mkdtempSync(path.join(tmpdir(), "rolebook-directory-crash-"));
const file = path.join(folder, "acknowledged");
const acknowledged = z.object({ oid: z.string(), version: z.number() });

let directory: TestDirectory;
let postgres: Awaited<ReturnType<typeof createPostgres>> | null = null;

const open = async (): Promise<Database> => (postgres ? openPostgres(postgres.url) : openPGlite(folder));

beforeAll(async () => {
  directory = await startTestDirectory(people);
  if (RUNS_ON === "postgresql") postgres = await createPostgres();
  const database = await open();
  if (database.kind === "pglite") await migrateEmbedded(database.adapter);
  await database.client.entity.create({ data: { id: OWN_ENTITY, code: "KAURI", legalName: "Kauri Energy Limited", shortName: "Kauri Energy" } });
  const facts = { entityId: OWN_ENTITY, tid: LOCAL_TENANT_ID, role: "viewer" };
  await database.client.user.createMany({ data: people.map(({ oid, userName, displayName }) => ({ ...facts, oid, email: userName, displayName })) });
  await database.close();
});
afterAll(async () => {
  await directory.stop();
  await postgres?.drop();
  rmSync(folder, { recursive: true, force: true });
});

async function workUntilKilled(): Promise<void> {
  const own = postgres ? { DATABASE_URL: postgres.url, ALLOW_LOCAL_DIRECTORY_ON_EXTERNAL_DATABASE: "true" } : { DATABASE_URL: "", DATA_DIR: folder };
  const child = spawn(process.execPath, ["--conditions=react-server", "--import", "tsx", "e2e/crash/directory-writer.ts", file], {
    env: { ...process.env, ...own, NODE_NO_WARNINGS: "1" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  for await (const said of child.stdout) if (String(said).includes("working")) break;
  // Long enough for both kinds of work to be under way, and never the same moment twice.
  await pause(Math.random() * 400);
  child.kill("SIGKILL");
  expect(await ended).toEqual([null, "SIGKILL"]);
}

test(`killed ${KILLS} times, nothing acknowledged is lost, and directory and portal agree after recovery`, async () => {
  for (let kill = 0; kill < KILLS; kill++) await workUntilKilled();
  const database = await open();
  useDatabase(database);
  try {
    const told = existsSync(file) ? readFileSync(file, "utf8").split("\n").filter(Boolean) : [];
    expect(told.length).toBeGreaterThanOrEqual(KILLS);
    const users = new Map((await database.client.user.findMany()).map((user) => [user.oid, user]));
    for (const line of told) {
      const { oid, version } = acknowledged.parse(JSON.parse(line));
      expect(users.get(oid)?.version).toBeGreaterThanOrEqual(version);
    }
    // As if the leases of the killed had ended.
    await database.client.$executeRaw`UPDATE directory_write SET claimed_until = now() - interval '1 second', next_attempt_at = now() WHERE state = 'pending'`;
    await runDirectoryWrites();
    expect(await database.client.directoryWrite.count({ where: { state: { in: ["pending", "failed"] } } })).toBe(0);
    for (const { oid } of people) expect(directory.standingOf(oid)).toEqual({ roles: [users.get(oid)?.role], global: false });
  } finally {
    await database.close();
  }
}, 900_000);
