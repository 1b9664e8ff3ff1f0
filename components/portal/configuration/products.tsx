import { DataTable } from "@/components/portal/data-table";
import { Code } from "@/components/ui/code";
import { Section } from "@/components/ui/section";
import { type ConfigurationContent, clockOf, hoursOf, numbersOf } from "@/lib/domain/configuration/model";
import { DayStrip } from "./day-strip";

type Catalogue = ConfigurationContent["products"];

/** The products: nodes, profiles, terms and limits. */
export function Products({ products }: { products: Catalogue }) {
  return (
    <>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,1fr)_minmax(0,2fr)]">
        <Nodes nodes={products.nodes} />
        <Profiles profiles={products.profiles} />
      </div>
      <Contracts products={products} />
    </>
  );
}

function Nodes({ nodes }: Pick<Catalogue, "nodes">) {
  return (
    <Section title="Nodes" description="Grid points at which contracts are settled" flush>
      <DataTable
        caption="Nodes"
        rows={nodes}
        rowKey={({ code }) => code}
        columns={[
          { key: "code", header: "Code", cell: ({ code }) => <Code>{code}</Code>, primary: true },
          { key: "name", header: "Name", cell: ({ name }) => name },
        ]}
      />
    </Section>
  );
}

function Profiles({ profiles }: Pick<Catalogue, "profiles">) {
  return (
    <Section title="Profiles" description="Half-hours of the day that a contract covers; 1 is 00:00 to 00:30" flush>
      <DataTable
        caption="Profiles"
        rows={profiles}
        rowKey={({ code }) => code}
        columns={[
          { key: "code", header: "Code", cell: ({ code }) => <Code>{code}</Code>, primary: true },
          { key: "name", header: "Name", cell: ({ name }) => name },
          { key: "halfHours", header: "Half-hours", cell: ({ periods }) => periods.map(numbersOf).join(", ") },
          { key: "day", header: "Of the day", cell: ({ periods }) => <DayStrip periods={periods} /> },
          { key: "clock", header: "By the clock", cell: ({ periods }) => periods.map(clockOf).join(", ") },
          { key: "hours", header: "Hours a day", cell: ({ periods }) => hoursOf(periods), numeric: true },
        ]}
      />
    </Section>
  );
}

const terms = { monthly: { name: "Monthly", unit: "months" }, quarterly: { name: "Quarterly", unit: "quarters" } } as const;

function Contracts({ products: { contracts, priceUnit, quantityUnit } }: { products: Catalogue }) {
  return (
    <Section title="Contracts" description="Listed for every node and profile" flush>
      <DataTable
        caption="Contracts"
        rows={contracts}
        rowKey={({ term }) => term}
        columns={[
          { key: "term", header: "Term", cell: ({ term }) => terms[term].name, primary: true },
          { key: "listedAhead", header: "Listed ahead", cell: ({ term, listedAhead }) => `${listedAhead} ${terms[term].unit}`, numeric: true },
          { key: "tickSize", header: `Tick size, ${priceUnit}`, cell: ({ tickSize }) => tickSize, numeric: true },
          { key: "minimumPrice", header: `Lowest price, ${priceUnit}`, cell: ({ minimumPrice }) => minimumPrice, numeric: true },
          { key: "maximumPrice", header: `Highest price, ${priceUnit}`, cell: ({ maximumPrice }) => maximumPrice, numeric: true },
          { key: "maximumQuantity", header: `Largest order, ${quantityUnit}`, cell: ({ maximumQuantity }) => maximumQuantity, numeric: true },
        ]}
      />
    </Section>
  );
}
