import { DefinitionList } from "@/components/portal/definition-list";
import { Section } from "@/components/ui/section";
import { CONTRACT_HOURS, type ConfigurationContent, SESSION_TIMES, WEEKDAY_NAMES } from "@/lib/domain/configuration/model";
import { Changeovers } from "./changeovers";
import { Holidays } from "./holidays";
import { Products } from "./products";

/** A whole configuration, amounts with units. */
export function ContentSections({ content, today }: { content: ConfigurationContent; today: string }) {
  return (
    <>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-2">
        <MarketHours content={content} />
        <Auction content={content} />
        <DaylightSaving daylightSaving={content.daylightSaving} />
        <Compliance compliance={content.compliance} />
        <Support support={content.support} />
      </div>
      <Products products={content.products} />
      <Changeovers content={content} today={today} />
      <Holidays holidays={content.holidays} timeZone={content.marketHours.timeZone} />
    </>
  );
}

function MarketHours({ content: { marketHours } }: { content: ConfigurationContent }) {
  return (
    <Section title="Market hours" description={`Times of day in ${marketHours.timeZone}`}>
      <DefinitionList
        items={[
          { term: "Trading days", detail: `${marketHours.days.map((day) => WEEKDAY_NAMES[day]).join(", ")}; never on holidays` },
          { term: "Pre-open", detail: marketHours.preopen },
          { term: "Open", detail: marketHours.open },
          { term: "Close", detail: marketHours.close },
        ]}
      />
    </Section>
  );
}

function Auction({ content: { auctionWindow, marketHours } }: { content: ConfigurationContent }) {
  return (
    <Section title="Auction window" description={`Times of day in ${marketHours.timeZone}`}>
      <DefinitionList
        items={[
          { term: "From", detail: auctionWindow.from },
          { term: "Until", detail: auctionWindow.until },
        ]}
      />
    </Section>
  );
}

function DaylightSaving({ daylightSaving }: Pick<ConfigurationContent, "daylightSaving">) {
  return (
    <Section title="Daylight saving">
      <DefinitionList
        items={[
          { term: "Market hours", detail: SESSION_TIMES[daylightSaving.sessionTimes] },
          { term: "Hours of a changeover day in a contract", detail: CONTRACT_HOURS[daylightSaving.contractHours] },
        ]}
      />
    </Section>
  );
}

function Compliance({ compliance }: Pick<ConfigurationContent, "compliance">) {
  return (
    <Section title="Compliance thresholds" description="What a market maker must quote">
      <DefinitionList
        items={[
          { term: "Minimum volume", detail: `${compliance.minimumVolume} MW per side` },
          { term: "Maximum spread", detail: `${compliance.maximumSpread} %` },
        ]}
      />
    </Section>
  );
}

function Support({ support }: Pick<ConfigurationContent, "support">) {
  return (
    <Section title="Support desk" description="Who to contact">
      <DefinitionList
        items={[
          { term: "E-mail", detail: support.email },
          { term: "Telephone", detail: support.phone },
          { term: "Staffed", detail: `${support.from} to ${support.until} on trading days` },
        ]}
      />
    </Section>
  );
}
