import { describe, expect, test } from "vitest";
import { nextBoundary, type Schedule, stateCalledFor } from "./schedule";

const EVERY_DAY = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

const schedule = (hours: Partial<Schedule["marketHours"]> = {}, more: Partial<Schedule> = {}): Schedule => ({
  marketHours: {
    timeZone: "Pacific/Auckland",
    days: ["monday", "tuesday", "wednesday", "thursday", "friday"],
    preopen: "08:30",
    open: "09:00",
    close: "16:30",
    ...hours,
  },
  holidays: [{ date: "2027-02-08", name: "Waitangi Day (observed)" }],
  daylightSaving: { sessionTimes: "wall-clock", contractHours: "actual" },
  ...more,
});

/** The day and time on a clock in Auckland, from a different library. */
const wall = new Intl.DateTimeFormat("en-CA", {
  timeZone: "Pacific/Auckland",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  weekday: "long",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});
function clockAt(at: Date) {
  const parts = Object.fromEntries(wall.formatToParts(at).map(({ type, value }) => [type, value]));
  return { date: `${parts.year}-${parts.month}-${parts.day}`, day: String(parts.weekday).toLowerCase(), time: `${parts.hour}:${parts.minute}` };
}

function byTheClockOnTheWall({ marketHours: { days, preopen, open, close }, holidays }: Schedule, at: Date) {
  const { date, day, time } = clockAt(at);
  if (!days.some((one) => one === day) || holidays.some((holiday) => holiday.date === date) || time < preopen || time >= close) return "closed";
  return time < open ? "preopen" : "open";
}

const boundariesBetween = (one: Schedule, from: string, until: string) => {
  const found: string[] = [];
  for (let next = nextBoundary(one, new Date(from)); next && next < new Date(until); next = nextBoundary(one, next)) found.push(next.toISOString());
  return found;
};

describe("the scheduled state", () => {
  const MINUTE = 60_000;
  const YEAR = ["2026-10-01T00:00:00Z", "2027-10-01T00:00:00Z"] as const;
  const CHANGES = [
    ["2027-04-02T12:00:00Z", "2027-04-05T12:00:00Z"],
    ["2027-09-24T12:00:00Z", "2027-09-27T12:00:00Z"],
  ] as const;

  test.each([
    ["for a year of working days", schedule(), [YEAR], 45 * MINUTE],
    ["around both daylight-saving days", schedule({ days: [...EVERY_DAY] }), CHANGES, 5 * MINUTE],
    [
      "in the night after the hours that they skip and repeat",
      schedule({ days: [...EVERY_DAY], preopen: "03:00", open: "03:30", close: "23:50" }),
      CHANGES,
      5 * MINUTE,
    ],
  ])("the schedule follows daylight saving %s", (_name, one, spans, step) => {
    const wrong: string[] = [];
    for (const [from, until] of spans)
      for (let time = Date.parse(from); time < Date.parse(until); time += step) {
        const at = new Date(time);
        if (stateCalledFor(one, at) !== byTheClockOnTheWall(one, at)) wrong.push(at.toISOString());
      }
    expect(wrong).toEqual([]);
  });

  test("the schedule stays on standard time all year when configured", () => {
    const one = schedule({}, { daylightSaving: { sessionTimes: "standard-time", contractHours: "actual" } });
    expect(boundariesBetween(one, "2027-01-12T00:00:00Z", "2027-01-12T23:00:00Z")).toEqual([
      "2027-01-12T04:30:00.000Z",
      "2027-01-12T20:30:00.000Z",
      "2027-01-12T21:00:00.000Z",
    ]);
    expect(boundariesBetween(schedule(), "2027-01-12T00:00:00Z", "2027-01-12T23:00:00Z")).toEqual([
      "2027-01-12T03:30:00.000Z",
      "2027-01-12T19:30:00.000Z",
      "2027-01-12T20:00:00.000Z",
    ]);
  });

  test("the market is closed all day on a holiday", () => {
    expect(boundariesBetween(schedule(), "2027-02-05T03:31:00Z", "2027-02-08T19:00:00Z")).toEqual([]);
  });
});

describe("the next boundary", () => {
  test("the state changes at the next boundary and not before", () => {
    const one = schedule({ days: [...EVERY_DAY] });
    let at = new Date("2027-03-25T00:00:00Z");
    for (let count = 0; count < 60; count++) {
      const next = nextBoundary(one, at);
      if (!next) throw new Error("It never opens again.");
      expect(stateCalledFor(one, next)).not.toBe(stateCalledFor(one, new Date(next.getTime() - 1)));
      expect(stateCalledFor(one, at)).toBe(stateCalledFor(one, new Date(next.getTime() - 1)));
      at = next;
    }
  });

  test("a skipped boundary is the moment of the skip and a repeated one the first, so boundaries stay in order", () => {
    const night = schedule({ days: [...EVERY_DAY], preopen: "02:10", open: "02:40", close: "03:00" });
    // 26 September 2027: 02:00 NZST is followed by 03:00 NZDT. 4 April 2027: 03:00 NZDT is followed by 02:00 NZST.
    expect(boundariesBetween(night, "2027-09-25T12:00:00Z", "2027-09-26T12:00:00Z")).toEqual(["2027-09-25T14:00:00.000Z"]);
    expect(stateCalledFor(night, new Date("2027-09-25T14:00:00Z"))).toBe("closed");
    expect(boundariesBetween(night, "2027-04-03T11:00:00Z", "2027-04-04T11:00:00Z")).toEqual([
      "2027-04-03T13:10:00.000Z",
      "2027-04-03T13:40:00.000Z",
      "2027-04-03T15:00:00.000Z",
    ]);
  });

  test("a market with only holidays has no next boundary", () => {
    const holidays = Array.from({ length: 500 }, (_, day) => ({ date: new Date(Date.UTC(2027, 0, 1 + day)).toISOString().slice(0, 10), name: "Off" }));
    expect(nextBoundary(schedule({ days: [...EVERY_DAY] }, { holidays }), new Date("2027-01-01T12:00:00Z"))).toBeNull();
  });
});
