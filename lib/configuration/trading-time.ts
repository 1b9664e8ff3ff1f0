import { Temporal } from "temporal-polyfill";
import { formatInstant } from "@/lib/instant";
import { type ConfigurationContent, WEEKDAYS } from "./schema";

/** The market's calendar and clock. Pure. */

export const MARKET_ZONE = "Pacific/Auckland";
/** What the market's zone is without daylight saving. */
const STANDARD_TIME = "+12:00";

const inZone = (instant: Date, zone: string): Temporal.ZonedDateTime => Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone);

/** The market's calendar date at an instant. */
export const marketDate = (instant: Date): string => inZone(instant, MARKET_ZONE).toPlainDate().toString();

/** A moment as letters, errors and the record tell it, which do not know where they are read: on the market's clock. */
export const marketInstant = (instant: Date): string => formatInstant(instant, MARKET_ZONE);

/** A time of effect as its form writes it, such as 2026-11-23T17:00, on the market's clock. */
export const marketMinute = (instant: Date): string => inZone(instant, MARKET_ZONE).toPlainDateTime().toString().slice(0, 16);

/** Whether an instant lies between pre-open and close of a trading day, by the clock that market hours follow. */
export function isTradingTime({ marketHours, holidays, daylightSaving }: ConfigurationContent, instant: Date): boolean {
  const at = inZone(instant, daylightSaving.sessionTimes === "standard-time" ? STANDARD_TIME : marketHours.timeZone);
  const date = at.toPlainDate();
  const weekday = WEEKDAYS[date.dayOfWeek - 1];
  const time = at.toPlainTime().toString().slice(0, 5);
  const isTradingDay = marketHours.days.some((day) => day === weekday) && holidays.every((holiday) => holiday.date !== date.toString());
  return isTradingDay && marketHours.preopen <= time && time < marketHours.close;
}

/** The one instant at which the market's clock shows `minute`. Throws RangeError for an hour that it skips or shows twice. */
export const instantOnMarketClock = (minute: string): Date =>
  new Date(Temporal.PlainDateTime.from(minute).toZonedDateTime(MARKET_ZONE, { disambiguation: "reject" }).epochMilliseconds);
