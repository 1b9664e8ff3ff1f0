import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { portProblem } from "@/lib/adapters/entra/errors";
import { settingsForPortal } from "@/lib/platform/env";
import { CannotGoOn, script } from "./run";

export type Portal = {
  /** Settles when the process has ended, with its exit code. */
  readonly ended: Promise<number>;
  readonly pid: number;
  /** Reports not ready but still answers for `seconds`; jobs finish their current work and take no more. */
  drain(seconds: number): Promise<void>;
  /** Finishes requests in progress, up to a limit, then exits. */
  stop(signal?: "SIGTERM" | "SIGKILL"): Promise<void>;
};

export type PortalOptions = {
  readonly port: number;
  readonly host: string;
  readonly env: Readonly<Record<string, string>>;
  readonly dev?: boolean;
  readonly until?: Stage;
};

/** Wait for readiness, or only for liveness, as in tests without a database. */
type Stage = "ready" | "live";

const FOLLOW_STARTER = new URL("./follow-starter.mjs", import.meta.url).href;
const FRONT_DOOR = new URL("./front-door.mjs", import.meta.url).href;
/** Milliseconds; longer than one directory write, one e-mail or the longest transaction. */
const JOBS_FINISH = 25_000;
const REQUESTS_FINISH = 20_000;
const READY_WITHIN = 180_000;

/** Starts the portal's process and waits until it is ready. Throws `CannotGoOn` when it exits or times out. */
export async function startPortal({ port, host, env, dev, until = "ready" }: PortalOptions): Promise<Portal> {
  const args = ["--import", FOLLOW_STARTER, "--import", FRONT_DOOR, script("next/dist/bin/next"), dev ? "dev" : "start", "-p", String(port), "-H", host];
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...settingsForPortal(), NODE_ENV: dev ? "development" : "production", NEXT_TELEMETRY_DISABLED: "1", ...env },
    stdio: ["ignore", dev ? "inherit" : "pipe", "pipe", "ipc"],
    // Ctrl-C signals the whole process group. Detach, so the starter can drain the portal before it stops it.
    detached: process.platform !== "win32",
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
  const stop = async (signal: "SIGTERM" | "SIGKILL" = "SIGTERM") => {
    child.kill(signal);
    const hurry = setTimeout(() => child.kill("SIGKILL"), REQUESTS_FINISH);
    await ended;
    clearTimeout(hurry);
  };
  const outcome = await Promise.race([reaches(until, port, child), ended]);
  if (typeof outcome === "number") throw new CannotGoOn(`The portal's process ended at once:\n${tail}`);
  if (!outcome) {
    await stop("SIGKILL");
    throw new CannotGoOn(`The portal answered for ${READY_WITHIN / 1_000} seconds that it is not ready: look at the messages above.`);
  }
  return { ended, pid: child.pid ?? 0, drain: (seconds) => drain(child, ended, seconds), stop };
}

async function drain(child: ChildProcess, ended: Promise<number>, seconds: number): Promise<void> {
  if (!child.connected) return;
  const giveUp = new AbortController();
  const finished = once(child, "message", { signal: giveUp.signal });
  child.send("drain");
  const jobs = Promise.race([finished, pause(JOBS_FINISH, undefined, { signal: giveUp.signal })]);
  await Promise.race([Promise.all([jobs, pause(seconds * 1_000)]), ended]);
  finished.catch(() => {});
  jobs.catch(() => {});
  giveUp.abort();
}

/** True once the portal reports this state or its process has exited; false after READY_WITHIN. */
async function reaches(stage: Stage, port: number, child: ChildProcess): Promise<boolean> {
  const deadline = Date.now() + READY_WITHIN;
  while (child.exitCode === null && Date.now() < deadline) {
    const response = await fetch(`http://127.0.0.1:${port}/api/${stage}`).catch(() => null);
    if (response?.ok) return true;
    await pause(100);
  }
  return child.exitCode !== null;
}

/** Throws `PortInUse` when the port cannot be used. */
export function assertPortFree(port: number, host: string, variable: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error) => reject(portProblem(error, port, variable)));
    probe.listen(port, host, () => probe.close(() => resolve()));
  });
}
