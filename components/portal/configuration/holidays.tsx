import { Section } from "@/components/ui/section";
import type { ConfigurationContent } from "@/lib/domain/configuration/model";
import { dateLabel } from "./dates";

export function Holidays({ holidays, timeZone }: Pick<ConfigurationContent, "holidays"> & { timeZone: string }) {
  const inOrder = holidays.toSorted((a, b) => (a.date < b.date ? -1 : 1));
  return (
    <Section title="Holidays" description={`Days without a market, by the calendar of ${timeZone}`}>
      {inOrder.length === 0 ? (
        <p className="text-ink-2">None.</p>
      ) : (
        <ul className="gap-8 sm:columns-2 xl:columns-3">
          {inOrder.map(({ date, name }) => (
            <li key={date} className="flex break-inside-avoid items-baseline justify-between gap-4 border-b border-line py-1">
              {name}
              <time dateTime={date} className="whitespace-nowrap text-ink-3">
                {dateLabel(date)}
              </time>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
