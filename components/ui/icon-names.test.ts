import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { iconNames } from "./icon-names";

test("the icon names and the icons in the file match one to one", () => {
  const svg = readFileSync(new URL("./icons.svg", import.meta.url), "utf8");
  expect([...svg.matchAll(/<symbol id="([\w-]+)"/g)].map(([, id]) => id)).toEqual(iconNames);
});
