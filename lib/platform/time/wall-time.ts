import { Temporal } from "temporal-polyfill";
import { z } from "zod";

/** Local times as people type them, `2026-11-21T20:52`, and their instants in a time zone. */

/** Four digits keep the year in the database's range; `Temporal` knows the calendar. */
const MINUTE = /^2\d{3}-\d{2}-\d{2}T\d{2}:\d{2}$/;

/** Whether this is a valid local minute: `2026-11-21T20:52`. */
export function isWallTime(text: string): boolean {
  if (!MINUTE.test(text)) return false;
  try {
    Temporal.PlainDateTime.from(text);
    return true;
  } catch {
    return false;
  }
}

/** A local minute. */
export const wallTime = z.string("A time is text.").refine(isWallTime, "This is no time. Write it like 2026-11-21T20:52.").optional();

/**
 * The instant at which a clock in `zone` shows `text`. For an hour that daylight saving repeats or skips,
 * `which` picks the earlier or later reading. Throws RangeError for an invalid wall time.
 */
export const instantOf = (text: string, zone: string, which: "earlier" | "later"): Date =>
  new Date(Temporal.PlainDateTime.from(text).toZonedDateTime(zone, { disambiguation: which }).epochMilliseconds);
