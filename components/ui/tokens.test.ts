import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const css = readFileSync(new URL("../../app/globals.css", import.meta.url), "utf8");
const tokens = new Map(
  [...css.matchAll(/--color-([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(([, name, light, dark]) => [name, { light, dark }]),
);

type Theme = "light" | "dark";

function hex(name: string, theme: Theme): string {
  const value = tokens.get(name)?.[theme];
  if (!value) throw new Error(`globals.css has no colour ${name}`);
  return value;
}

/** Relative luminance as WCAG 2.2 defines it. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((start) => Number.parseInt(colour.slice(start, start + 2), 16) / 255)
    .map((channel) => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(front: string, back: string, theme: Theme): number {
  const [one, other] = [luminance(hex(front, theme)), luminance(hex(back, theme))];
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

const pairs = (fronts: readonly string[], backs: readonly string[]) => fronts.flatMap((front) => backs.map((back) => [front, back] as const));
const below = (wanted: number, list: readonly (readonly [string, string])[]) =>
  (["light", "dark"] as const).flatMap((theme) =>
    list
      .filter(([front, back]) => contrast(front, back, theme) < wanted)
      .map(([front, back]) => `${theme}: ${front} on ${back} ${contrast(front, back, theme).toFixed(2)}`),
  );

const grounds = ["canvas", "surface", "sunken", "hover", "raised"];
const tones = ["info", "positive", "warning", "danger"];
const softs = tones.map((tone) => `${tone}-soft`);

test("text has a contrast of 4.5 to 1 on every background it is used on, in both themes", () => {
  expect(
    below(4.5, [
      ...pairs(["ink", "ink-2", "ink-3", "accent", ...tones], grounds),
      ...pairs(["ink", "ink-2", "accent"], softs),
      ...tones.map((tone) => [tone, `${tone}-soft`] as const),
      ["accent", "accent-soft"],
      ...pairs(["on-solid"], ["solid", "solid-hover", "danger-solid", "danger-solid-hover"]),
    ]),
  ).toEqual([]);
});

test("the borders of controls and the focus ring have a contrast of 3 to 1, in both themes", () => {
  expect(below(3, [...pairs(["edge", "danger"], ["canvas", "surface", "sunken", "raised"]), ...pairs(["focus"], [...grounds, ...softs])])).toEqual([]);
});
