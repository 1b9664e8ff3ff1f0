import { DataTable } from "@/components/portal/data-table";
import { Section } from "@/components/ui/section";
import { type ConfigurationContent, changeoversFrom, hoursOn } from "@/lib/domain/configuration/model";
import { dateLabel } from "./dates";

const NEXT = 2;

/** The hours each profile delivers on the next clock-change days. */
export function Changeovers({ content, today }: { content: ConfigurationContent; today: string }) {
  const { marketHours, products, daylightSaving } = content;
  const zone = marketHours.timeZone;
  return (
    <Section title="Next changeover days" description="Hours that a contract delivers on the days on which clocks change" flush>
      <DataTable
        caption="Next changeover days"
        rows={changeoversFrom(today, zone, NEXT)}
        rowKey={({ date }) => date}
        columns={[
          { key: "date", header: "Day", cell: ({ date }) => <time dateTime={date}>{dateLabel(date)}</time>, primary: true },
          { key: "halfHours", header: "Half-hours", cell: ({ halfHours }) => halfHours, numeric: true },
          ...products.profiles.map(({ code, periods }) => ({
            key: code,
            header: code,
            cell: ({ date }: { date: string }) => hoursOn(date, zone, periods, daylightSaving.contractHours),
            numeric: true,
          })),
        ]}
      />
    </Section>
  );
}
