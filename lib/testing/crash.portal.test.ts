import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Acknowledged, gapsIn, PREFIX } from "@/e2e/crash/record";
import { type Database, openPGlite, openPostgres } from "@/lib/platform/db/client";
import { migrateEmbedded } from "@/lib/platform/db/migrate";
import type { HttpBrowser } from "./browser";
import { createPostgres, RUNS_ON } from "./databases";
import { builtActions, callAction } from "./http-actions";
import { startTestPortal, type TestPortal } from "./portal";
import { signedIn } from "./sessions";

/** `kill -9` under write load: what somebody was told is done is there afterwards, on the record, and nothing else is. */

/** Long enough for work to be under way in every lane, and never the same moment twice. */
const aWhile = () => pause(150 + Math.random() * 450);

const ROUNDS = Array.from({ length: 20 }, (_, index) => index + 1);

describe("the process that writes, killed twenty times", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "rolebook-crash-"));
  const file = path.join(folder, "acknowledged");
  let postgres: Awaited<ReturnType<typeof createPostgres>> | null = null;

  const open = async (): Promise<Database> => (postgres ? openPostgres(postgres.url) : openPGlite(folder));
  const env = () => (postgres ? { DATABASE_URL: postgres.url, ALLOW_LOCAL_DIRECTORY_ON_EXTERNAL_DATABASE: "true" } : { DATA_DIR: folder });
  const acknowledged = (): readonly Acknowledged[] =>
    existsSync(file)
      ? readFileSync(file, "utf8")
          .split("\n")
          .filter(Boolean)
          .map((line) => JSON.parse(line))
      : [];

  beforeAll(async () => {
    if (RUNS_ON === "postgresql") postgres = await createPostgres();
    const database = await open();
    if (database.kind === "pglite") await migrateEmbedded(database.adapter);
    await database.close();
  });
  afterAll(async () => {
    await postgres?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function writeUntilKilled(round: number): Promise<void> {
    const child = spawn(process.execPath, ["--conditions=react-server", "--import", "tsx", "e2e/crash/writer.ts", file, String(round)], {
      env: { ...process.env, DATABASE_URL: "", ...env() },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const ended = once(child, "exit");
    for await (const said of child.stdout) if (String(said).includes("writing")) break;
    await aWhile();
    child.kill("SIGKILL");
    expect(await ended).toEqual([null, "SIGKILL"]);
  }

  test.each(ROUNDS)("round %i: nothing acknowledged is lost or unrecorded, and nothing unrecorded happened", async (round) => {
    const before = acknowledged().length;
    await writeUntilKilled(round);
    expect(acknowledged().length).toBeGreaterThan(before);
    const database = await open();
    try {
      expect(await gapsIn(database, acknowledged())).toEqual([]);
    } finally {
      await database.close();
    }
  });
});

describe("the portal itself, killed twenty times", () => {
  const LANES = 4;
  let portal: TestPortal;
  let browser: HttpBrowser;
  const acknowledged: Acknowledged[] = [];

  beforeAll(async () => {
    portal = await startTestPortal();
    browser = await portal.inspect((database) => signedIn(database, "operator@aex.example", portal));
  });
  afterAll(() => portal.stop());

  /** Creates an entity as the form's button does; true once the portal has said that it is done. */
  async function create(code: string): Promise<boolean> {
    const id = builtActions().find(({ exportedName }) => exportedName === "createEntityAction")?.id ?? "";
    const answer = await callAction(browser, { path: "/admin/entities/new", id }, { code, legalName: `${code} Limited`, shortName: code });
    const done = answer.next?.startsWith("/admin/entities/") === true;
    if (done) acknowledged.push({ code, version: 1, action: "entity.created" });
    return done;
  }

  /** Goes on until the portal does not answer any more. */
  async function createOn(name: string): Promise<void> {
    for (let count = 1; await create(`${name}N${count}`).catch(() => false); count++);
  }

  test.each(ROUNDS)("round %i: nothing acknowledged is lost or unrecorded, and the portal takes up work again", async (round) => {
    const lanes = Array.from({ length: LANES }, (_, lane) => `${PREFIX}H${round}L${lane}`);
    expect(await Promise.all(lanes.map(create))).toEqual(lanes.map(() => true));
    const writing = lanes.map(createOn);
    await aWhile();
    await portal.kill();
    await Promise.all(writing);
    expect(await portal.inspect((database) => gapsIn(database, acknowledged))).toEqual([]);
    await portal.start();
    // What it does from here on is looked at after the next round's kill.
    expect(await create(`${PREFIX}H${round}AFTER`)).toBe(true);
  });

  test("and at the end nothing of all rounds is missing", async () => {
    expect(await portal.inspect((database) => gapsIn(database, acknowledged))).toEqual([]);
  });
});
