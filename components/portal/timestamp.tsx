import { formatInstant } from "@/lib/platform/time/format-instant";

const relative = new Intl.RelativeTimeFormat("en-NZ", { numeric: "auto" });
const units = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
] as const;

/** Relative time in the largest unit that fits: "3 minutes ago". Past times round down; future ones round to the nearest, so a fresh 7 days reads as 7. */
export function formatRelative(value: Date, now: Date): string {
  const seconds = Math.round((value.getTime() - now.getTime()) / 1000);
  const [unit, size] = units.find(([, length]) => Math.abs(seconds) >= length) ?? [];
  return unit && size
    ? relative.format(seconds > 0 ? Math.round(seconds / size) : Math.trunc(seconds / size), unit)
    : seconds > 0
      ? "in less than a minute"
      : "just now";
}

export type TimestampProps = {
  value: Date;
  /** IANA name, such as Pacific/Auckland. */
  zone: string;
  className?: string | undefined;
  seconds?: boolean;
} & ({ mode?: "absolute" | undefined; now?: Date | undefined } | { mode: "relative+absolute"; now: Date });

/** An instant. Its title gives it in UTC, to the second. */
export function Timestamp({ value, zone, mode, now, className, seconds = false }: TimestampProps) {
  const absolute = formatInstant(value, zone, seconds);
  const iso = value.toISOString();
  return (
    <time dateTime={iso} title={`${iso.slice(0, 19).replace("T", " ")} UTC`} className={className}>
      {mode === "relative+absolute" && now ? [`${formatRelative(value, now)} `, <span key="absolute">{`· ${absolute}`}</span>] : absolute}
    </time>
  );
}
