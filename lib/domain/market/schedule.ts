import { Temporal } from "temporal-polyfill";
import type { ConfigurationContent } from "@/lib/domain/configuration/model";
import type { ClockState } from "./state";

/** The state a configuration calls for at a time. Pure; every time of day is the market's. */

export type Schedule = Pick<ConfigurationContent, "marketHours" | "holidays" | "daylightSaving">;

/** New Zealand Standard Time, for a market whose hours ignore daylight saving. */
const STANDARD_TIME = "+12:00";
/** How many days ahead to look for the next opening. */
const HORIZON = 400;

const DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

/** The session's times on one day, in milliseconds since 1970. */
type Times = { readonly preopen: number; readonly open: number; readonly close: number };

const zoneOf = ({ marketHours, daylightSaving }: Schedule): string => (daylightSaving.sessionTimes === "wall-clock" ? marketHours.timeZone : STANDARD_TIME);

const dateAt = (schedule: Schedule, at: Date): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zoneOf(schedule)).toPlainDate();

const isTradingDay = ({ marketHours, holidays }: Schedule, date: Temporal.PlainDate): boolean =>
  marketHours.days.some((day) => day === DAYS[date.dayOfWeek - 1]) && !holidays.some((holiday) => holiday.date === date.toString());

function timesOn(schedule: Schedule, date: Temporal.PlainDate): Times | null {
  if (!isTradingDay(schedule, date)) return null;
  const { preopen, open, close } = schedule.marketHours;
  const at = (time: string) => instantOn(date, time, zoneOf(schedule));
  return { preopen: at(preopen), open: at(open), close: at(close) };
}

/**
 * When a clock in `zone` first shows `time` on that day. A skipped time counts as the moment of the skip and a
 * repeated one as the first, so times stay in order.
 */
function instantOn(date: Temporal.PlainDate, time: string, zone: string): number {
  const wall = date.toPlainDateTime(Temporal.PlainTime.from(time));
  const first = wall.toZonedDateTime(zone, { disambiguation: "earlier" });
  if (first.toPlainDateTime().equals(wall)) return first.epochMilliseconds;
  return first.getTimeZoneTransition("next")?.epochMilliseconds ?? first.epochMilliseconds;
}

/** The session's times on the market's day at an instant; null on a day without trading. */
export function sessionOf(schedule: Schedule, at: Date): { readonly preopen: Date; readonly open: Date; readonly close: Date } | null {
  const times = timesOn(schedule, dateAt(schedule, at));
  return times && { preopen: new Date(times.preopen), open: new Date(times.open), close: new Date(times.close) };
}

/** The state the schedule calls for at an instant. */
export function stateCalledFor(schedule: Schedule, at: Date): ClockState {
  const times = timesOn(schedule, dateAt(schedule, at));
  const now = at.getTime();
  if (!times || now < times.preopen || now >= times.close) return "closed";
  return now < times.open ? "preopen" : "open";
}

/** The next instant after `after` at which the schedule calls for another state; null when it never does. */
export function nextBoundary(schedule: Schedule, after: Date): Date | null {
  const today = dateAt(schedule, after);
  for (let days = 0; days <= HORIZON; days++) {
    const times = timesOn(schedule, today.add({ days }));
    const next = times && [times.preopen, times.open, times.close].find((time) => time > after.getTime());
    if (next) return new Date(next);
  }
  return null;
}
