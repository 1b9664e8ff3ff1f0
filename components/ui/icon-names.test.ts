import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { iconNames } from "./icon-names";

test("every icon that can be named is drawn, and every drawn one can be named", () => {
  const svg = readFileSync(new URL("./icons.svg", import.meta.url), "utf8");
  expect([...svg.matchAll(/<symbol id="([\w-]+)"/g)].map(([, id]) => id)).toEqual(iconNames);
});
