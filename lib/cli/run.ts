import { spawn } from "node:child_process";
import path from "node:path";

/** The path of an installed package's script, to run with this Node. npm runs every command in the project's folder. */
export const script = (name: string): string => path.resolve("node_modules", name);

export type Finished = { readonly code: number; readonly output: string };

/** Runs a Node script to completion and returns its output. */
export function run(
  file: string,
  args: readonly string[],
  { node = process.execPath, ...options }: { env?: Readonly<Record<string, string>>; show?: boolean; node?: string } = {},
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(node, [file, ...args], { env: { ...process.env, ...options.env }, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    const collect = (chunk: Buffer) => {
      output += chunk.toString();
      if (options.show) process.stdout.write(chunk);
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    // Stopping a command stops its child too.
    const end = () => void child.kill();
    process.once("exit", end);
    child.once("error", reject);
    child.once("close", (code) => {
      process.off("exit", end);
      resolve({ code: code ?? 1, output });
    });
  });
}

/** A command cannot continue; the message says why in one sentence. */
export class CannotGoOn extends Error {
  override name = "CannotGoOn";
}

/** Expected failures, printed as one sentence without a stack. */
const EXPECTED: readonly string[] = ["CannotGoOn", "EnvironmentError", "DataFolderLocked", "PortInUse"];

/** Runs a command's main function. An expected failure prints its sentence and exits non-zero. */
export async function command(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    const known = error instanceof Error ? error : new Error(String(error));
    process.stderr.write(`${EXPECTED.includes(known.name) ? known.message : (known.stack ?? known.message)}\n`);
    process.exitCode = 1;
  }
}
