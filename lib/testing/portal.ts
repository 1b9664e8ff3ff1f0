import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type LocalPerson, localClientSecret } from "@/lib/adapters/entra/local-tenant";
import { type Portal, startPortal } from "@/lib/cli/portal";
import { buildPortal } from "@/lib/cli/prepare";
import type { LocalDirectory } from "@/lib/dev/directory/server";
import { startLocalDirectory } from "@/lib/dev/directory/server";
import { type Database, openPGlite, openPostgres } from "@/lib/platform/db/client";
import { migrateEmbedded } from "@/lib/platform/db/migrate";
import { seedDemoWorld } from "@/prisma/seed/seed";
import { demoPeople } from "@/prisma/seed/world";
import { createPostgres, RUNS_ON } from "./databases";
import { freePort } from "./free-port";

/** The production build, running with its own database and directory, for tests that come in over HTTP. */
export type TestPortal = {
  readonly url: string;
  readonly port: number;
  readonly directory: LocalDirectory | null;
  readonly sessionSecret: string;
  /** The running portal's process; 0 while it is stopped. */
  pid(): number;
  /** Runs `work` on the portal's database: beside the running portal on PostgreSQL, with the portal stopped meanwhile on PGlite. */
  inspect<T>(work: (database: Database) => Promise<T>, until?: "ready" | "live"): Promise<T>;
  /** Kills the portal's process at once, as a crash would. */
  kill(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
};

export type TestPortalOptions = {
  readonly database?: Database["kind"];
  readonly people?: readonly LocalPerson[];
  readonly env?: Readonly<Record<string, string>>;
  /** Without one, tests put their own directory on this port. */
  readonly directoryPort?: number;
};

const SESSION_SECRET = "a secret of the tests, long enough to be accepted";

export async function startTestPortal(options: TestPortalOptions = {}): Promise<TestPortal> {
  await buildPortal();
  const folder = mkdtempSync(path.join(tmpdir(), "rolebook-"));
  const kind = options.database ?? RUNS_ON;
  const postgres = kind === "postgresql" ? await createPostgres() : null;
  const open = async () => (postgres ? openPostgres(postgres.url) : openPGlite(folder));
  await using(open, async (database) => {
    if (database.kind === "pglite") await migrateEmbedded(database.adapter);
    await seedDemoWorld(database);
  });

  const port = await freePort();
  const url = `http://localhost:${port}`;
  const directory = options.directoryPort
    ? null
    : await startLocalDirectory({
        httpPort: 0,
        tlsPort: 0,
        dataDir: folder,
        portalUrl: url,
        clientSecret: localClientSecret(SESSION_SECRET),
        people: [...(options.people ?? demoPeople())],
      });
  const env = {
    APP_URL: url,
    NEXTAUTH_URL: url,
    PORT: String(port),
    DATA_DIR: folder,
    SESSION_SECRET,
    LOCAL_DIRECTORY_PORT: String(directory?.httpPort ?? options.directoryPort),
    LOCAL_DIRECTORY_TLS_PORT: String(directory?.tlsPort ?? 1),
    ...(directory ? { NODE_EXTRA_CA_CERTS: directory.caFile } : {}),
    ...(postgres ? { DATABASE_URL: postgres.url, ALLOW_LOCAL_DIRECTORY_ON_EXTERNAL_DATABASE: "true" } : {}),
    ...options.env,
  };
  let portal: Portal | null = null;
  const start = async (until: "ready" | "live" = "ready") => {
    portal ??= await startPortal({ port, host: "127.0.0.1", env, until });
  };
  const end = async (signal: "SIGTERM" | "SIGKILL") => {
    const running = portal;
    portal = null;
    await running?.stop(signal);
  };
  await start();
  return {
    url,
    port,
    directory,
    sessionSecret: SESSION_SECRET,
    pid: () => portal?.pid ?? 0,
    start,
    kill: () => end("SIGKILL"),
    inspect: async (work, until) => {
      const pause = kind === "pglite" && portal !== null;
      if (pause) await end("SIGTERM");
      try {
        return await using(open, work);
      } finally {
        if (pause) await start(until);
      }
    },
    stop: async () => {
      await end("SIGTERM");
      await directory?.stop();
      await postgres?.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function using<T>(open: () => Promise<Database>, work: (database: Database) => Promise<T>): Promise<T> {
  const database = await open();
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}
