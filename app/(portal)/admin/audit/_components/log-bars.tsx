import { DocumentLink } from "@/components/ui/document-link";
import { TextLink } from "@/components/ui/link";
import { PageLink } from "@/components/ui/page-link";
import type { LogView } from "@/lib/domain/audit";
import { asWallTime, type Search } from "@/lib/domain/audit/model";
import { changedHref } from "./log-address";

// A scrolling region must be keyboard-focusable; without entries no bar in it is.
const reachable = { tabIndex: 0 };

const HEIGHT = 28;
const number = new Intl.NumberFormat("en-NZ");
const counted = (count: number, one: string, many = `${one}s`) => `${number.format(count)} ${count === 1 ? one : many}`;

const FORMATS = {
  minutes: { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  hours: { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  days: { weekday: "short", day: "numeric", month: "short" },
  weeks: { day: "numeric", month: "short", year: "numeric" },
  months: { month: "long", year: "numeric" },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;
const EACH = { minutes: "five minutes", hours: "an hour", days: "a day", weeks: "a week", months: "a month" } as const;

type Shown = Exclude<LogView["bars"], string | null>;
type Props = { readonly search: Search; readonly bars: LogView["bars"]; readonly newer: number; readonly zone: string };

/** What matches in each step of time, granted and refused. A bar is a link that narrows the log to its time. */
export function LogBars({ search, bars, newer, zone }: Props) {
  if (bars === null) return null;
  if (bars === "too-slow")
    return <p className="text-sm text-ink-3">Too many entries match to draw them over time. Choose a shorter time, or one filter more.</p>;
  const [granted, refused] = [sum(bars, "granted"), sum(bars, "refused")];
  const format = new Intl.DateTimeFormat("en-NZ", { ...FORMATS[bars.step], timeZone: zone });
  const [first] = bars.bars;
  return (
    <section aria-label="Entries over time" className="flex flex-wrap items-end gap-x-4 gap-y-1">
      <DocumentLink href="#entries" className="sr-only focus:not-sr-only">
        Skip to the entries
      </DocumentLink>
      {/* The newest first, as in the list, and drawn from the right: that is where a narrow window begins. */}
      <ol {...reachable} className="flex h-7 min-w-0 flex-1 basis-72 flex-row-reverse items-end gap-px overflow-x-auto overflow-y-hidden">
        {bars.bars.toReversed().map((bar) => (
          <li key={bar.from.getTime()} className="h-full min-w-6 flex-1">
            <Bar bar={bar} most={most(bars)} label={format.format(bar.from)} search={search} zone={zone} />
          </li>
        ))}
      </ol>
      <p className="text-sm text-ink-3 sm:w-48">
        <span title={`A bar is ${EACH[bars.step]}`}>
          {counted(granted + refused, "entry", "entries")} since {first && format.format(first.from)}, {number.format(refused)} refused; a bar is{" "}
          {EACH[bars.step]}
        </span>
        {newer > 0 && " · "}
        {newer > 0 && (
          <TextLink href={changedHref(search, { show: "views" })} className="text-ink-3">
            {counted(newer, "newer page view")}
          </TextLink>
        )}
      </p>
    </section>
  );
}

const sum = ({ bars }: Shown, of: "granted" | "refused"): number => bars.reduce((total, bar) => total + bar[of], 0);
const most = ({ bars }: Shown): number => Math.max(1, ...bars.map(({ granted, refused }) => granted + refused));

function Bar({
  bar: { from, to, granted, refused },
  most,
  label,
  search,
  zone,
}: {
  bar: Shown["bars"][number];
  most: number;
  label: string;
  search: Search;
  zone: string;
}) {
  const scale = (count: number) => (count === 0 ? 0 : Math.max(2, Math.round((count / most) * (HEIGHT - 2))));
  const [up, down] = [scale(granted), scale(refused)];
  const drawing = (
    <svg viewBox={`0 0 10 ${HEIGHT}`} preserveAspectRatio="none" className="h-full w-full" aria-hidden="true">
      <rect width="10" y={HEIGHT - 1 - up} height={up} className="fill-solid" />
      <rect width="10" y={Math.max(0, HEIGHT - 1 - up - down)} height={down} className="fill-danger-solid" />
      <rect width="10" y={HEIGHT - 1} height="1" className="fill-line-strong" />
    </svg>
  );
  if (granted + refused === 0) return drawing;
  const text = `${label}: ${number.format(granted)} granted, ${number.format(refused)} refused`;
  // `until:` includes the whole of its minute.
  const href = changedHref(search, { since: asWallTime(from, zone), until: asWallTime(new Date(to.getTime() - 60_000), zone) });
  return (
    <PageLink href={href} scroll={false} title={text} className="block h-full rounded-sm hover:bg-hover">
      {drawing}
      <span className="sr-only">{text}</span>
    </PageLink>
  );
}
