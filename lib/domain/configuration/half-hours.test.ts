import { expect, test } from "vitest";
import { clockOf, hoursOf, numbersOf } from "./half-hours";

test.each([
  [{ first: 1, last: 48 }, "1–48", "00:00–24:00"],
  [{ first: 1, last: 1 }, "1", "00:00–00:30"],
  [{ first: 15, last: 44 }, "15–44", "07:00–22:00"],
  [{ first: 45, last: 48 }, "45–48", "22:00–24:00"],
  [{ first: 36, last: 40 }, "36–40", "17:30–20:00"],
])("%j is shown by number and by time", (run, numbers, clock) => {
  expect([numbersOf(run), clockOf(run)]).toEqual([numbers, clock]);
});

test("the hours of a profile are the sum of its runs", () => {
  expect(
    hoursOf([
      { first: 15, last: 18 },
      { first: 36, last: 40 },
    ]),
  ).toBe(4.5);
});
