import { Temporal } from "temporal-polyfill";
import { inZone } from "@/lib/platform/time/market-clock";
import { instantOf, isWallTime } from "@/lib/platform/time/wall-time";

/** The times of a search: how long ago, a day, or a minute. Days and minutes are on the reader's clock unless they name another: `2026-11-30[UTC]`. */

const AGO = /^(\d{1,4})\s?(m|min|h|d|w)$/i;
const UNITS: Readonly<Record<string, number>> = { m: 60_000, min: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
const DAY = /^2\d{3}-\d{2}-\d{2}$/;
const NAMED_DAYS: Readonly<Record<string, number>> = { today: 0, yesterday: -1 };
const WITH_ZONE = /^(.*?)(?:\[([\w/+-]{1,40})\])?$/s;

export const TIME_EXAMPLES = "30m, 24h, 7d, today, yesterday, 2026-11-30 or 2026-11-30T09:00";

/** The presets of the bar, shortest first. */
export const PRESETS = [
  { value: "1h", label: "1 h" },
  { value: "24h", label: "24 h" },
  { value: "7d", label: "7 d" },
  { value: "30d", label: "30 d" },
] as const;

type Clock = { readonly now: Date; readonly zone: string };

/** The instant that `since:` begins at; null where the text is no time. */
export const sinceInstant = (text: string, clock: Clock): Date | null =>
  onClock(text, clock, (plain, there) => ago(plain, there) ?? dayStart(plain, there, 0) ?? minute(plain, there, "earlier", 0));

/** The instant before which `until:` ends: a day and a minute are included whole. */
export const untilInstant = (text: string, clock: Clock): Date | null =>
  onClock(text, clock, (plain, there) => ago(plain, there) ?? dayStart(plain, there, 1) ?? minute(plain, there, "later", 60_000));

/** Reads a text on the clock that it names. An unknown zone makes it no time. */
function onClock(text: string, { now, zone }: Clock, read: (plain: string, clock: Clock) => Date | null): Date | null {
  const [, plain = "", named = zone] = WITH_ZONE.exec(text) ?? [];
  try {
    return read(plain, { now, zone: named });
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function ago(text: string, { now }: Clock): Date | null {
  const [, count = "", unit = ""] = AGO.exec(text) ?? [];
  const length = UNITS[unit.toLowerCase()];
  return length === undefined ? null : new Date(now.getTime() - Number(count) * length);
}

function dayStart(text: string, { now, zone }: Clock, later: 0 | 1): Date | null {
  const days = NAMED_DAYS[text.toLowerCase()];
  const day = days === undefined ? plainDay(text) : inZone(now, zone).toPlainDate().add({ days });
  return day && new Date(day.add({ days: later }).toZonedDateTime(zone).epochMilliseconds);
}

const plainDay = (text: string): Temporal.PlainDate | null => (DAY.test(text) ? Temporal.PlainDate.from(text, { overflow: "reject" }) : null);

const minute = (text: string, { zone }: Clock, which: "earlier" | "later", after: number): Date | null =>
  isWallTime(text) ? new Date(instantOf(text, zone, which).getTime() + after) : null;

/** An instant as a filter writes it, with the zone whose clock it is on. */
export const asWallTime = (at: Date, zone: string): string => `${inZone(at, zone).toPlainDateTime().toString({ smallestUnit: "minute" })}[${zone}]`;
