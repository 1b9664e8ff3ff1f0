import { describe, expect, test } from "vitest";
import { formatInstant } from "./format-instant";

const auckland = (iso: string) => formatInstant(new Date(iso), "Pacific/Auckland");

describe("formatInstant", () => {
  test("formatInstant names the zone in every season and zone", () => {
    expect(auckland("2026-11-21T07:52:00Z")).toBe("21 Nov 2026, 20:52 NZDT");
    expect(auckland("2026-07-01T00:00:00Z")).toBe("1 Jul 2026, 12:00 NZST");
    expect(formatInstant(new Date("2026-11-21T07:52:00Z"), "UTC")).toBe("21 Nov 2026, 07:52 UTC");
    expect(formatInstant(new Date("2026-11-21T07:52:00Z"), "Pacific/Chatham")).toBe("21 Nov 2026, 21:37 CHADT");
  });

  test("formatInstant tells seconds where they are asked for", () => {
    expect(formatInstant(new Date("2026-11-21T07:52:09Z"), "Pacific/Auckland", true)).toBe("21 Nov 2026, 20:52:09 NZDT");
  });

  test("formatInstant skips the hour that daylight saving skips", () => {
    expect(auckland("2026-09-26T13:59:59Z")).toBe("27 Sept 2026, 01:59 NZST");
    expect(auckland("2026-09-26T14:00:00Z")).toBe("27 Sept 2026, 03:00 NZDT");
  });

  test("formatInstant distinguishes the repeated hour when daylight saving ends", () => {
    expect(auckland("2027-04-03T13:30:00Z")).toBe("4 Apr 2027, 02:30 NZDT");
    expect(auckland("2027-04-03T14:30:00Z")).toBe("4 Apr 2027, 02:30 NZST");
  });

  test("formatInstant writes midnight as 00:00 of the new day", () => {
    expect(auckland("2026-12-31T11:00:00Z")).toBe("1 Jan 2027, 00:00 NZDT");
  });

  test("formatInstant throws for an unknown zone", () => {
    expect(() => formatInstant(new Date(0), "Pacific/Nowhere")).toThrow(RangeError);
  });
});
