import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RECIPES } from "./recipes";
import { Scratch } from "./scratch";

/** CONTRIBUTING's recipes lead to where they say: a permission, a table, an operation, a query and a tab, added step by step. */

const scratch = new Scratch();
beforeAll(async () => {
  await scratch.fill();
  for (const { steps } of RECIPES) for (const step of steps) await scratch.apply(step);
  await scratch.generate();
});
afterAll(() => scratch.remove());

/** The numbered steps of a recipe, as written. */
function writtenSteps(name: string): readonly string[] {
  const [, recipe = ""] = readFileSync("CONTRIBUTING.md", "utf8").split(`\n**${name}**`);
  const [until = ""] = recipe.split(/\n(?=\*\*|## )/);
  return until.split(/\n(?=\d\. )/).slice(1);
}

test.each(RECIPES)("$name is written in as many steps as it takes, and each names the files that it touches", ({ name, steps }) => {
  const written = writtenSteps(name);
  expect(written).toHaveLength(steps.length);
  const unnamed = steps.flatMap(({ edits }, index) => edits.map(({ file }) => path.basename(file)).filter((file) => !written[index]?.includes(file)));
  expect(unnamed).toEqual([]);
});

describe.concurrent("with all of their steps", () => {
  test.each(["unit tests", "types", "lint", "dead code", "schema"])("nothing is wrong with the %s", async (name) => {
    expect(await scratch.check(name)).toBeNull();
  });

  test("nothing is wrong with rights and isolation", async () => {
    expect(await scratch.check("lib/platform/db/catalog.integration.test.ts", "lib/platform/db/isolation", "lib/platform/db/writable")).toBeNull();
  });
});

describe.each(RECIPES)("$name", ({ steps }) => {
  test.each(steps.map((step, index) => ({ step, number: index + 1, missedBy: step.missedBy })))("without step $number, $missedBy fails", async ({ step }) => {
    expect(await scratch.without(step, () => scratch.check(step.missedBy))).toMatch(/notice|notify/i);
  });
});
