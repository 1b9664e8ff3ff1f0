import { describe, expect, test } from "vitest";
import { type InForce, movesUntil, nextPoint, type Position } from "./replay";
import { type Schedule, stateCalledFor } from "./schedule";

const WEEK = ["monday", "tuesday", "wednesday", "thursday", "friday"] as const;
const schedule = (more: Partial<Schedule> = {}, hours: Partial<Schedule["marketHours"]> = {}): Schedule => ({
  marketHours: { timeZone: "Pacific/Auckland", days: [...WEEK], preopen: "08:30", open: "09:00", close: "16:30", ...hours },
  holidays: [],
  daylightSaving: { sessionTimes: "wall-clock", contractHours: "actual" },
  ...more,
});
const version = (number: number, from: string, one = schedule()): InForce => ({ number, from: new Date(from), schedule: one });

/** A Wednesday in winter time; 09:00 in Auckland is 21:00 UTC the day before. */
const at = (time: string, day = 8) => new Date(`2027-07-${String(time >= "12:00" ? day - 1 : day).padStart(2, "0")}T${time}:00Z`);
const CLOSED: Position = { state: "closed", through: at("13:00"), configuration: 1 };
const first = version(1, "2026-01-01T00:00:00Z");

const made = (start: Position, versions: readonly InForce[], until: Date) =>
  [...movesUntil(start, versions, until)].flatMap(({ point, transitions }) =>
    transitions.map(({ from, to, cause }) => `${point.at.toISOString().slice(8, 16)} ${from} ${to} ${cause}`),
  );

describe("the backlog of a session", () => {
  test("a backlog is replayed in order, each transition at its due time", () => {
    expect(made(CLOSED, [first], at("22:00", 9))).toEqual([
      "07T20:30 closed preopen schedule",
      "07T21:00 preopen open auction",
      "08T04:30 open closed schedule",
      "08T20:30 closed preopen schedule",
      "08T21:00 preopen open auction",
    ]);
  });

  test("one replay and two thousand steps make the same transitions, without duplicates, for a year with both daylight-saving days", () => {
    const daily = version(1, "2026-01-01T00:00:00Z", schedule({}, { days: [...WEEK, "saturday", "sunday"] }));
    const start: Position = { state: "closed", through: new Date("2026-07-01T12:00:00Z"), configuration: 1 };
    const end = new Date("2027-07-01T12:00:00Z");
    const whole = [...movesUntil(start, [daily], end)];
    const pieces = [];
    let position = start;
    for (let now = start.through.getTime(); now <= end.getTime(); now += 15_768_000)
      for (const move of movesUntil(position, [daily], new Date(now))) {
        pieces.push(move);
        position = move.position;
      }
    expect(pieces).toEqual(whole);
    expect(whole.map(({ transitions }) => transitions.length)).toEqual(Array.from({ length: 3 * 365 }, () => 1));
    for (const {
      position: { state, through },
    } of whole)
      expect(state).toBe(stateCalledFor(daily.schedule, through));
  });

  test("a suspended session stays suspended, and has no backlog", () => {
    const moves = [...movesUntil({ ...CLOSED, state: "suspended" }, [first], at("22:00", 9))];
    expect(moves.flatMap(({ transitions }) => transitions)).toEqual([]);
    expect(moves.at(-1)?.position).toMatchObject({ state: "suspended", through: at("21:00", 9) });
  });

  test("a clock that jumps back an hour repeats nothing, and one that jumps ahead replays everything", () => {
    const opened = [...movesUntil(CLOSED, [first], at("21:00"))].at(-1)?.position ?? CLOSED;
    expect(opened.state).toBe("open");
    expect(made(opened, [first], at("20:00"))).toEqual([]);
    expect(made(opened, [first], at("20:59"))).toEqual([]);
    expect(made(CLOSED, [first], at("21:10"))).toEqual(["07T20:30 closed preopen schedule", "07T21:00 preopen open auction"]);
  });
});

describe("a new configuration", () => {
  const open: Position = { state: "open", through: at("21:00"), configuration: 1 };
  const holiday = schedule({ holidays: [{ date: "2027-07-08", name: "Declared this morning" }] });

  test("a configuration that makes a holiday of today closes the market when it takes effect, once", () => {
    expect(made(open, [first, version(2, "2027-07-07T23:15:00Z", holiday)], at("10:00"))).toEqual(["07T23:15 open closed schedule"]);
  });

  test("a configuration that moves the hours uses only existing transitions", () => {
    const later = version(2, "2027-07-07T23:15:00Z", schedule({}, { preopen: "11:00", open: "12:00" }));
    expect(made(open, [first, later], at("05:00"))).toEqual([
      "07T23:15 open closed schedule",
      "07T23:15 closed preopen schedule",
      "08T00:00 preopen open auction",
      "08T04:30 open closed schedule",
    ]);
  });

  test("a configuration in force from a boundary on decides that boundary, and a late one undoes nothing", () => {
    expect(made(CLOSED, [first, version(2, "2027-07-07T20:30:00Z", holiday)], at("05:00"))).toEqual([]);
    const late = nextPoint(open, [first, version(2, "2027-07-01T00:00:00Z", holiday)]);
    expect(late?.at.getTime()).toBe(open.through.getTime() + 1);
  });

  test("a market without a configuration does not move until the first one", () => {
    expect(nextPoint({ ...CLOSED, configuration: 0 }, [])).toBeNull();
    expect(made({ ...CLOSED, configuration: 0 }, [first], at("20:45"))).toEqual(["07T20:30 closed preopen schedule"]);
  });
});
