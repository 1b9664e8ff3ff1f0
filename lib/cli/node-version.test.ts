import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { scripts } from "@/package.json";

const CHECK = "./lib/cli/node-version.cjs";

/** The check's output and exit code on a Node.js that reports this version. */
const on = (version: string) =>
  new Promise<{ said: string; code: number | null }>((resolve) => {
    const script = `Object.defineProperty(process.versions, "node", { value: "${version}" }); require("${CHECK}")`;
    const child = execFile(process.execPath, ["--eval", script], (_error, _out, said) => resolve({ said, code: child.exitCode }));
  });

test.each(["18.20.4", "20.18.3", "16.0.0"])("Node.js %s gets one sentence that says which version is needed", async (version) => {
  expect(await on(version)).toEqual({
    said: expect.stringMatching(/^Rolebook needs Node\.js 20\.19 or later and this is [\d.]+: [^\n]+\.\n$/),
    code: 1,
  });
});

test.each(["20.19.0", "22.0.0", "24.11.1"])("Node.js %s is accepted", async (version) => {
  expect(await on(version)).toEqual({ said: "", code: 0 });
});

test("every command checks the version before it loads anything an older Node.js cannot parse", () => {
  const loading = Object.values(scripts).filter((command) => command.includes("lib/cli/"));
  expect(loading.filter((command) => !command.startsWith(`node --require ${CHECK} `))).toEqual([]);
  expect(readFileSync(CHECK, "utf8")).not.toMatch(/\?\?|\?\.|\bimport\b/);
});
