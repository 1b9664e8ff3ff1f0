// A calendar day is not an instant: it is the same day in every zone.
const format = new Intl.DateTimeFormat("en-NZ", { timeZone: "UTC", day: "numeric", month: "short", year: "numeric" });

/** Formats a day such as 2026-12-01 as "1 Dec 2026". */
export const CalendarDay = ({ day }: { day: string }) => (
  <time dateTime={day} className="whitespace-nowrap">
    {format.format(new Date(day))}
  </time>
);
