import type { Metadata } from "next";
import { DataTable } from "@/components/portal/data-table";
import { EmptyState } from "@/components/portal/empty-state";
import { FilterBar } from "@/components/portal/filter-bar";
import { entitySelect } from "@/components/portal/filter-selects";
import { PageBody } from "@/components/portal/page-body";
import { Pager } from "@/components/portal/pager";
import { Timestamp } from "@/components/portal/timestamp";
import { requireTab } from "@/lib/actions/require-tab";
import { listPairs, type Side } from "@/lib/documentation/queries";
import { DOCUMENTATION_STATES, type PairListParams, pairListParams } from "@/lib/documentation/schema";
import { type EntityName, entityChoices } from "@/lib/entities/choices";
import { listHref, type SearchParams } from "@/lib/lists/params";
import { preferences } from "@/lib/preferences/read";
import { DocumentationBadge, STATUS_LABELS } from "./_components/documentation-badge";
import { blockedBy, TradingBadge } from "./_components/trading";

export const metadata: Metadata = { title: "Documentation" };

const PATH = "/admin/documentation";

export default async function DocumentationPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = pairListParams.parse(await searchParams);
  const { page, entities } = await requireTab("documentation", async ({ tx, grant }) => ({
    page: await listPairs(tx, grant, params),
    entities: await entityChoices(tx, grant.target, params.entity),
  }));
  const { zone } = await preferences();
  const { cursor: _, ...filters } = params;
  const href = (cursor: string) => listHref(PATH, { ...filters, cursor });
  const filtered = Object.values(filters).some(Boolean);

  return (
    <PageBody
      title="Documentation"
      description="What every two entities record about each other’s ISDA documents. They may trade only when both say that these are in place."
    >
      <Filters filters={filters} entities={entities} clearHref={filtered ? PATH : undefined} />
      <DataTable
        caption="Pairs of entities"
        rows={page.rows}
        rowKey={(pair) => pair.id}
        rowHref={(pair) => `${PATH}/${pair.id}`}
        columns={[
          { key: "pair", header: "Entities", cell: ({ a, b }) => `${a.entity.shortName} and ${b.entity.shortName}`, primary: true },
          { key: "a", header: "First about second", cell: ({ a }) => <Recorded side={a} zone={zone} /> },
          { key: "b", header: "Second about first", cell: ({ b }) => <Recorded side={b} zone={zone} /> },
          {
            key: "trading",
            header: "Trading",
            cell: (pair) => (
              <>
                <TradingBadge pair={pair} /> <span className="text-ink-2">{blockedBy(pair)}</span>
              </>
            ),
          },
        ]}
        empty={
          filtered ? (
            <EmptyState kind="no-match" title="No pair matches" clearHref={PATH} />
          ) : (
            <EmptyState kind="none" title="There are no two entities yet">
              Documentation is recorded between two entities.
            </EmptyState>
          )
        }
      />
      <Pager page={page} of="pairs" href={href} />
    </PageBody>
  );
}

type FiltersProps = { filters: PairListParams; entities: readonly EntityName[] | null; clearHref: string | undefined };

const STATUSES = [{ value: "", label: "Any status" }, ...DOCUMENTATION_STATES.map((value) => ({ value, label: `${STATUS_LABELS[value]} on either side` }))];
const TRADING = [
  { value: "", label: "May trade or blocked" },
  { value: "allowed", label: "May trade" },
  { value: "blocked", label: "Blocked" },
];

function Filters({ filters, entities, clearHref }: FiltersProps) {
  return (
    <FilterBar
      action={PATH}
      search={{ name: "q", label: "entity by name or code", value: filters.q ?? "" }}
      selects={[
        ...entitySelect(entities, filters.entity),
        { name: "status", label: "Status", value: filters.status ?? "", options: STATUSES },
        { name: "trading", label: "Trading", value: filters.trading ?? "", options: TRADING },
      ]}
      clearHref={clearHref}
    />
  );
}

function Recorded({ side, zone }: { side: Side; zone: string }) {
  return (
    <div className="grid justify-items-start gap-0.5 py-0.5">
      <DocumentationBadge status={side.status} />
      <span className="text-sm text-ink-3">
        {side.set ? (
          <>
            {side.set.by}, <Timestamp value={side.set.at} zone={zone} />
          </>
        ) : (
          "Never set"
        )}
      </span>
    </div>
  );
}
