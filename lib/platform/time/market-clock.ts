import { Temporal } from "temporal-polyfill";
import { formatInstant } from "./format-instant";

/** The market's clock. Pure. */

export const MARKET_ZONE = "Pacific/Auckland";
/** What a clock in `zone` shows at an instant. */
export const inZone = (instant: Date, zone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone);

/** The market's calendar date at an instant. */
export const marketDate = (instant: Date): string => inZone(instant, MARKET_ZONE).toPlainDate().toString();

/** A moment as letters, errors and the record tell it, which do not know where they are read: on the market's clock. */
export const marketInstant = (instant: Date): string => formatInstant(instant, MARKET_ZONE);

/** A time of effect as its form writes it, such as 2026-11-23T17:00, on the market's clock. */
export const marketMinute = (instant: Date): string => inZone(instant, MARKET_ZONE).toPlainDateTime().toString().slice(0, 16);

/** The one instant at which the market's clock shows `minute`. Throws RangeError for an hour that it skips or shows twice. */
export const instantOnMarketClock = (minute: string): Date =>
  new Date(Temporal.PlainDateTime.from(minute).toZonedDateTime(MARKET_ZONE, { disambiguation: "reject" }).epochMilliseconds);
