// A calendar date is not an instant: it is the same day in every zone.
const format = new Intl.DateTimeFormat("en-NZ", { timeZone: "UTC", weekday: "short", day: "numeric", month: "short", year: "numeric" });

/** Formats a calendar date: "Mon, 27 Dec 2027". */
export const dateLabel = (date: string): string => format.format(new Date(date));
