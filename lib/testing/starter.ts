import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { scripts } from "@/package.json";

/** What `npm start` or another of its scripts runs, as a process of its own with nothing in its environment but what a test gives it. */
export type Starter = { readonly process: ChildProcess; readonly ended: Promise<unknown[]>; said(): string; complained(): string };

export type StarterOptions = {
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly throughNpm?: boolean;
  readonly script?: keyof typeof scripts;
  readonly args?: readonly string[];
};

export function launch({ env, cwd, throughNpm = false, script = "start", args = [] }: StarterOptions): Starter {
  const [, ...own] = scripts[script].split(" ");
  const [file, more] = throughNpm ? ["npm", ["start"]] : [process.execPath, [...own, ...args]];
  const child = spawn(file, more, {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: "production", ...env },
    stdio: ["ignore", "pipe", "pipe"],
    // Its own process group, as a terminal gives it.
    detached: true,
    ...(cwd ? { cwd } : {}),
  });
  const text = { out: "", err: "" };
  child.stdout.on("data", (chunk) => {
    text.out += String(chunk);
  });
  child.stderr.on("data", (chunk) => {
    text.err += String(chunk);
  });
  return { process: child, ended: once(child, "close"), said: () => text.out, complained: () => text.err };
}

/** A copy of the project's folder, by links, in which a test keeps settings files of its own. */
export function projectWith(files: Readonly<Record<string, string>>): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(path.join(tmpdir(), "rolebook-project-"));
  for (const name of readdirSync(".")) if (!/^\.(env|data|git)/.test(name)) symlinkSync(path.resolve(name), path.join(folder, name));
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Whether nothing answers at a port of this machine. */
export const isRefused = (host: string, port: number) =>
  new Promise<boolean>((resolve) => {
    const call = connect({ host, port });
    call.once("error", () => resolve(true));
    call.once("connect", () => {
      call.destroy();
      resolve(false);
    });
  });
