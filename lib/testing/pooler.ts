import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir, userInfo } from "node:os";
import path from "node:path";
import { POSTGRES } from "./databases";
import { freePort } from "./free-port";

export type Pooler = { readonly url: string; stop(): Promise<void> };

/** PgBouncer refuses to run as root; any other user will do. */
const AS_ANOTHER = userInfo().uid === 0 ? ["-u", "nobody"] : [];

/**
 * Starts PgBouncer in transaction mode in front of the tests' PostgreSQL: no statement finds the connection of the one before, and no
 * startup parameter is let through. Null where it is not installed.
 */
export async function startPooler(): Promise<Pooler | null> {
  const folder = mkdtempSync(path.join(tmpdir(), "rolebook-pooler-"));
  const server = new URL(POSTGRES);
  const port = await freePort();
  const users = path.join(folder, "users.txt");
  const settings = path.join(folder, "pgbouncer.ini");
  writeFileSync(users, `"${decodeURIComponent(server.username) || "postgres"}" "${decodeURIComponent(server.password)}"\n`);
  writeFileSync(
    settings,
    `[databases]
* = host=${server.hostname} port=${server.port || 5432}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = trust
auth_file = ${users}
pool_mode = transaction
max_client_conn = 1000
default_pool_size = 20
server_idle_timeout = 5
log_connections = 0
log_disconnections = 0
`,
  );
  chmodSync(folder, 0o755);
  const child = spawn("pgbouncer", ["-q", ...AS_ANOTHER, settings], { stdio: "ignore", env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` } });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()).once("error", () => resolve()));
  const forget = () => rmSync(folder, { recursive: true, force: true });
  if (!(await Promise.race([listensOn(port), ended.then(() => false)]))) {
    forget();
    return null;
  }
  const url = new URL(POSTGRES);
  url.hostname = "127.0.0.1";
  url.port = String(port);
  return {
    url: url.href,
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
      forget();
    },
  };
}

/** True once something listens; it asks until then, and its caller waits for the process's end beside it. */
async function listensOn(port: number): Promise<boolean> {
  for (const end = Date.now() + 10_000; Date.now() < end; ) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, "127.0.0.1");
      socket.once("connect", () => resolve(true)).once("error", () => setTimeout(resolve, 50, false));
      socket.once("connect", () => socket.destroy());
    });
    if (isOpen) return true;
  }
  return false;
}
