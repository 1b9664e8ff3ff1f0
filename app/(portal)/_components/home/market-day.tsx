import type { ReactNode } from "react";
import { MarketStateBadge } from "@/components/portal/market-state";
import { Timestamp } from "@/components/portal/timestamp";
import { Section } from "@/components/ui/section";
import type { MarketDay as Day } from "@/lib/domain/market";
import { STATE_TEXTS } from "@/lib/domain/market/model";
import { formatInstant } from "@/lib/platform/time/format-instant";

/** The market's day as a ribbon: pre-open, open, close, and the current position. */
export function MarketDaySection({ day, zone, actions }: { day: Day; zone: string; actions?: ReactNode }) {
  const { state, version, since, halt, next } = day;
  return (
    <Section title="Market" actions={actions}>
      <div data-market-version={version} className="grid gap-3">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <MarketStateBadge state={state} />
          <span>
            {STATE_TEXTS[state].means} Since <Timestamp value={since} zone={zone} />.
          </span>
        </p>
        {halt?.reason && <p className="text-ink-2">Reason: “{halt.reason}”</p>}
        <MarketRibbon day={day} zone={zone} />
        {next && (
          <p className="text-ink-2">
            Next: {STATE_TEXTS[next.state].label.toLowerCase()} at <Timestamp value={next.at} zone={zone} />.
          </p>
        )}
      </div>
    </Section>
  );
}

const WIDTH = 1000;
const MARGIN = 30 * 60_000;

/** Today's session as a bar, with the current time. */
export function MarketRibbon({ day: { today, now }, zone }: { day: Day; zone: string }) {
  if (!today) return <p className="text-ink-2">No session is scheduled today.</p>;
  const { preopen, open, close } = today;
  const from = preopen.getTime() - MARGIN;
  const length = close.getTime() + MARGIN - from;
  const at = (time: Date) => Math.round(((time.getTime() - from) / length) * WIDTH);
  const here = Math.min(Math.max(at(now), 0), WIDTH);
  const points = [
    { label: "Pre-open", time: preopen },
    { label: "Open", time: open },
    { label: "Close", time: close },
  ];
  return (
    <figure className="grid gap-1">
      <svg viewBox={`0 0 ${WIDTH} 20`} preserveAspectRatio="none" className="h-5 w-full rounded-sm" aria-hidden="true">
        <rect width={WIDTH} height="20" className="fill-sunken" />
        <rect x={at(preopen)} width={at(open) - at(preopen)} height="20" className="fill-info-line" />
        <rect x={at(open)} width={at(close) - at(open)} height="20" className="fill-positive-line" />
        <rect x={Math.max(here - 2, 0)} width="4" height="20" className="fill-ink" />
      </svg>
      <figcaption>
        <dl className="flex flex-wrap gap-x-5 gap-y-0.5 text-sm text-ink-2">
          {points.map(({ label, time }) => (
            <div key={label} className="flex gap-1.5">
              <dt className="text-ink-3">{label}</dt>
              <dd>{clockOf(time, zone)}</dd>
            </div>
          ))}
          <div className="flex gap-1.5 font-medium text-ink">
            <dt>Now</dt>
            <dd>{clockOf(now, zone)}</dd>
          </div>
        </dl>
      </figcaption>
    </figure>
  );
}

/** Time of day with its zone; the date is always today. */
const clockOf = (time: Date, zone: string): string => formatInstant(time, zone).split(", ").at(-1) ?? "";
