import type { Metadata } from "next";
import { DataTable } from "@/components/portal/data-table";
import { DocumentationBadge, Reminder, STATUS_LABELS, TradingBadge } from "@/components/portal/documentation";
import { EmptyState } from "@/components/portal/empty-state";
import { FilterBar } from "@/components/portal/filter-bar";
import { PageBody } from "@/components/portal/page-body";
import { Pager } from "@/components/portal/pager";
import { Timestamp } from "@/components/portal/timestamp";
import { openPage } from "@/lib/adapters/web/page";
import { type CounterpartySides, counterpartyListQuery, tradingSides } from "@/lib/domain/documentation";
import { type CounterpartyListParams, DOCUMENTATION_STATES, mayTradeLabel, type Trader } from "@/lib/domain/documentation/model";
import { preferences } from "@/lib/domain/preferences";
import { listHref, type SearchParams } from "@/lib/platform/lists/params";
import type { PageAddress } from "@/lib/platform/local-path";
import { searchOf } from "@/lib/platform/operations/decode";
import { NoCounterparties } from "./_components/no-counterparties";
import { Why } from "./_components/why";

export const metadata: Metadata = { title: "Documentation of your entity" };

const PATH = "/credit/documentation";

export default async function OwnDocumentationPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = searchOf(counterpartyListQuery.input, await searchParams);
  const { page, entity, trader, whyNoNames } = await openPage(counterpartyListQuery, params);
  const { zone } = await preferences();
  const { cursor: _, ...filters } = params;
  const filtered = Object.values(filters).some(Boolean);

  return (
    <PageBody
      title="Documentation"
      description={`What ${entity.shortName} and its counterparties record about each other’s ISDA documents. You may trade with those where both say that these are in place, while neither is suspended.`}
    >
      <Filters filters={filters} trader={trader} named={whyNoNames === null} clearHref={filtered ? PATH : undefined} />
      {whyNoNames && <Why title="Counterparties are shown by their codes" explanation={whyNoNames} />}
      <DataTable
        caption="Counterparties"
        rows={page.rows}
        rowKey={({ code }) => code}
        rowHref={({ code }) => `${PATH}/${code}`}
        columns={[
          { key: "counterparty", header: "Counterparty", cell: nameOf, primary: true },
          { key: "ours", header: `${entity.shortName} says`, cell: ({ ours }) => <DocumentationBadge status={ours} /> },
          { key: "theirs", header: "They say", cell: (row) => <TheirSide row={row} zone={zone} /> },
          { key: "trading", header: "Trading", cell: (row) => <Trading sides={tradingSides(entity.shortName, row)} trader={trader} /> },
          { key: "reminder", header: "Reminder", cell: ({ remindOn }) => remindOn && <Reminder day={remindOn} today={page.today} /> },
        ]}
        empty={filtered ? <EmptyState kind="no-match" title="No counterparty matches" clearHref={PATH} /> : <NoCounterparties entity={entity.shortName} />}
      />
      <Pager page={page} of="counterparties" href={(cursor) => listHref(PATH, { ...filters, cursor })} />
    </PageBody>
  );
}

const Trading = ({ sides: [own, other], trader }: { sides: ReturnType<typeof tradingSides>; trader: Trader }) => (
  <TradingBadge a={own} b={other} trader={trader} />
);

const nameOf = ({ name, code }: CounterpartySides) => (name ? `${name} (${code})` : code);

const TheirSide = ({ row: { theirs, theirsSince }, zone }: { row: CounterpartySides; zone: string }) => (
  <span className="flex flex-wrap items-center gap-x-2">
    <DocumentationBadge status={theirs} />
    {theirsSince && (
      <span className="text-sm text-ink-3">
        since <Timestamp value={theirsSince} zone={zone} />
      </span>
    )}
  </span>
);

const STATUSES = [{ value: "", label: "Any status" }, ...DOCUMENTATION_STATES.map((value) => ({ value, label: `${STATUS_LABELS[value]} on either side` }))];
const tradingChoices = (trader: Trader) => [
  { value: "", label: "May trade or blocked" },
  { value: "allowed", label: mayTradeLabel(trader) },
  { value: "blocked", label: "Blocks trading" },
];
const REMINDERS = [
  { value: "", label: "Any reminder" },
  { value: "due", label: "Reminder due" },
];

type FiltersProps = { filters: Omit<CounterpartyListParams, "cursor">; trader: Trader; named: boolean; clearHref: PageAddress | undefined };

const Filters = ({ filters, trader, named, clearHref }: FiltersProps) => (
  <FilterBar
    action={PATH}
    search={{ name: "q", label: named ? "by name or code" : "by code", value: filters.q ?? "" }}
    selects={[
      { name: "status", label: "Status", value: filters.status ?? "", options: STATUSES },
      { name: "trading", label: "Trading", value: filters.trading ?? "", options: tradingChoices(trader) },
      { name: "reminder", label: "Reminder", value: filters.reminder ?? "", options: REMINDERS },
    ]}
    clearHref={clearHref}
  />
);
