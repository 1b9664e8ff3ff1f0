import { env } from "@/lib/env";
import { demandFreePort, type Portal, startPortal } from "./portal";
import { buildPortal, generateClient, localSessionSecret, prepareDatabase } from "./prepare";
import { command } from "./run";

/** `npm start`: everything from a fresh clone to a running portal, and a clean stop on Ctrl-C. */

const dev = process.argv.includes("--dev");
const colour = process.stdout.isTTY;

async function step<T>(name: string, work: () => Promise<T>, say: (result: T) => string): Promise<T> {
  if (colour) process.stdout.write(`  … ${name}`);
  const started = Date.now();
  const result = await work();
  const seconds = (Date.now() - started) / 1000;
  process.stdout.write(`${colour ? "\r" : ""}  ✓ ${name.padEnd(16)} ${say(result)}${seconds >= 1 ? ` (${seconds.toFixed(0)} s)` : ""}\n`);
  return result;
}

const madeOrKept = (made: boolean) => (made ? "made anew" : "up to date");

await command(async () => {
  const { entra, APP_URL, PORT, DATA_DIR, DATABASE_URL } = env();
  const local = entra === null;
  const portalUrl = APP_URL;
  process.stdout.write(
    `Rolebook\n  ✓ ${"settings".padEnd(16)} ${local ? "local directory" : "Entra ID"}, ${DATABASE_URL ? "PostgreSQL" : `embedded database in ${DATA_DIR}`}\n`,
  );
  await demandFreePort(PORT, "PORT");

  await step("database client", generateClient, madeOrKept);
  await step(
    "database",
    () => prepareDatabase({ demo: local }),
    (done) => done,
  );
  if (!dev) await step("portal", buildPortal, madeOrKept);

  const secret = localSessionSecret();
  const directory = local
    ? await step(
        "local directory",
        () => startDirectory(secret, portalUrl),
        ({ issuer }) => new URL(issuer).origin,
      )
    : null;
  const stopDirectory = () => directory?.stop() ?? Promise.resolve();
  let portal: Portal;
  try {
    portal = await step(
      "starting",
      () =>
        startPortal({
          port: PORT,
          host: portalUrl.startsWith("https://") ? "0.0.0.0" : "127.0.0.1",
          dev,
          env: { SESSION_SECRET: secret, NEXTAUTH_URL: portalUrl, ...(directory ? { NODE_EXTRA_CA_CERTS: directory.caFile } : {}) },
        }),
      () => "ready",
    );
  } catch (error) {
    await stopDirectory();
    throw error;
  }
  process.stdout.write(`\nRolebook is at ${portalUrl}\n`);
  if (local) await listPeople();
  process.stdout.write("Press Ctrl-C to stop.\n");

  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    await portal.stop();
    await stopDirectory();
    process.stdout.write("\nStopped. Everything is kept.\n");
    process.exit(0);
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  const code = await portal.ended;
  if (stopping) return;
  await stopDirectory();
  process.stderr.write(`The portal's process ended unexpectedly (${code}).\n`);
  process.exitCode = 1;
});

async function startDirectory(clientSecretSource: string, portalUrl: string) {
  const { startLocalDirectory } = await import("@/lib/directory/local/server");
  const { localClientSecret } = await import("@/lib/directory/local/tenant");
  const { demoPeople } = await import("@/prisma/seed/world");
  const { LOCAL_DIRECTORY_PORT, LOCAL_DIRECTORY_TLS_PORT, DATA_DIR } = env();
  return startLocalDirectory({
    httpPort: LOCAL_DIRECTORY_PORT,
    tlsPort: LOCAL_DIRECTORY_TLS_PORT,
    dataDir: DATA_DIR,
    portalUrl,
    clientSecret: localClientSecret(clientSecretSource),
    people: demoPeople(),
  });
}

async function listPeople(): Promise<void> {
  const { demoPeople } = await import("@/prisma/seed/world");
  const people = demoPeople().filter(({ featured }) => featured);
  process.stdout.write(`\nSign in as, one click each, no password:\n${people.map(({ userName, about }) => `  ${userName.padEnd(28)} ${about}\n`).join("")}\n`);
}
