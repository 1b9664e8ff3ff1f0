import type { Metadata } from "next";
import { DocumentationBadge, Reminder, STATUS_LABELS, TradingBadge } from "@/components/portal/documentation";
import { ListPage } from "@/components/portal/list-page";
import { Timestamp } from "@/components/portal/timestamp";
import { openPage } from "@/lib/adapters/web/page";
import { type CounterpartySides, counterpartyListQuery, tradingSides } from "@/lib/domain/documentation";
import { DOCUMENTATION_STATES, mayTradeLabel, type Trader } from "@/lib/domain/documentation/model";
import { preferences } from "@/lib/domain/preferences";
import type { SearchParams } from "@/lib/platform/lists/params";
import { searchOf } from "@/lib/platform/operations/decode";
import { NoCounterparties } from "./_components/no-counterparties";
import { Why } from "./_components/why";

export const metadata: Metadata = { title: "Documentation of your entity" };

const PATH = "/credit/documentation";

export default async function OwnDocumentationPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = searchOf(counterpartyListQuery.input, await searchParams);
  const { page, entity, trader, whyNoNames } = await openPage(counterpartyListQuery, params);
  const { zone } = await preferences();
  return (
    <ListPage
      title="Documentation"
      description={`What ${entity.shortName} and its counterparties record about each other’s ISDA documents. You may trade with those where both say that these are in place, while neither is suspended.`}
      path={PATH}
      params={params}
      search={whyNoNames === null ? "by name or code" : "by code"}
      selects={[
        { name: "status", label: "Status", value: params.status ?? "", options: STATUSES },
        { name: "trading", label: "Trading", value: params.trading ?? "", options: tradingChoices(trader) },
        { name: "reminder", label: "Reminder", value: params.reminder ?? "", options: REMINDERS },
      ]}
      notes={whyNoNames && <Why title="Counterparties are shown by their codes" explanation={whyNoNames} />}
      page={page}
      of="counterparties"
      rowKey={({ code }) => code}
      rowHref={({ code }) => `${PATH}/${code}`}
      columns={[
        { key: "counterparty", header: "Counterparty", cell: nameOf, primary: true },
        { key: "ours", header: `${entity.shortName} says`, cell: ({ ours }) => <DocumentationBadge status={ours} /> },
        { key: "theirs", header: "They say", cell: (row) => <TheirSide row={row} zone={zone} /> },
        { key: "trading", header: "Trading", cell: (row) => <Trading sides={tradingSides(entity.shortName, row)} trader={trader} />, card: true },
        { key: "reminder", header: "Reminder", cell: ({ remindOn }) => remindOn && <Reminder day={remindOn} today={page.today} />, card: true },
      ]}
      none={<NoCounterparties entity={entity.shortName} />}
      noMatch="No counterparty matches"
    />
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
