import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { ZONES } from "@/lib/domain/preferences/schema";
import { searchOf } from "@/lib/platform/operations/decode";
import { instantOf, wallTime } from "./wall-time";

/** The wall clock of `zone` at an instant, as people type it. */
function clockIn(zone: string, instant: Date): string {
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" });
  return format.format(instant).replace(" ", "T");
}

const iso = (text: string, zone: string, which: "earlier" | "later") => instantOf(text, zone, which).toISOString();
const both = (text: string, zone: string) => [iso(text, zone, "earlier"), iso(text, zone, "later")];

describe("the instant of a wall time", () => {
  test.each([
    ["2026-11-21T20:52", "Pacific/Auckland", "2026-11-21T07:52:00.000Z"],
    ["2026-06-21T20:52", "Pacific/Auckland", "2026-06-21T08:52:00.000Z"],
    ["2026-11-21T20:52", "UTC", "2026-11-21T20:52:00.000Z"],
    ["2026-07-01T09:00", "Europe/London", "2026-07-01T08:00:00.000Z"],
    ["2026-01-01T00:00", "America/New_York", "2026-01-01T05:00:00.000Z"],
  ])("%s in %s is %s, in winter and summer alike", (text, zone, expected) => {
    expect(both(text, zone)).toEqual([expected, expected]);
  });

  test.each([
    ["Pacific/Auckland", "2026-04-05T02:30", ["2026-04-04T13:30:00.000Z", "2026-04-04T14:30:00.000Z"]],
    ["Australia/Sydney", "2026-04-05T02:30", ["2026-04-04T15:30:00.000Z", "2026-04-04T16:30:00.000Z"]],
    ["America/New_York", "2026-11-01T01:30", ["2026-11-01T05:30:00.000Z", "2026-11-01T06:30:00.000Z"]],
  ])("a wall time in %s within the repeated hour is either of its two instants", (zone, text, expected) => {
    expect(both(text, zone)).toEqual(expected);
  });

  test("a wall time within the skipped hour is on either side of it", () => {
    expect(both("2026-09-27T02:30", "Pacific/Auckland")).toEqual(["2026-09-26T13:30:00.000Z", "2026-09-26T14:30:00.000Z"]);
  });

  test("a wall time converts back on every clock of the portal, for every minute of many years", () => {
    const minute = fc.integer({ min: Date.UTC(2020, 0) / 60_000, max: Date.UTC(2040, 0) / 60_000 });
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), minute, (zone, at) => {
        const instant = new Date(at * 60_000);
        const text = clockIn(zone, instant);
        const [earlier, later] = [instantOf(text, zone, "earlier"), instantOf(text, zone, "later")];
        expect([earlier.getTime(), later.getTime()]).toContain(instant.getTime());
        expect([clockIn(zone, earlier), clockIn(zone, later)]).toEqual([text, text]);
      }),
      { numRuns: 500 },
    );
  });
});

describe("a wall time in an address", () => {
  test.each(["2026-11-21T20:52", "2026-02-28T00:00", "2028-02-29T23:59"])("the possible wall time %s is kept", (text) => {
    expect(wallTime.parse(text)).toBe(text);
  });

  test.each([
    "",
    "yesterday",
    "2026-11-21",
    "2026-02-29T00:00",
    "2026-13-01T00:00",
    "2026-11-21T24:00",
    "2026-11-21T20:60",
    "2026-11-21T20:52Z",
    "2026-11-21T20:52:00",
    "0000-01-01T00:00",
    "+275760-09-13T00:00",
    ["2026-11-21T20:52"],
    undefined,
  ])("%j is no wall time and counts as unset", (value) => {
    expect(searchOf(z.strictObject({ from: wallTime }), { from: value })).toEqual({});
  });
});
