import { once } from "node:events";
import { mkdtempSync, rmSync, statSync, symlinkSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { buildPortal } from "@/lib/cli/prepare";
import { openEmbedded } from "@/lib/platform/db/embedded";
import { freePort } from "./free-port";
import { isRefused, launch, projectWith, type Starter } from "./starter";

/** `npm start` on one machine: what stands in its way, and how it begins and ends. */

const ENTRA = {
  ENTRA_TENANT_ID: "11111111-2222-4333-8444-555555555555",
  ENTRA_CLIENT_ID: "11111111-2222-4333-8444-555555555556",
  ENTRA_CLIENT_SECRET: "invented",
  ENTRA_ROLE_GROUPS: "operator=11111111-2222-4333-8444-555555555557",
  SESSION_SECRET: "an-invented-secret-of-this-file-alone",
};

const folder = mkdtempSync(path.join(tmpdir(), "rolebook-start-"));
let ports: Readonly<Record<"PORT" | "LOCAL_DIRECTORY_PORT" | "LOCAL_DIRECTORY_TLS_PORT", string>>;

beforeAll(async () => {
  await buildPortal();
  ports = { PORT: String(await freePort()), LOCAL_DIRECTORY_PORT: String(await freePort()), LOCAL_DIRECTORY_TLS_PORT: String(await freePort()) };
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const start = (env: Readonly<Record<string, string>> = {}, more: { cwd?: string; throughNpm?: boolean } = {}): Starter =>
  launch({ env: { DATA_DIR: folder, ...ports, ...env }, ...more });

async function running(...options: Parameters<typeof start>): Promise<Starter> {
  const starter = start(...options);
  await Promise.race([vi.waitUntil(() => starter.said().includes("Press Ctrl-C to stop."), { timeout: 200_000 }), starter.ended]);
  expect(starter.complained()).toBe("");
  expect((await fetch(`http://localhost:${ports.PORT}/api/health`)).status).toBe(200);
  return starter;
}

/** Whether nothing answers at a port, in either family of addresses. */
const isFree = async (port: string) => (await Promise.all(["127.0.0.1", "::1"].map((host) => isRefused(host, Number(port))))).every(Boolean);

const everythingIsFree = async () => {
  for (const port of Object.values(ports)) if (!(await isFree(port))) return false;
  const embedded = await openEmbedded(folder).catch(() => null);
  await embedded?.close();
  return embedded !== null;
};

describe("starting says in one sentence what is in its way, and ends", () => {
  const refusal = async (...options: Parameters<typeof start>) => {
    const starter = start(...options);
    const [code] = await starter.ended;
    return { code, sentence: starter.complained() };
  };

  test.each(["PORT", "LOCAL_DIRECTORY_TLS_PORT"] as const)("a port in use: %s", async (variable) => {
    const other = createServer().listen(Number(ports[variable]), "127.0.0.1");
    await once(other, "listening");
    const { code, sentence } = await refusal({});
    other.close();
    expect({ code, sentence }).toEqual({
      code: 1,
      sentence: expect.stringMatching(new RegExp(`^[^\\n]*${ports[variable]}[^\\n]*in use[^\\n]*${variable}[^\\n]*\\.\\n$`)),
    });
    expect(await everythingIsFree()).toBe(true);
  });

  test("a data folder that another process has", async () => {
    const held = await openEmbedded(folder);
    const { code, sentence } = await refusal({});
    await held.close();
    expect({ code, sentence }).toEqual({ code: 1, sentence: expect.stringMatching(/^The data folder [^\n]+ is in use by another process: [^\n]+\.\n$/) });
  });

  test.each([
    ["Entra ID half configured", { ENTRA_TENANT_ID: "11111111-2222-4333-8444-555555555555" }, /^Entra ID is half configured: set ENTRA_CLIENT_ID, [^\n]+\.\n$/],
    [
      "a shared database with a directory that signs anyone in",
      { DATABASE_URL: "postgresql://nobody@127.0.0.1:1/none" },
      /^The local directory signs anyone in, [^\n]+\.\n$/,
    ],
    ["an address that others reach, with that directory", { APP_URL: "https://portal.example" }, /^The local directory serves this machine only: [^\n]+\.\n$/],
    ["an address without https", { APP_URL: "http://portal.example" }, /^APP_URL must start with https:\/\/ [^\n]+\.\n$/],
    ["a port that is none", { PORT: "front door" }, /^The environment variable PORT cannot be used: [^\n]+\.\n$/],
    ["Entra ID without a database", { ...ENTRA, APP_URL: "https://portal.example" }, /^DATABASE_URL is not set: [^\n]+\.\n$/],
    [
      "a database that does not answer",
      { ...ENTRA, APP_URL: "https://portal.example", DATABASE_URL: "postgresql://app:secret@127.0.0.1:1/rolebook" },
      /^DATABASE_URL cannot be used: no PostgreSQL answers at 127\.0\.0\.1:1 [^\n]+\.\n$/,
    ],
    ["a secret that is too short", { SESSION_SECRET: "secret" }, /^The environment variable SESSION_SECRET cannot be used: [^\n]+\.\n$/],
  ])("%s", async (_what, env, sentence) => {
    expect(await refusal(env)).toEqual({ code: 1, sentence: expect.stringMatching(sentence) });
  });

  test("a settings file that cannot be read", async () => {
    const project = projectWith({});
    symlinkSync(".env", path.join(project.folder, ".env"));
    const said = await refusal({}, { cwd: project.folder });
    project.remove();
    expect(said).toEqual({ code: 1, sentence: expect.stringMatching(/^[^\n]+\.env[^\n]+Let this user read it, or remove it\.\n$/) });
  });
});

describe("a started portal", () => {
  test("that npm runs ends with everything that it started when npm is told to stop", async () => {
    const starter = await running({}, { throughNpm: true });
    starter.process.kill("SIGTERM");
    await starter.ended;
    expect(await everythingIsFree()).toBe(true);
  });

  test("where anybody signs in as anyone is reached from this machine alone, whatever its address says", async () => {
    const starter = await running({ APP_URL: `https://localhost:${ports.PORT}` });
    // Of this machine as well, but another address than the one that is listened on.
    expect(await isRefused("127.0.0.2", Number(ports.PORT))).toBe(true);
    starter.process.kill("SIGTERM");
    await starter.ended;
  });

  test("keeps its embedded database where nobody else can read it", () => {
    expect(statSync(path.join(folder, "database")).mode & 0o777).toBe(0o700);
  });

  test("stops on Ctrl-C, which reaches all its processes at once, and leaves nothing behind", async () => {
    const starter = await running();
    process.kill(-(starter.process.pid ?? 0), "SIGINT");
    expect([await starter.ended, starter.complained()]).toEqual([[0, null], ""]);
    expect(starter.said()).toContain("Stopped. Everything is kept.");
    expect(await everythingIsFree()).toBe(true);
  });

  test("leaves nothing behind either when its starter is killed", async () => {
    const starter = await running();
    starter.process.kill("SIGKILL");
    expect(await starter.ended).toEqual([null, "SIGKILL"]);
    await vi.waitUntil(everythingIsFree, { timeout: 10_000 });
  });

  test("starts again where it was, and stops when it is asked to", async () => {
    const starter = await running();
    expect(starter.said()).toContain("data kept");
    starter.process.kill("SIGTERM");
    expect(await starter.ended).toEqual([0, null]);
    expect(await everythingIsFree()).toBe(true);
  });
});
