import { Temporal } from "temporal-polyfill";
import { z } from "zod";

/** Times as people type them, `2026-11-21T20:52`, and the instants that they mean in a time zone. */

/** Four digits keep the year within what the database can compare with; `Temporal` knows the calendar. */
const MINUTE = /^2\d{3}-\d{2}-\d{2}T\d{2}:\d{2}$/;

/** Whether this is a minute of some clock: `2026-11-21T20:52`. */
export function isWallTime(text: string): boolean {
  if (!MINUTE.test(text)) return false;
  try {
    Temporal.PlainDateTime.from(text);
    return true;
  } catch {
    return false;
  }
}

/** A minute of somebody's clock from an address; anything else counts as none. */
export const wallTime = z.string().refine(isWallTime).optional().catch(undefined);

/**
 * The instant at which a clock in `zone` shows `text`. An hour that daylight saving repeats is read twice and one that it skips
 * from both sides; `which` says whether the earlier or the later reading counts. Throws RangeError for what is not a wall time.
 */
export const instantOf = (text: string, zone: string, which: "earlier" | "later"): Date =>
  new Date(Temporal.PlainDateTime.from(text).toZonedDateTime(zone, { disambiguation: which }).epochMilliseconds);
