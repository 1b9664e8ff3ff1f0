import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { firstConfiguration } from "@/prisma/seed/configuration";
import { areSameHalfHours, HALF_HOUR_TABLE } from "./half-hour-table";
import type { HalfHours } from "./half-hours";
import { changeoversFrom, deliveredOn, hoursBetween, hoursOn, periodsOfDay } from "./periods";

const ZONE = "Pacific/Auckland";
/** Clocks go forward from 02:00 to 03:00, and back from 03:00 to 02:00. */
const SHORT = "2026-09-27";
const LONG = "2027-04-04";
const COMMON = "2026-11-23";

const runsOf = (code: string): readonly HalfHours[] => {
  const runs = HALF_HOUR_TABLE.get(code);
  if (!runs) throw new Error(`There is no profile ${code}.`);
  return runs;
};

/** By hand: half-hours of each profile on a common, a short and a long day. */
const BY_HAND: readonly (readonly [string, number, number, number])[] = [
  ["BASE", 48, 46, 50],
  ["PEAK", 30, 30, 30],
  ["ON", 18, 16, 20],
  ["MP", 4, 4, 4],
  ["EP", 5, 5, 5],
  ["SPK", 9, 9, 9],
];

describe("a day's trading periods", () => {
  test.each([
    [COMMON, 48],
    [SHORT, 46],
    [LONG, 50],
  ])("%s has %d trading periods, numbered from 1, half an hour apart", (date, count) => {
    const periods = periodsOfDay(date, ZONE);
    expect(periods.map(({ number }) => number)).toEqual(Array.from({ length: count }, (_, index) => index + 1));
    const starts = periods.map(({ start }) => start.epochMilliseconds);
    expect(starts.slice(1).map((start, index) => start - (starts[index] ?? 0))).toEqual(Array.from({ length: count - 1 }, () => 1_800_000));
  });

  test("the clock skips half-hours 5 and 6 when it goes forward, and repeats them when it goes back", () => {
    expect(
      periodsOfDay(SHORT, ZONE)
        .slice(2, 7)
        .map(({ halfHour }) => halfHour),
    ).toEqual([3, 4, 7, 8, 9]);
    expect(
      periodsOfDay(LONG, ZONE)
        .slice(2, 9)
        .map(({ halfHour }) => halfHour),
    ).toEqual([3, 4, 5, 6, 5, 6, 7]);
  });

  test("every day of forty years has the periods of its length, and ends at the next midnight", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 14_600 }), (days) => {
        const date = Temporal.PlainDate.from("2010-01-01").add({ days });
        const [first, last] = [periodsOfDay(date.toString(), ZONE)[0], periodsOfDay(date.toString(), ZONE).at(-1)];
        expect(last?.start.add({ minutes: 30 }).toString()).toBe(date.add({ days: 1 }).toZonedDateTime(ZONE).toInstant().toString());
        expect(first?.halfHour).toBe(1);
        expect([46, 48, 50]).toContain(last?.number);
      }),
      { numRuns: 300 },
    );
  });
});

describe("the delivery of a profile", () => {
  test.each(BY_HAND)("%s delivers %d half-hours on a common day, %d on the short one, %d on the long one", (code, common, short, long) => {
    expect([COMMON, SHORT, LONG].map((date) => deliveredOn(date, ZONE, runsOf(code)).length)).toEqual([common, short, long]);
    expect([COMMON, SHORT, LONG].map((date) => hoursOn(date, ZONE, runsOf(code), "nominal") * 2)).toEqual([common, common, common]);
  });

  test("EP starts at 17:30 on the clock: the 36th, 34th or 38th period of the day", () => {
    expect([COMMON, SHORT, LONG].map((date) => deliveredOn(date, ZONE, runsOf("EP"))[0]?.number)).toEqual([36, 34, 38]);
  });

  test("a month's contract has its days' real hours: April 2027 one more than nominal, September 2026 one less", () => {
    const month = (from: string, until: string) =>
      (["actual", "nominal"] as const).map((counting) => hoursBetween(from, until, ZONE, runsOf("BASE"), counting));
    expect(month("2027-04-01", "2027-05-01")).toEqual([721, 720]);
    expect(month("2026-09-01", "2026-10-01")).toEqual([719, 720]);
    expect(month("2026-11-01", "2026-12-01")).toEqual([720, 720]);
    expect(month("2026-12-01", "2026-12-01")).toEqual([0, 0]);
  });

  test("over a whole year the short and the long day cancel out", () => {
    expect(hoursBetween("2026-05-01", "2027-05-01", ZONE, runsOf("BASE"), "actual")).toBe(365 * 24);
  });
});

test("the next changeover days include the start day", () => {
  const expected = [
    { date: SHORT, halfHours: 46 },
    { date: LONG, halfHours: 50 },
  ];
  expect(changeoversFrom("2026-06-01", ZONE, 2)).toEqual(expected);
  expect(changeoversFrom(SHORT, ZONE, 2)).toEqual(expected);
  expect(changeoversFrom("2026-09-28", ZONE, 1)).toEqual(expected.slice(1));
  expect(changeoversFrom("2026-06-01", "UTC", 2)).toEqual([]);
});

test("the demo profiles match the table, whatever the order of runs", () => {
  const { profiles } = firstConfiguration.content.products;
  expect(profiles.map(({ code }) => code)).toEqual([...HALF_HOUR_TABLE.keys()]);
  for (const { code, periods } of profiles) expect(areSameHalfHours(periods, [...runsOf(code)].reverse())).toBe(true);
  expect(areSameHalfHours(runsOf("EP"), [{ first: 36, last: 41 }])).toBe(false);
});
