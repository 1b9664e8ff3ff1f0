import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { scripts } from "@/package.json";

const CHECK = "./lib/cli/node-version.cjs";

/** What the check prints, and how it ends, on a Node.js that says it is of this version. */
const on = (version: string) =>
  new Promise<{ said: string; code: number | null }>((resolve) => {
    const script = `Object.defineProperty(process.versions, "node", { value: "${version}" }); require("${CHECK}")`;
    const child = execFile(process.execPath, ["--eval", script], (_error, _out, said) => resolve({ said, code: child.exitCode }));
  });

test.each(["18.20.4", "20.18.3", "16.0.0"])("Node.js %s is told in one sentence what is needed", async (version) => {
  expect(await on(version)).toEqual({
    said: expect.stringMatching(/^Rolebook needs Node\.js 20\.19 or later and this is [\d.]+: [^\n]+\.\n$/),
    code: 1,
  });
});

test.each(["20.19.0", "22.0.0", "24.11.1"])("Node.js %s is taken", async (version) => {
  expect(await on(version)).toEqual({ said: "", code: 0 });
});

test("every command looks at the version before it loads anything that an old one cannot read", () => {
  const loading = Object.values(scripts).filter((command) => command.includes("lib/cli/"));
  expect(loading.filter((command) => !command.startsWith(`node --require ${CHECK} `))).toEqual([]);
  expect(readFileSync(CHECK, "utf8")).not.toMatch(/\?\?|\?\.|\bimport\b/);
});
