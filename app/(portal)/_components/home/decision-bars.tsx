import { TextLink } from "@/components/ui/link";
import { PageLink } from "@/components/ui/page-link";
import { Section } from "@/components/ui/section";
import type { DayOfDecisions } from "@/lib/platform/audit/activity";
import { listHref } from "@/lib/platform/lists/params";
import { marketDayIn } from "@/lib/platform/time/market-clock";

const HEIGHT = 56;
const dayLabel = new Intl.DateTimeFormat("en-NZ", { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" });

/** Decisions of recent days by outcome; each bar links to its day in the log. */
export function DecisionBars({ days, zone }: { days: readonly DayOfDecisions[]; zone: string }) {
  const most = Math.max(1, ...days.map(({ granted, refused }) => granted + refused));
  const refusals = days.reduce((sum, { refused }) => sum + refused, 0);
  return (
    <Section
      title={`Decisions of the last ${days.length} days`}
      description={`${refusals} refused. Days by the market’s clock.`}
      actions={<TextLink href="/admin/audit">Audit log</TextLink>}
    >
      <ol className="-mx-3 flex items-end sm:mx-0 sm:gap-1">
        {days.map((day) => (
          <li key={day.day} className="min-w-0 flex-1">
            <Bar day={day} most={most} zone={zone} />
          </li>
        ))}
      </ol>
    </Section>
  );
}

function Bar({ day: { day, granted, refused }, most, zone }: { day: DayOfDecisions; most: number; zone: string }) {
  const scale = (count: number) => (count === 0 ? 0 : Math.max(2, Math.round((count / most) * HEIGHT)));
  const [up, down] = [scale(granted), scale(refused)];
  const date = dayLabel.format(new Date(day));
  const href = listHref("/admin/audit", {
    q: granted === 0 && refused > 0 ? "kind:decision outcome:refused" : "kind:decision",
    ...marketDayIn(day, zone),
  });
  return (
    <PageLink href={href} title={`${date}: ${granted} granted, ${refused} refused`} className="block rounded-sm hover:bg-hover">
      <svg viewBox={`0 0 10 ${HEIGHT + 4}`} preserveAspectRatio="none" className="h-16 w-full" aria-hidden="true">
        <rect x="1" width="8" y={HEIGHT - up} height={up} className="fill-solid" />
        <rect x="1" width="8" y={HEIGHT - up - down} height={down} className="fill-danger-solid" />
        <rect x="1" width="8" y={HEIGHT + 2} height="1" className="fill-line-strong" />
      </svg>
      <span className="sr-only">
        {date}: {granted} granted, {refused} refused
      </span>
    </PageLink>
  );
}
