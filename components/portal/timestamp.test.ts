import { describe, expect, test } from "vitest";
import { formatInstant, formatRelative } from "./timestamp";

const auckland = (iso: string) => formatInstant(new Date(iso), "Pacific/Auckland");

describe("formatInstant", () => {
  test("names the zone in every season and in every zone", () => {
    expect(auckland("2026-11-21T07:52:00Z")).toBe("21 Nov 2026, 20:52 NZDT");
    expect(auckland("2026-07-01T00:00:00Z")).toBe("1 Jul 2026, 12:00 NZST");
    expect(formatInstant(new Date("2026-11-21T07:52:00Z"), "UTC")).toBe("21 Nov 2026, 07:52 UTC");
    expect(formatInstant(new Date("2026-11-21T07:52:00Z"), "Pacific/Chatham")).toBe("21 Nov 2026, 21:37 CHADT");
  });

  test("skips the hour that daylight saving takes away", () => {
    expect(auckland("2026-09-26T13:59:59Z")).toBe("27 Sept 2026, 01:59 NZST");
    expect(auckland("2026-09-26T14:00:00Z")).toBe("27 Sept 2026, 03:00 NZDT");
  });

  test("tells apart the two hours of one name when daylight saving ends", () => {
    expect(auckland("2027-04-03T13:30:00Z")).toBe("4 Apr 2027, 02:30 NZDT");
    expect(auckland("2027-04-03T14:30:00Z")).toBe("4 Apr 2027, 02:30 NZST");
  });

  test("writes midnight as 00:00 of the new day", () => {
    expect(auckland("2026-12-31T11:00:00Z")).toBe("1 Jan 2027, 00:00 NZDT");
  });

  test("refuses a zone that does not exist", () => {
    expect(() => formatInstant(new Date(0), "Pacific/Nowhere")).toThrow(RangeError);
  });
});

describe("formatRelative", () => {
  const now = new Date("2026-11-21T08:00:00Z");
  const at = (seconds: number) => formatRelative(new Date(now.getTime() + seconds * 1000), now);

  test("uses the largest unit that fits, and never rounds up to one not yet reached", () => {
    expect([at(-20), at(-60), at(-3599), at(-3600), at(-86_399), at(-86_400), at(-8 * 86_400)]).toEqual([
      "just now",
      "1 minute ago",
      "59 minutes ago",
      "1 hour ago",
      "23 hours ago",
      "yesterday",
      "8 days ago",
    ]);
  });

  test("looks ahead as well", () => {
    expect([at(20), at(7200), at(86_400)]).toEqual(["in less than a minute", "in 2 hours", "tomorrow"]);
  });

  test("counts what is ahead to the nearest: seven fresh days are seven", () => {
    expect([at(7 * 86_400 - 1), at(7 * 86_400 - 3_600), at(6 * 86_400 + 3_600), at(2 * 3_600 - 60)]).toEqual([
      "in 7 days",
      "in 7 days",
      "in 6 days",
      "in 2 hours",
    ]);
  });
});
