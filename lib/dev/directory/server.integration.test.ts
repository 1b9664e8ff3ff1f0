import { spawn } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { PortInUse } from "@/lib/adapters/entra/errors";
import { localClientSecret } from "@/lib/adapters/entra/local-tenant";
import { type LocalDirectoryOptions, startLocalDirectory } from "./server";
import { discover, PORTAL } from "./test-client";
import { testPeople } from "./test-people";

let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "directory-"));
});

afterEach(() => rm(dataDir, { recursive: true }));

const start = (changes: Partial<LocalDirectoryOptions> = {}) =>
  startLocalDirectory({ httpPort: 0, tlsPort: 0, dataDir, portalUrl: PORTAL, clientSecret: localClientSecret("secret"), people: testPeople, ...changes });

const accepts = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2_000 });
    const end = (answer: boolean) => () => {
      socket.destroy();
      resolve(answer);
    };
    socket.on("connect", end(true)).on("error", end(false)).on("timeout", end(false));
  });

/** Holds a free port while `use` runs. */
async function withTakenPort(use: (port: number) => Promise<void>): Promise<void> {
  const holder = createServer();
  await new Promise<void>((resolve) => holder.listen({ host: "127.0.0.1", port: 0 }, resolve));
  const address = holder.address();
  try {
    await use(typeof address === "object" && address ? address.port : 0);
  } finally {
    holder.close();
  }
}

test("the directory listens on loopback addresses only", async () => {
  const directory = await start();
  const addresses = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  const outside = addresses.filter(({ internal }) => !internal);
  const hasIpv6 = addresses.some(({ address }) => address === "::1");
  for (const port of [directory.httpPort, directory.tlsPort]) {
    expect(await accepts("127.0.0.1", port)).toBe(true);
    expect(await accepts("::1", port)).toBe(hasIpv6);
    // Another loopback address, which only a server listening on all addresses would answer.
    expect(await accepts("127.0.0.2", port)).toBe(false);
    for (const { address } of outside) expect(await accepts(address, port)).toBe(false);
  }
  await directory.stop();
});

test("stopping frees both ports, even with a connection open", async () => {
  const directory = await start();
  await discover(directory);
  await directory.stop();
  const again = await start({ httpPort: directory.httpPort, tlsPort: directory.tlsPort });
  expect(again).toMatchObject({ httpPort: directory.httpPort, tlsPort: directory.tlsPort });
  await again.stop();
  expect(await accepts("127.0.0.1", directory.httpPort)).toBe(false);
  expect(await accepts("127.0.0.1", directory.tlsPort)).toBe(false);
});

test.each([
  ["httpPort", "LOCAL_DIRECTORY_PORT"],
  ["tlsPort", "LOCAL_DIRECTORY_TLS_PORT"],
] as const)("a taken %s is an error that names %s, and leaves nothing behind", async (option, variable) => {
  await withTakenPort(async (port) => {
    const failure = start({ [option]: port });
    await expect(failure).rejects.toThrow(PortInUse);
    await expect(failure).rejects.toThrow(`Port ${port} is in use: stop the program that uses it, or set ${variable} to a free port.`);
    expect(await readdir(dataDir)).toEqual([]);
  });
});

test("a failed start releases the port it had already taken", async () => {
  const free = await start();
  await free.stop();
  await withTakenPort(async (port) => {
    await expect(start({ httpPort: free.httpPort, tlsPort: port })).rejects.toThrow(PortInUse);
    expect(await accepts("127.0.0.1", free.httpPort)).toBe(false);
  });
});

test("each start creates new keys, and writes only a certificate that cannot sign others", async () => {
  const keysOfOneRun = async () => {
    const directory = await start();
    const keys = await (await fetch(`${directory.issuer}/keys`)).text();
    const certificate = await readFile(directory.caFile, "utf8");
    await directory.stop();
    return { keys, certificate };
  };
  const [first, second] = [await keysOfOneRun(), await keysOfOneRun()];
  expect(first.keys).not.toBe(second.keys);
  expect(first.certificate).not.toBe(second.certificate);
  expect(second.certificate).not.toContain("PRIVATE KEY");
  expect(new X509Certificate(second.certificate)).toMatchObject({ ca: false, subjectAltName: "DNS:localhost" });
  expect(second.keys).not.toContain('"d":');
  expect(await readdir(dataDir)).toEqual(["local-directory-ca.pem"]);
});

/** Runs a script that may call `start` in a separate process. */
async function run(script: string, env: Record<string, string> = {}): Promise<{ printed: string; code: unknown }> {
  const options = { httpPort: 0, tlsPort: 0, dataDir, portalUrl: PORTAL, clientSecret: "secret", people: [] };
  const module = `import { startLocalDirectory } from "./lib/dev/directory/server.ts";
    const start = () => startLocalDirectory(${JSON.stringify(options)});
    ${script}`;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", module], { env: { NODE_ENV: "test", ...env } });
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (printed += String(chunk)));
  const code = await new Promise((resolve) => child.on("close", resolve));
  return { printed, code };
}

test("the directory prints nothing at startup, for a page or for an error", async () => {
  const outcome = await run(`
    const directory = await start();
    for (const path of ["/.well-known/openid-configuration", "/keys", "/authorize", "/userinfo", "/logout", "/logout/success", "/nothing"]) {
      await fetch(directory.issuer + path);
    }
    await fetch(directory.issuer + "/token", { method: "POST", headers: { origin: "http://elsewhere.example" } });
    await directory.stop();`);
  expect(outcome).toEqual({ printed: "", code: 0 });
}, 30_000);

test("the directory does not start when Entra ID is configured", async () => {
  const id = "11111111-1111-4111-8111-111111111111";
  const ids = { ENTRA_TENANT_ID: id, ENTRA_CLIENT_ID: id, ENTRA_ROLE_GROUPS: `viewer=${id}` };
  const entra = { ...ids, ENTRA_CLIENT_SECRET: "secret", SESSION_SECRET: "x".repeat(32), DATABASE_URL: "postgresql://app@127.0.0.1/rolebook" };
  const { printed } = await run("await start().catch((error) => console.log(error.message));", entra);
  expect(printed).toBe("The local directory does not start where Entra ID is configured.\n");
}, 30_000);
