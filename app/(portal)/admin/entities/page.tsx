import type { Metadata } from "next";
import { DataTable } from "@/components/portal/data-table";
import { EmptyState } from "@/components/portal/empty-state";
import { EntityStatusBadge } from "@/components/portal/entity-status";
import { FilterBar } from "@/components/portal/filter-bar";
import { PageBody } from "@/components/portal/page-body";
import { Pager } from "@/components/portal/pager";
import { Timestamp } from "@/components/portal/timestamp";
import { LinkButton } from "@/components/ui/button";
import { Code } from "@/components/ui/code";
import { openPage } from "@/lib/adapters/web/page";
import { entityListQuery, entityOrder } from "@/lib/domain/entities";
import { preferences } from "@/lib/domain/preferences";
import { listHref, type SearchParams } from "@/lib/platform/lists/params";
import { searchOf } from "@/lib/platform/operations/decode";

export const metadata: Metadata = { title: "Entities" };

const STATUSES = [
  { value: "", label: "Any status" },
  { value: "active", label: "Active" },
  { value: "suspended", label: "Suspended" },
];

export default async function EntitiesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = searchOf(entityListQuery.input, await searchParams);
  const { page, mayCreate } = await openPage(entityListQuery, params);
  const { zone } = await preferences();
  const order = entityOrder(params);
  const { cursor: _, ...filters } = params;
  const href = (change: Record<string, string | null>) => listHref("/admin/entities", { ...filters, ...change });
  const filtered = Boolean(params.q || params.status);

  return (
    <PageBody
      title="Entities"
      description="The trading organisations of the exchange."
      actions={
        mayCreate && (
          <LinkButton variant="primary" icon="plus" href="/admin/entities/new">
            New entity
          </LinkButton>
        )
      }
    >
      <FilterBar
        action="/admin/entities"
        search={{ name: "q", label: "name or code", value: params.q ?? "" }}
        selects={[{ name: "status", label: "Status", value: params.status ?? "", options: STATUSES }]}
        hidden={{ sort: params.sort, direction: params.direction }}
        clearHref={filtered ? listHref("/admin/entities", { sort: params.sort, direction: params.direction }) : undefined}
      />
      <DataTable
        caption="Entities"
        rows={page.rows}
        rowKey={(entity) => entity.id}
        rowHref={(entity) => `/admin/entities/${entity.id}`}
        sort={{ key: order.field, direction: order.direction }}
        sortHref={({ key, direction }) => href({ sort: key, direction })}
        columns={[
          { key: "legalName", header: "Legal name", cell: (entity) => entity.legalName, sort: true, primary: true },
          { key: "shortName", header: "Short name", cell: (entity) => entity.shortName },
          { key: "code", header: "Code", cell: (entity) => <Code>{entity.code}</Code>, sort: true },
          { key: "status", header: "Status", cell: (entity) => <EntityStatusBadge status={entity.status} /> },
          { key: "users", header: "Users", cell: (entity) => entity.users, numeric: true },
          { key: "createdAt", header: "Created", cell: (entity) => <Timestamp value={entity.createdAt} zone={zone} />, sort: true },
        ]}
        empty={
          filtered || params.cursor ? (
            <EmptyState kind="no-match" title="No entity matches" clearHref="/admin/entities" />
          ) : (
            <EmptyState kind="none" title="There is no entity yet" />
          )
        }
      />
      <Pager page={page} of="entities" href={(cursor) => href({ cursor })} />
    </PageBody>
  );
}
