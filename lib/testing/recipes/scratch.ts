import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import type { Edit, Step } from "./recipe";

/** A copy of the sources, in which recipes are applied and checked. */

const exec = promisify(execFile);
const MIGRATIONS = "prisma/migrations";
const TSX = ["tsx/dist/cli.mjs", "--conditions=react-server"];

const VITEST = ["vitest/vitest.mjs", "run", "--config", "lib/testing/vitest.config.ts", "--reporter", "dot", "--project"];

const CHECKS: Readonly<Record<string, readonly string[]>> = {
  types: ["typescript/bin/tsc", "--noEmit"],
  lint: ["@biomejs/biome/bin/biome", "check", "--diagnostic-level=error", "."],
  "dead code": ["knip/bin/knip.js", "--no-progress"],
  schema: [...TSX, "lib/cli/check-schema.ts"],
  "unit tests": [...VITEST, "unit"],
};

export class Scratch {
  readonly folder = mkdtempSync(path.join(tmpdir(), "rolebook-recipes-"));

  /** Copies what Git would, and what is generated. */
  async fill(): Promise<void> {
    const { stdout } = await exec("git", ["ls-files", "--cached", "--others", "--exclude-standard"]);
    const files = [...stdout.trim().split("\n"), "next-env.d.ts", "lib/generated"];
    for (const file of files) if (existsSync(file)) cpSync(file, path.join(this.folder, file), { recursive: true });
    symlinkSync(path.resolve("node_modules"), path.join(this.folder, "node_modules"));
    // The linter and the search for dead code ask Git what is ignored.
    await exec("git", ["init", "--quiet"], { cwd: this.folder });
  }

  async apply({ edits, migration }: Step): Promise<void> {
    if (migration) await this.node([...TSX, "lib/cli/new-migration.ts", migration]);
    for (const edit of edits) {
      const at = this.resolve(edit.file);
      mkdirSync(path.dirname(at), { recursive: true });
      writeFileSync(at, edit.behind === undefined ? edit.text : insert(readFileSync(at, "utf8"), edit));
    }
  }

  /** Makes the client of the changed schema. */
  async generate(): Promise<void> {
    await this.node(["prisma/build/index.js", "generate", "--schema", "prisma/schema.prisma"]);
  }

  /** Undoes one step, whatever was built on it, while `work` looks at the rest. */
  async without<T>(step: Step, work: () => Promise<T>): Promise<T> {
    const migration = step.migration && this.resolve(`${MIGRATIONS}/*_${step.migration}/migration.sql`);
    const files = [...new Set([...step.edits.map(({ file }) => this.resolve(file)), ...(migration ? [migration] : [])])];
    const kept = files.map((file) => [file, readFileSync(file, "utf8")] as const);
    if (migration) rmSync(path.dirname(migration), { recursive: true });
    for (const { file, behind, text } of step.edits) {
      const at = this.resolve(file);
      if (behind === undefined) rmSync(at);
      else
        writeFileSync(
          at,
          readFileSync(at, "utf8").replaceAll(behind + text, () => behind),
        );
    }
    try {
      return await work();
    } finally {
      for (const [file, text] of kept) {
        mkdirSync(path.dirname(file), { recursive: true });
        writeFileSync(file, text);
      }
    }
  }

  /** Runs one of the checks, or the tests of these files: null where it passes, or what it says. */
  async check(name: string, ...more: readonly string[]): Promise<string | null> {
    const tests = name.includes(".integration.") ? "integration*" : "unit";
    const command = CHECKS[name] ?? [...VITEST, tests, name, ...more];
    return this.node(command).then(
      () => null,
      (failed: { stdout?: string; stderr?: string }) => `${failed.stdout ?? ""}${failed.stderr ?? String(failed)}`,
    );
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Where a file is. The time in a migration's name is whenever it was made. */
  private resolve(file: string): string {
    const [, end] = /^prisma\/migrations\/\*(_\w+)\//.exec(file) ?? [];
    const made = end && readdirSync(path.join(this.folder, MIGRATIONS)).find((name) => name.endsWith(end));
    return path.join(this.folder, made ? file.replace(`*${end}`, made) : file);
  }

  private async node([tool = "", ...args]: readonly string[]): Promise<string> {
    // Prisma would download an engine that nothing here needs; any file satisfies it.
    const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, NO_COLOR: "1" };
    const { stdout } = await exec(process.execPath, [path.resolve("node_modules", tool), ...args], { cwd: this.folder, env, maxBuffer: 1 << 26 });
    return stdout;
  }
}

/** The text with an edit made, which finds its place once, or everywhere. */
function insert(text: string, { file, behind = "", everywhere, text: added }: Edit): string {
  const places = behind === "" ? 1 : text.split(behind).length - 1;
  if (places === 0 || (places > 1 && !everywhere)) throw new Error(`${file} has ${places} places like this: ${behind}`);
  return behind === "" ? text + added : text.replaceAll(behind, () => behind + added);
}
