import { describe, expect, test } from "vitest";
import { bucketsOf } from "./buckets";
import { asWallTime, sinceInstant, untilInstant } from "./search-times";

/** 09:30 on 30 November in Auckland (NZDT), still the 29th in UTC. */
const now = new Date("2026-11-29T20:30:00Z");
const clock = { now, zone: "Pacific/Auckland" };
const since = (text: string) => sinceInstant(text, clock)?.toISOString() ?? null;
const until = (text: string) => untilInstant(text, clock)?.toISOString() ?? null;

describe("the times of a search", () => {
  test("are so long ago", () => {
    expect([since("1h"), since("7d"), since("30m"), since("2w")]).toEqual([
      "2026-11-29T19:30:00.000Z",
      "2026-11-22T20:30:00.000Z",
      "2026-11-29T20:00:00.000Z",
      "2026-11-15T20:30:00.000Z",
    ]);
  });

  test("are whole days on the reader's clock", () => {
    expect([since("today"), until("today")]).toEqual(["2026-11-29T11:00:00.000Z", "2026-11-30T11:00:00.000Z"]);
    expect([since("yesterday"), until("Yesterday")]).toEqual(["2026-11-28T11:00:00.000Z", "2026-11-29T11:00:00.000Z"]);
    // Daylight saving begins: the day has 23 hours.
    expect([since("2026-09-27"), until("2026-09-27")]).toEqual(["2026-09-26T12:00:00.000Z", "2026-09-27T11:00:00.000Z"]);
  });

  test("are minutes, the last one whole, and of an hour that the clock repeats all of it", () => {
    expect([since("2026-11-30T09:00"), until("2026-11-30T09:00")]).toEqual(["2026-11-29T20:00:00.000Z", "2026-11-29T20:01:00.000Z"]);
    expect([since("2026-04-05T02:30"), until("2026-04-05T02:30")]).toEqual(["2026-04-04T13:30:00.000Z", "2026-04-04T14:31:00.000Z"]);
  });

  test("are on another clock where they name it, and written so that they do", () => {
    expect([since("2026-11-30T09:00[UTC]"), since("2026-11-30[Europe/London]")]).toEqual(["2026-11-30T09:00:00.000Z", "2026-11-30T00:00:00.000Z"]);
    expect(asWallTime(now, "Pacific/Auckland")).toBe("2026-11-30T09:30[Pacific/Auckland]");
    expect(since(asWallTime(now, "Asia/Singapore"))).toBe(now.toISOString());
  });

  test("are nothing else", () => {
    for (const text of ["", "banana", "7", "2026-13-01", "2026-02-30", "2026-11-30T25:00", "2026-11-30[Nowhere/Land]", "-1d"])
      expect([text, since(text), until(text)]).toEqual([text, null, null]);
  });
});

describe("the bars over a range", () => {
  const hour = 3_600_000;
  const bars = (hours: number, zone = "Pacific/Auckland") => bucketsOf({ since: new Date(now.getTime() - hours * hour), until: undefined, now, zone });

  test("are as long as the range asks for, and cover it without a gap", () => {
    for (const [hours, step] of [
      [1, "minutes"],
      [24, "hours"],
      [7 * 24, "days"],
      [30 * 24, "days"],
      [300 * 24, "weeks"],
      [3_000 * 24, "months"],
    ] as const) {
      const { step: found, edges } = bars(hours);
      expect(found).toBe(step);
      expect(edges.length).toBeLessThan(135);
      expect(edges[0]?.getTime()).toBeLessThanOrEqual(now.getTime() - hours * hour);
      expect(edges.at(-1)?.getTime()).toBeGreaterThanOrEqual(now.getTime());
      expect(edges.map(Number)).toEqual(edges.map(Number).toSorted((a, b) => a - b));
    }
  });

  test("begin at midnight on the reader's clock, over a change of it too", () => {
    const { edges } = bucketsOf({ since: new Date("2026-09-26T00:00Z"), until: new Date("2026-10-03T00:00Z"), now, zone: "Pacific/Auckland" });
    expect(edges.slice(0, 3).map((edge) => edge.toISOString())).toEqual(["2026-09-25T12:00:00.000Z", "2026-09-26T12:00:00.000Z", "2026-09-27T11:00:00.000Z"]);
  });

  test("go back thirty days where no range is given", () => {
    expect(bucketsOf({ since: undefined, until: undefined, now, zone: "UTC" }).edges).toHaveLength(32);
  });
});
