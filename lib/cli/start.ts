import { env } from "@/lib/platform/env";
import { assertPortFree, type Portal, startPortal } from "./portal";
import { buildPortal, generateClient, portalSecrets, prepareDatabase } from "./prepare";
import { commandWithSettings } from "./settings";

/** `npm start`: everything from a fresh clone to a running portal, and a clean stop on Ctrl-C. */

const dev = process.argv.includes("--dev");
const colour = process.stdout.isTTY;
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

async function step<T>(name: string, work: () => Promise<T>, say: (result: T) => string): Promise<T> {
  if (colour) process.stdout.write(`  … ${name}`);
  const started = Date.now();
  const result = await work();
  const seconds = (Date.now() - started) / 1000;
  process.stdout.write(`${colour ? "\r" : ""}  ✓ ${name.padEnd(16)} ${say(result)}${seconds >= 1 ? ` (${seconds.toFixed(0)} s)` : ""}\n`);
  return result;
}

const madeOrKept = (made: boolean) => (made ? "rebuilt" : "up to date");

// Until the portal runs, a stop signal exits at once, aborting any build.
const endAtOnce = () => process.exit(130);
for (const signal of SIGNALS) process.once(signal, endAtOnce);

await commandWithSettings(
  async (settings) => {
    const { entra, APP_URL, PORT } = env();
    const local = entra === null;
    process.stdout.write(`Rolebook\n  ✓ ${"settings".padEnd(16)} ${settings}\n`);
    // With the local directory anyone can sign in as anyone, so listen only on this machine.
    const host = !local && APP_URL.startsWith("https://") ? "0.0.0.0" : "127.0.0.1";
    await assertPortFree(PORT, host, "PORT");

    await step("database client", generateClient, madeOrKept);
    await step(
      "database",
      () => prepareDatabase({ demo: local }),
      (done) => done,
    );
    if (!dev) await step("portal", buildPortal, madeOrKept);

    const secrets = portalSecrets();
    const directory = local
      ? await step(
          "local directory",
          () => startDirectory(secrets[0]),
          ({ issuer }) => new URL(issuer).origin,
        )
      : null;
    let portal: Portal;
    try {
      const more = directory ? { NODE_EXTRA_CA_CERTS: directory.caFile } : undefined;
      portal = await step(
        "starting",
        () => startPortal({ port: PORT, host, dev, env: { SESSION_SECRET: secrets.join(" "), NEXTAUTH_URL: APP_URL, ...more } }),
        () => "ready",
      );
    } catch (error) {
      await directory?.stop();
      throw error;
    }
    process.stdout.write(`\nRolebook is at ${APP_URL}\n`);
    if (local) await listPeople();
    process.stdout.write("Press Ctrl-C to stop.\n");
    await untilStopped(portal, async () => void (await directory?.stop()));
  },
  { dev },
);

/** Shuts down: not ready, drain, stop. A signal more than a second later kills the portal; npm repeats a Ctrl-C at once. */
async function untilStopped(portal: Portal, stopDirectory: () => Promise<void>): Promise<void> {
  let asked: number | undefined;
  const stop = async () => {
    if (asked !== undefined) return Date.now() - asked > 1_000 ? portal.stop("SIGKILL") : undefined;
    asked = Date.now();
    await portal.drain(env().DRAIN_SECONDS);
    await portal.stop();
    await stopDirectory();
    process.stdout.write("\nStopped. Everything is kept.\n");
    process.exit(0);
  };
  for (const signal of SIGNALS) process.off(signal, endAtOnce).on(signal, () => void stop());
  // npm signals its shell, which may exit without passing the signal on.
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && asked === undefined && void stop(), 250).unref();
  const code = await portal.ended;
  if (asked !== undefined) return;
  await stopDirectory();
  process.stderr.write(`The portal's process ended unexpectedly (${code}).\n`);
  process.exitCode = 1;
}

async function startDirectory(secret: string) {
  const { startLocalDirectory } = await import("@/lib/dev/directory/server");
  const { localClientSecret } = await import("@/lib/adapters/entra/local-tenant");
  const { demoPeople } = await import("@/prisma/seed/world");
  const { APP_URL, LOCAL_DIRECTORY_PORT, LOCAL_DIRECTORY_TLS_PORT, DATA_DIR } = env();
  return startLocalDirectory({
    httpPort: LOCAL_DIRECTORY_PORT,
    tlsPort: LOCAL_DIRECTORY_TLS_PORT,
    dataDir: DATA_DIR,
    portalUrl: APP_URL,
    clientSecret: localClientSecret(secret),
    people: demoPeople(),
  });
}

async function listPeople(): Promise<void> {
  const { demoPeople } = await import("@/prisma/seed/world");
  const people = demoPeople().filter(({ featured }) => featured);
  process.stdout.write(`\nSign in as, one click each, no password:\n${people.map(({ userName, about }) => `  ${userName.padEnd(28)} ${about}\n`).join("")}\n`);
}
