import { Temporal } from "temporal-polyfill";
import { halfHoursOf } from "./half-hour-table";
import type { HalfHours } from "./half-hours";

/** What a profile delivers on a day, in the day's real half-hours: 46 or 50 when clocks change. Pure. */

const HALF_HOUR_MINUTES = 30;

/** One trading period of a calendar day. */
export type TradingPeriod = {
  /** Its position in the day, from 1 to 46, 48 or 50. */
  readonly number: number;
  /** The half-hour on the wall clock at its start, 1 to 48: skipped or repeated when clocks change. */
  readonly halfHour: number;
  readonly start: Temporal.Instant;
};

/** Every trading period of a day in `zone`, in order. Throws RangeError for an invalid date or zone. */
export function periodsOfDay(date: string, zone: string): readonly TradingPeriod[] {
  const midnight = Temporal.PlainDate.from(date).toZonedDateTime(zone);
  return Array.from({ length: midnight.hoursInDay * 2 }, (_, index) => {
    const start = midnight.add({ minutes: index * HALF_HOUR_MINUTES });
    return { number: index + 1, halfHour: start.hour * 2 + (start.minute >= HALF_HOUR_MINUTES ? 2 : 1), start: start.toInstant() };
  });
}

/**
 * The trading periods of a day that a profile covers: those whose start, on the wall clock, is inside one of
 * its runs.
 */
export function deliveredOn(date: string, zone: string, runs: readonly HalfHours[]): readonly TradingPeriod[] {
  const covered = halfHoursOf(runs);
  return periodsOfDay(date, zone).filter(({ halfHour }) => covered.has(halfHour));
}

/** How changeover days count in a contract: by their real half-hours, or as ordinary days. */
export type ContractHours = "actual" | "nominal";

/** Hours of one day that a contract of the profile delivers. */
export const hoursOn = (date: string, zone: string, runs: readonly HalfHours[], counting: ContractHours): number =>
  (counting === "actual" ? deliveredOn(date, zone, runs).length : halfHoursOf(runs).size) / 2;

/** Hours that a contract delivers from the first date up to, and without, the last. */
export function hoursBetween(from: string, until: string, zone: string, runs: readonly HalfHours[], counting: ContractHours): number {
  const [first, end] = [Temporal.PlainDate.from(from), Temporal.PlainDate.from(until)];
  const { days } = first.until(end, { largestUnit: "days" });
  return Array.from({ length: Math.max(days, 0) }, (_, index) => hoursOn(first.add({ days: index }).toString(), zone, runs, counting)).reduce(
    (sum, hours) => sum + hours,
    0,
  );
}

/** The next changeover days in `zone`, from `date` on, inclusive. */
export function changeoversFrom(date: string, zone: string, count: number): readonly { readonly date: string; readonly halfHours: number }[] {
  const found: { date: string; halfHours: number }[] = [];
  let at = Temporal.PlainDate.from(date).toZonedDateTime(zone).subtract({ nanoseconds: 1 });
  while (found.length < count) {
    const next = at.getTimeZoneTransition("next");
    if (!next) break;
    // A change at midnight belongs to the day it shortens or lengthens.
    const day = [next, next.subtract({ nanoseconds: 1 })].find(({ hoursInDay }) => hoursInDay !== 24);
    if (day) found.push({ date: day.toPlainDate().toString(), halfHours: day.hoursInDay * 2 });
    at = next;
  }
  return found;
}
