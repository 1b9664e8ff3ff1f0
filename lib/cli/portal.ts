import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { CannotGoOn, script } from "./run";

export type Portal = {
  /** Settles when the process has ended, with its exit code. */
  readonly ended: Promise<number>;
  readonly pid: number;
  stop(signal?: "SIGTERM" | "SIGKILL"): Promise<void>;
};

export type PortalOptions = { readonly port: number; readonly host: string; readonly env: Readonly<Record<string, string>>; readonly dev?: boolean };

const FOLLOW_STARTER = new URL("./follow-starter.mjs", import.meta.url).href;

/** Starts the portal's own process and waits until it answers. Throws `CannotGoOn` when it ends instead. */
export async function startPortal({ port, host, env, dev }: PortalOptions): Promise<Portal> {
  const args = ["--import", FOLLOW_STARTER, script("next/dist/bin/next"), dev ? "dev" : "start", "-p", String(port), "-H", host];
  const child = spawn(process.execPath, args, {
    env: { ...process.env, NODE_ENV: dev ? "development" : "production", NEXT_TELEMETRY_DISABLED: "1", ...env },
    stdio: ["ignore", dev ? "inherit" : "pipe", "pipe", "ipc"],
  });
  let tail = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    tail = (tail + chunk.toString()).slice(-4_000);
  });
  child.stderr?.on("data", (chunk: Buffer) => {
    tail = (tail + chunk.toString()).slice(-4_000);
    process.stderr.write(chunk);
  });
  const ended = new Promise<number>((resolve) => child.once("exit", (code) => resolve(code ?? 1)));
  const outcome = await Promise.race([answers(port, child), ended]);
  if (typeof outcome === "number") throw new CannotGoOn(`The portal's process ended at once:\n${tail}`);
  return {
    ended,
    pid: child.pid ?? 0,
    stop: async (signal = "SIGTERM") => {
      child.kill(signal);
      await ended;
    },
  };
}

/** Resolves to true once the port answers over HTTP; gives up quietly when the process has ended. */
async function answers(port: number, child: ChildProcess): Promise<true> {
  while (child.exitCode === null) {
    const response = await fetch(`http://127.0.0.1:${port}/api/health`).catch(() => null);
    if (response) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return true;
}

/** Throws `CannotGoOn` when something else listens on the port. */
export function demandFreePort(port: number, variable: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", () => reject(new CannotGoOn(`Port ${port} is in use by another program: stop it, or set ${variable} to another port.`)));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve()));
  });
}
