import { spawn } from "node:child_process";
import path from "node:path";

/** The path of an installed package's script, for running it with this Node; npm runs every command in the project's folder. */
export const script = (name: string): string => path.resolve("node_modules", name);

export type Finished = { readonly code: number; readonly output: string };

/** Runs a Node script to its end and returns what it printed. */
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
    // A command that is told to stop takes what it runs with it.
    const end = () => void child.kill();
    process.once("exit", end);
    child.once("error", reject);
    child.once("close", (code) => {
      process.off("exit", end);
      resolve({ code: code ?? 1, output });
    });
  });
}

/** A command that cannot go on, for a reason that one sentence says. */
export class CannotGoOn extends Error {
  override name = "CannotGoOn";
}

/** Failures that are one sentence to whoever typed the command. */
const EXPECTED: readonly string[] = ["CannotGoOn", "EnvironmentError", "DataFolderLocked", "PortInUse"];

/** Runs a command line's main part: an expected failure is its one sentence and a non-zero exit. */
export async function command(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    const known = error instanceof Error ? error : new Error(String(error));
    process.stderr.write(`${EXPECTED.includes(known.name) ? known.message : (known.stack ?? known.message)}\n`);
    process.exitCode = 1;
  }
}
