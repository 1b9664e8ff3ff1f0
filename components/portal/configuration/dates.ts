// A date of the calendar is not an instant: it is the same day wherever it is read.
const format = new Intl.DateTimeFormat("en-NZ", { timeZone: "UTC", weekday: "short", day: "numeric", month: "short", year: "numeric" });

/** A calendar date as people write it: "Mon, 27 Dec 2027". */
export const dateLabel = (date: string): string => format.format(new Date(date));
