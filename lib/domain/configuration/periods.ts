import { Temporal } from "temporal-polyfill";
import { halfHoursOf } from "./half-hour-table";
import type { HalfHours } from "./half-hours";

/** What a profile delivers on a day: the day's real half-hours, of which there are 46 or 50 when clocks change. Pure. */

const HALF_HOUR_MINUTES = 30;

/** One trading period of a calendar day. */
export type TradingPeriod = {
  /** Its place in the day, from 1 to 46, 48 or 50. */
  readonly number: number;
  /** Which half-hour the clock on the wall shows as it starts, 1 to 48: skipped or repeated when clocks change. */
  readonly halfHour: number;
  readonly start: Temporal.Instant;
};

/** Every trading period of a day in `zone`, in order. Throws RangeError for what is no date or no zone. */
export function periodsOfDay(date: string, zone: string): readonly TradingPeriod[] {
  const midnight = Temporal.PlainDate.from(date).toZonedDateTime(zone);
  return Array.from({ length: midnight.hoursInDay * 2 }, (_, index) => {
    const start = midnight.add({ minutes: index * HALF_HOUR_MINUTES });
    return { number: index + 1, halfHour: start.hour * 2 + (start.minute >= HALF_HOUR_MINUTES ? 2 : 1), start: start.toInstant() };
  });
}

/** The trading periods of a day that a profile covers: those at whose start the clock is inside one of its runs. */
export function deliveredOn(date: string, zone: string, runs: readonly HalfHours[]): readonly TradingPeriod[] {
  const covered = halfHoursOf(runs);
  return periodsOfDay(date, zone).filter(({ halfHour }) => covered.has(halfHour));
}

/** How changeover days count in a contract: as many half-hours as there are, or as on any other day. */
export type ContractHours = "actual" | "nominal";

/** Hours of one day that a contract of the profile delivers. */
export const hoursOn = (date: string, zone: string, runs: readonly HalfHours[], counting: ContractHours): number =>
  (counting === "actual" ? deliveredOn(date, zone, runs).length : halfHoursOf(runs).size) / 2;

/** Hours that a contract delivers from the first date up to and without the last. */
export function hoursBetween(from: string, until: string, zone: string, runs: readonly HalfHours[], counting: ContractHours): number {
  const [first, end] = [Temporal.PlainDate.from(from), Temporal.PlainDate.from(until)];
  const { days } = first.until(end, { largestUnit: "days" });
  return Array.from({ length: Math.max(days, 0) }, (_, index) => hoursOn(first.add({ days: index }).toString(), zone, runs, counting)).reduce(
    (sum, hours) => sum + hours,
    0,
  );
}

/** The next days from `date` on, that one included, on which clocks in `zone` change. */
export function changeoversFrom(date: string, zone: string, count: number): readonly { readonly date: string; readonly halfHours: number }[] {
  const found: { date: string; halfHours: number }[] = [];
  let at = Temporal.PlainDate.from(date).toZonedDateTime(zone).subtract({ nanoseconds: 1 });
  while (found.length < count) {
    const next = at.getTimeZoneTransition("next");
    if (!next) break;
    // A change at midnight belongs to the day that it cuts short or makes longer.
    const day = [next, next.subtract({ nanoseconds: 1 })].find(({ hoursInDay }) => hoursInDay !== 24);
    if (day) found.push({ date: day.toPlainDate().toString(), halfHours: day.hoursInDay * 2 });
    at = next;
  }
  return found;
}
