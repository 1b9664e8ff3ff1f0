import { Temporal } from "temporal-polyfill";
import { formatInstant } from "./format-instant";

/** The market's clock. Pure. */

export const MARKET_ZONE = "Pacific/Auckland";
/** The wall clock of `zone` at an instant. */
export const inZone = (instant: Date, zone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone);

/** The market's calendar date at an instant. */
export const marketDate = (instant: Date): string => inZone(instant, MARKET_ZONE).toPlainDate().toString();

/** An instant for letters, errors and the record, whose reader's zone is unknown: on the market's clock. */
export const marketInstant = (instant: Date): string => formatInstant(instant, MARKET_ZONE);

/** An effective time as its form writes it, such as 2026-11-23T17:00, on the market's clock. */
export const marketMinute = (instant: Date): string => inZone(instant, MARKET_ZONE).toPlainDateTime().toString().slice(0, 16);

/** The instant at which the market's clock shows `minute`. Throws RangeError for an hour it skips or repeats. */
export const instantOnMarketClock = (minute: string): Date =>
  new Date(Temporal.PlainDateTime.from(minute).toZonedDateTime(MARKET_ZONE, { disambiguation: "reject" }).epochMilliseconds);

/** The first and last minute of a day by the market's clock, as a clock in `zone` shows them: what a filter by time is given. */
export function marketDayIn(day: string, zone: string): { readonly from: string; readonly to: string } {
  const begins = Temporal.PlainDate.from(day).toZonedDateTime(MARKET_ZONE);
  const minute = (at: Temporal.ZonedDateTime) => at.withTimeZone(zone).toPlainDateTime().toString().slice(0, 16);
  return { from: minute(begins), to: minute(begins.add({ days: 1 }).subtract({ minutes: 1 })) };
}
