/** Moments before now, on the clock of Auckland. */

/** A moment as the demo world tells it: known once it is known what time it is now. */
export type Moment = (now: Date) => Date;

const ZONE = "Pacific/Auckland";
const DAY = 86_400_000;

const calendar = new Intl.DateTimeFormat("en-CA", { timeZone: ZONE, year: "numeric", month: "2-digit", day: "2-digit" });
const offsets = new Intl.DateTimeFormat("en-US", { timeZone: ZONE, timeZoneName: "longOffset" });

/** Nothing happens on the full minute: some second of it, always the same one. */
const withinMinute = (instant: Date): Date => new Date(instant.getTime() + (((instant.getTime() / 60_000) * 7_919) % 60_000));

/** The calendar date in Auckland, such as 2026-11-21. */
export const dateOf = (instant: Date): string => calendar.format(instant);

const offsetAt = (instant: Date): string =>
  offsets
    .formatToParts(instant)
    .find(({ type }) => type === "timeZoneName")
    ?.value.slice("GMT".length) ?? "Z";

/** The instant at which Auckland's clocks show `time` on `date`. */
export function instantOf(date: string, time: string): Date {
  // Auckland is 12 or 13 hours ahead; clocks change at night, so half a day earlier is on the same side of a change as any daytime.
  const near = new Date(Date.parse(`${date}T${time}:00Z`) - DAY / 2);
  return new Date(`${date}T${time}:00${offsetAt(near)}`);
}

/** The date `days` before `date`. */
export const dateBefore = (date: string, days: number): string => new Date(Date.parse(`${date}T00:00:00Z`) - days * DAY).toISOString().slice(0, 10);

export const isWorkday = (date: string): boolean => ![0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay());

/** The `count`-th working day before today, in the minute `time`. The tenth is at most fourteen days ago. */
export const workday =
  (count: number, time: string): Moment =>
  (now) => {
    const today = dateOf(now);
    let days = 0;
    for (let found = 0; found < count; ) if (isWorkday(dateBefore(today, ++days))) found++;
    return withinMinute(instantOf(dateBefore(today, days), time));
  };

/** The working day on or before the day `days` ago, in the minute `time`. */
export const daysAgo =
  (days: number, time: string): Moment =>
  (now) => {
    const date = dateBefore(dateOf(now), days);
    const back = [0, 1, 2].find((more) => isWorkday(dateBefore(date, more))) ?? 0;
    return withinMinute(instantOf(dateBefore(date, back), time));
  };

export const secondsAfter = (instant: Date, seconds: number): Date => new Date(instant.getTime() + seconds * 1_000);

export const minutesAfter = (instant: Date, minutes: number): Date => secondsAfter(instant, minutes * 60);
