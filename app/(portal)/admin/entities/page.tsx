import type { Metadata } from "next";
import { EmptyState } from "@/components/portal/empty-state";
import { EntityStatusBadge } from "@/components/portal/entity-status";
import { ListPage } from "@/components/portal/list-page";
import { Timestamp } from "@/components/portal/timestamp";
import { LinkButton } from "@/components/ui/button";
import { Code } from "@/components/ui/code";
import { openPage } from "@/lib/adapters/web/page";
import { entityListQuery, entityOrder } from "@/lib/domain/entities";
import { preferences } from "@/lib/domain/preferences";
import type { SearchParams } from "@/lib/platform/lists/params";
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
  return (
    <ListPage
      title="Entities"
      description="The trading organisations of the exchange."
      actions={
        mayCreate && (
          <LinkButton variant="primary" icon="plus" href="/admin/entities/new">
            New entity
          </LinkButton>
        )
      }
      path="/admin/entities"
      params={params}
      search="name or code"
      selects={[{ name: "status", label: "Status", value: params.status ?? "", options: STATUSES }]}
      page={page}
      of="entities"
      rowKey={(entity) => entity.id}
      rowHref={(entity) => `/admin/entities/${entity.id}`}
      sort={{ key: order.field, direction: order.direction }}
      columns={[
        { key: "legalName", header: "Legal name", cell: (entity) => entity.legalName, sort: true, primary: true },
        { key: "shortName", header: "Short name", cell: (entity) => entity.shortName },
        { key: "code", header: "Code", cell: (entity) => <Code>{entity.code}</Code>, sort: true, card: true },
        { key: "status", header: "Status", cell: (entity) => <EntityStatusBadge status={entity.status} />, card: true },
        { key: "users", header: "Users", cell: (entity) => entity.users, numeric: true },
        { key: "createdAt", header: "Created", cell: (entity) => <Timestamp value={entity.createdAt} zone={zone} />, sort: true },
      ]}
      none={<EmptyState kind="none" title="There is no entity yet" />}
      noMatch="No entity matches"
    />
  );
}
