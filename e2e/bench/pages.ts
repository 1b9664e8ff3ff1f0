import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import { CannotGoOn, run, script } from "@/lib/cli/run";
import type { Database } from "@/lib/platform/db/client";
import { HttpBrowser, signInOverHttp } from "@/lib/testing/browser";
import { isPostgresReachable, POSTGRES } from "@/lib/testing/databases";
import { freePort } from "@/lib/testing/free-port";
import { startTestPortal } from "@/lib/testing/portal";
import { idOfPerson } from "@/prisma/seed/world";
import type { Page } from "./load";
import { ADMIN, ENTITY_ID } from "./people";

export const ROWS = 25;

/** An entity admin's user list, the same page without protection, and the barest page with the same query, on one PostgreSQL database. */
export type Pages = { readonly portal: Page; readonly unprotected: Page; readonly barest: Page; stop(): Promise<void> };

const PATH = "/admin/users";
const BARE = fileURLToPath(new URL("bare", import.meta.url));
const NEXT = script("next/dist/bin/next");
const FOLLOW_STARTER = new URL("../../lib/cli/follow-starter.mjs", import.meta.url).href;
const QUIET = { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" } as const;

/** Builds what is missing, starts both and signs in. Throws `CannotGoOn` when one cannot start. */
export async function startPages(): Promise<Pages> {
  await buildBare();
  const portal = await startTestPortal({ database: "postgresql" });
  try {
    const databaseUrl = await portal.inspect(prepare);
    const browser = new HttpBrowser(portal.url);
    await signInOverHttp(browser, idOfPerson(ADMIN));
    const bare = await startBare(databaseUrl);
    return {
      portal: { url: `${portal.url}${PATH}`, cookie: browser.cookieHeader(), pid: portal.pid() },
      unprotected: { url: `${bare.url}${PATH}`, cookie: "", pid: bare.pid },
      barest: { url: `${bare.url}/`, cookie: "", pid: bare.pid },
      stop: async () => {
        await bare.stop();
        await portal.stop();
      },
    };
  } catch (error) {
    await portal.stop();
    throw error;
  }
}

/** Builds the comparison pages. Throws `CannotGoOn` when the build fails or PostgreSQL is missing. */
export async function buildBare(): Promise<void> {
  if (!(await isPostgresReachable())) throw new CannotGoOn(`There is no PostgreSQL at ${POSTGRES}: start one, or name one with TEST_POSTGRES_URL.`);
  const { code, output } = await run(NEXT, ["build", BARE], { env: QUIET });
  if (code !== 0) throw new CannotGoOn(`The bare page could not be built:\n${output}`);
}

/** Adds more users to the entity than one page shows. Returns the database's address. */
async function prepare({ client }: Database): Promise<string> {
  const people = Array.from({ length: 2 * ROWS }, (_, index) => ({
    entityId: ENTITY_ID,
    tid: randomUUID(),
    oid: randomUUID(),
    email: `person${index}@kauri.example`,
    displayName: `Person ${index}`,
    role: "trader",
  }));
  await client.user.createMany({ data: people });
  return addressOf(client);
}

/** The address of a test database. */
export async function addressOf(client: Database["client"]): Promise<string> {
  const [row] = await client.$queryRaw<{ name: string }[]>`SELECT current_database()::text AS name`;
  const url = new URL(POSTGRES);
  url.pathname = `/${row?.name}`;
  return url.href;
}

export async function startBare(databaseUrl: string): Promise<{ url: string; pid: number; stop(): Promise<void> }> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, ["--import", FOLLOW_STARTER, NEXT, "start", BARE, "-p", String(port), "-H", "127.0.0.1"], {
    env: { ...process.env, ...QUIET, DATABASE_URL: databaseUrl, ALLOW_LOCAL_DIRECTORY_ON_EXTERNAL_DATABASE: "true", ENTITY_ID, SESSION_SECRET: randomUUID() },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  await answers(url, child);
  return {
    url,
    pid: child.pid ?? 0,
    stop: async () => {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill();
      await ended;
    },
  };
}

async function answers(url: string, child: ChildProcess): Promise<void> {
  while (!(await fetch(url).catch(() => null))) {
    if (child.exitCode !== null) throw new CannotGoOn("The bare page's process ended at once.");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
