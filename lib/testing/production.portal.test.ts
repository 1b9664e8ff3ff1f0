import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { buildPortal } from "@/lib/cli/prepare";
import { script } from "@/lib/cli/run";
import { migratePostgres } from "@/lib/platform/db/migrate";
import { RUNS_ON } from "./databases";
import { freePort } from "./free-port";
import { type AdministeredDatabase, createAdministered } from "./plain-owner";
import { isRefused, launch, type Starter } from "./starter";

/** `npm start` as production has it: Entra ID, a database whose user owns nothing, and migrations applied beforehand. */

const id = (last: number) => `11111111-2222-4333-8444-00000000000${last}`;

describe.runIf(RUNS_ON === "postgresql")("a portal in production", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "rolebook-production-"));
  let database: AdministeredDatabase;
  let port: number;
  let settings: Readonly<Record<string, string>>;

  beforeAll(async () => {
    await buildPortal();
    database = await createAdministered();
    await migratePostgres(database.urls.owner);
    port = await freePort();
    settings = {
      ENTRA_TENANT_ID: id(1),
      ENTRA_CLIENT_ID: id(2),
      ENTRA_CLIENT_SECRET: "invented",
      ENTRA_ROLE_GROUPS: `viewer=${id(3)} trader=${id(4)} credit-manager=${id(5)} entity-admin=${id(6)} operator=${id(7)}`,
      SESSION_SECRET: "an-invented-secret-of-this-file-alone",
      APP_URL: "https://portal.example",
      DATABASE_URL: database.urls.app,
      DATA_DIR: folder,
      PORT: String(port),
      DRAIN_SECONDS: "2",
    };
  });
  afterAll(async () => {
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function running(more: Readonly<Record<string, string>> = {}): Promise<Starter> {
    const starter = launch({ env: { ...settings, ...more } });
    await Promise.race([vi.waitUntil(() => starter.said().includes("Press Ctrl-C to stop."), { timeout: 200_000 }), starter.ended]);
    expect(starter.said(), starter.complained()).toContain("Press Ctrl-C to stop.");
    return starter;
  }
  const status = async (address: string) => (await fetch(`http://127.0.0.1:${port}${address}`, { redirect: "manual" }).catch(() => null))?.status;

  test("starts without the owner's address where everything is applied, for others to reach, and makes no demo world", async () => {
    const starter = await running();
    expect(await status("/api/ready")).toBe(200);
    expect(await isRefused("127.0.0.2", port)).toBe(false);
    expect(starter.said()).not.toContain("Sign in as");
    starter.process.kill("SIGTERM");
    expect(await starter.ended).toEqual([0, null]);
  });

  test("is said to be ready only once it can write, not as soon as it answers", async () => {
    await database.asAdministrator(`CREATE FUNCTION test_refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''the disk is full''; END'`);
    await database.asAdministrator("CREATE TRIGGER test_refuse BEFORE INSERT ON audit_event EXECUTE FUNCTION test_refuse()");
    const starter = launch({ env: settings });
    const isUp = () => starter.said().includes("Press Ctrl-C to stop.");
    await vi.waitUntil(async () => (await status("/api/live")) === 200, { timeout: 200_000 });
    // The starter asks ten times a second: several answers later it would have said so.
    for (let time = 0; time < 20; time++) expect([await status("/api/ready"), await status("/sign-in"), isUp()]).toEqual([503, 200, false]);
    await database.asAdministrator("DROP TRIGGER test_refuse ON audit_event");
    await vi.waitUntil(isUp, { timeout: 200_000 });
    starter.process.kill("SIGTERM");
    expect(await starter.ended).toEqual([0, null]);
  });

  test("never has the owner's address in the process that answers requests, whatever its starter was given", async () => {
    const starter = await running({ DATABASE_MIGRATION_URL: database.urls.owner });
    const children = readFileSync(`/proc/${starter.process.pid}/task/${starter.process.pid}/children`, "utf8").trim().split(" ");
    const environments = children.map((pid) => readFileSync(`/proc/${pid}/environ`, "utf8"));
    expect(environments.some((environment) => environment.includes(database.urls.app))).toBe(true);
    expect(environments.filter((environment) => environment.includes(`${database.name}_owner`))).toEqual([]);
    starter.process.kill("SIGTERM");
    await starter.ended;
  });

  test("does not start as a bare process that was given the owner's address", async () => {
    const env = { PATH: process.env.PATH, NODE_ENV: "production" as const, ...settings, DATABASE_MIGRATION_URL: database.urls.owner };
    const bare: ChildProcess = spawn(process.execPath, [script("next/dist/bin/next"), "start", "-p", String(port)], {
      env,
      stdio: ["ignore", "ignore", "pipe"],
    });
    let said = "";
    bare.stderr?.on("data", (chunk) => {
      said += String(chunk);
    });
    const ended = once(bare, "exit");
    const hurry = setTimeout(() => bare.kill("SIGKILL"), 30_000);
    expect(await ended).toEqual([1, null]);
    clearTimeout(hurry);
    expect(said).toContain("DATABASE_MIGRATION_URL must not be set");
    expect(said).not.toContain(`${database.name}_owner@`);
  });

  test("that is told to stop is not ready first, still answers meanwhile, ends what is under way, and leaves nothing on its port", async () => {
    const starter = await running();
    const slow = beginSlowly();
    starter.process.kill("SIGTERM");
    await vi.waitUntil(async () => (await status("/api/ready")) === 503, { timeout: 5_000, interval: 20 });
    expect(await status("/api/live")).toBe(200);
    expect(await status("/sign-in")).toBe(200);
    await vi.waitUntil(() => isRefused("127.0.0.1", port), { timeout: 10_000 });
    expect(await slow.finish()).toBe(303);
    expect(await starter.ended).toEqual([0, null]);
    expect(await isRefused("127.0.0.1", port)).toBe(true);
  });

  /** A form that is still being sent until `finish`, which returns the answer's status. */
  function beginSlowly() {
    const body = "csrfToken=&returnTo=%2F";
    const headers = { "content-type": "application/x-www-form-urlencoded", "content-length": body.length };
    const sent = request({ host: "127.0.0.1", port, path: "/api/auth/signin/azure-ad", method: "POST", headers });
    sent.write(body.slice(0, 5));
    const answered = once(sent, "response");
    return {
      finish: async () => {
        sent.end(body.slice(5));
        const [answer] = await answered;
        answer.resume();
        return answer.statusCode;
      },
    };
  }
});
