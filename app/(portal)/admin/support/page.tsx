import type { Metadata } from "next";
import { type Column, DataTable } from "@/components/portal/data-table";
import { EmptyState } from "@/components/portal/empty-state";
import { FilterBar } from "@/components/portal/filter-bar";
import { entitySelect } from "@/components/portal/filter-selects";
import { PageBody } from "@/components/portal/page-body";
import { Pager } from "@/components/portal/pager";
import { STATE_LABELS, SupportBadge } from "@/components/portal/support-badge";
import { Timestamp } from "@/components/portal/timestamp";
import { LinkButton } from "@/components/ui/button";
import { openPage } from "@/lib/adapters/web/page";
import type { EntityName } from "@/lib/domain/entities";
import { preferences } from "@/lib/domain/preferences";
import { type SupportRow, supportListQuery } from "@/lib/domain/support";
import { guideFor, SUPPORT_STATES, type SupportListParams } from "@/lib/domain/support/model";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import { listHref, type SearchParams } from "@/lib/platform/lists/params";
import type { PageAddress } from "@/lib/platform/local-path";
import { searchOf } from "@/lib/platform/operations/decode";
import { Contacts } from "./_components/contacts";
import { Guide } from "./_components/guide";

export const metadata: Metadata = { title: "Support" };

const PATH = "/admin/support";

export default async function SupportPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = searchOf(supportListQuery.input, await searchParams);
  const { page, entities, principal, desk, maySeeMail } = await openPage(supportListQuery, params);
  const { zone } = await preferences();
  const { cursor: _, ...filters } = params;
  const href = (cursor: string) => listHref(PATH, { ...filters, cursor });

  return (
    <PageBody
      title="Support"
      description={`What ${principal.global ? "the entities" : principal.entity.shortName} asked the exchange.`}
      actions={
        <>
          {maySeeMail && (
            <LinkButton variant="quiet" icon="mail" href={`${PATH}/outbox`}>
              E-mails
            </LinkButton>
          )}
          <LinkButton variant="primary" href={`${PATH}/new`}>
            Report a problem
          </LinkButton>
        </>
      }
    >
      <Filters filters={filters} entities={entities} clearHref={isFiltered(filters) ? PATH : undefined} />
      <DataTable
        caption="Support requests"
        rows={page.rows}
        rowKey={(request) => request.id}
        rowHref={(request) => `${PATH}/${request.id}`}
        columns={columns(zone, principal.global)}
        empty={<Nothing filters={filters} principal={principal} />}
      />
      <Pager page={page} of="requests" href={href} />
      <Contacts desk={desk} />
      <Guide answers={guideFor(principal)} />
    </PageBody>
  );
}

const isFiltered = (filters: SupportListParams): boolean => Object.values(filters).some(Boolean);

function Nothing({ filters, principal: { global, entity } }: { filters: SupportListParams; principal: UserPrincipal }) {
  if (!global && filters.entity && filters.entity !== entity.id) {
    return <EmptyState kind="not-yours" title="Only requests of your own entity are shown to you" action={<LinkButton href={PATH}>Show these</LinkButton>} />;
  }
  if (isFiltered(filters)) return <EmptyState kind="no-match" title="No request matches" clearHref={PATH} />;
  return <EmptyState kind="none" title={global ? "No entity has asked anything yet" : `${entity.shortName} has asked nothing yet`} />;
}

const columns = (zone: string, severalEntities: boolean): readonly Column<SupportRow>[] => [
  { key: "subject", header: "Subject", cell: (request) => request.subject, primary: true },
  { key: "who", header: "Asked by", cell: (request) => request.user.displayName },
  ...(severalEntities ? [{ key: "entity", header: "Entity", cell: (request: SupportRow) => request.entity.shortName }] : []),
  { key: "state", header: "State", cell: (request) => <SupportBadge state={request.state} /> },
  { key: "createdAt", header: "Asked", cell: (request) => <Timestamp value={request.createdAt} zone={zone} /> },
];

type FiltersProps = { filters: SupportListParams; entities: readonly EntityName[] | null; clearHref: PageAddress | undefined };

const STATES = [{ value: "", label: "Any state" }, ...SUPPORT_STATES.map((value) => ({ value, label: STATE_LABELS[value] }))];

function Filters({ filters, entities, clearHref }: FiltersProps) {
  return (
    <FilterBar
      action={PATH}
      search={{ name: "q", label: "subject", value: filters.q ?? "" }}
      selects={[{ name: "state", label: "State", value: filters.state ?? "", options: STATES }, ...entitySelect(entities, filters.entity)]}
      clearHref={clearHref}
    />
  );
}
