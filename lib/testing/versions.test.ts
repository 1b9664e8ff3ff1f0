import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** The version floor: nothing older is installed, and nothing older may come to be. */
const FLOOR = { next: "16.4.2", react: "19.2.4", "react-dom": "19.2.4", "next-auth": "4.24.15" };

test.each(Object.entries(FLOOR))("the installed %s is at least %s", (name, floor) => {
  const { version } = manifest(`../../node_modules/${name}/package.json`);
  expect(isAtLeast(version, floor), `${name} is ${version}`).toBe(true);
});

test.each(Object.entries(FLOOR))("package.json asks for a %s that cannot be below %s", (name, floor) => {
  const range = manifest("../../package.json").dependencies[name] ?? "";
  expect(range).toMatch(/^\^?\d+\.\d+\.\d+$/);
  expect(isAtLeast(range.replace("^", ""), floor), `${name} may be ${range}`).toBe(true);
});

test("the portal runs on Node.js 20.19 and later", () => {
  expect(manifest("../../package.json").engines).toEqual({ node: ">=20.19" });
});

test("a later number counts as numbers do, and a preview of the floor is below it", () => {
  expect(isAtLeast("16.10.0", "16.4.2")).toBe(true);
  expect(isAtLeast("16.4.2", "16.4.2")).toBe(true);
  expect(isAtLeast("15.9.9", "16.4.2")).toBe(false);
  expect(isAtLeast("16.4.2-canary.1", "16.4.2")).toBe(false);
});

/** Whether `version` is `floor` or later; a preview release counts as below any floor. */
function isAtLeast(version: string, floor: string): boolean {
  if (!/^\d+\.\d+\.\d+$/.test(version)) return false;
  const wanted = floor.split(".").map(Number);
  const [difference = 0] = version
    .split(".")
    .map((part, at) => Number(part) - (wanted[at] ?? 0))
    .filter((part) => part !== 0);
  return difference >= 0;
}

type Manifest = { version: string; dependencies: Readonly<Record<string, string>>; engines: unknown };

const manifest = (relative: string): Manifest => JSON.parse(readFileSync(new URL(relative, import.meta.url), "utf8"));
