const formats = new Map<string, Intl.DateTimeFormat>();

// Building a formatter costs far more than using it, and a page shows hundreds of times.
function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-NZ", {
    timeZone: zone,
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    timeZoneName: "short",
  });
  formats.set(zone, made);
  return made;
}

/** An instant in `zone`, to the minute or the second, with the zone named: "21 Nov 2026, 20:52 NZDT". Throws RangeError for an unknown zone. */
export function formatInstant(value: Date, zone: string, withSeconds = false): string {
  const parts = new Map(
    formatOf(zone)
      .formatToParts(value)
      .map((part) => [part.type, part.value]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? "";
  return `${part("day")} ${part("month")} ${part("year")}, ${part("hour")}:${part("minute")}${withSeconds ? `:${part("second")}` : ""} ${part("timeZoneName")}`;
}
