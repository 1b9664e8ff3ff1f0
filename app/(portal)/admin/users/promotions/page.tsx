import type { Metadata } from "next";
import type { Column } from "@/components/portal/data-table";
import { EmptyState } from "@/components/portal/empty-state";
import { entitySelect } from "@/components/portal/filter-selects";
import { ListPage } from "@/components/portal/list-page";
import { Timestamp } from "@/components/portal/timestamp";
import { openPage } from "@/lib/adapters/web/page";
import { preferences } from "@/lib/domain/preferences";
import { type RequestRow, requestListQuery } from "@/lib/domain/roles";
import type { SearchParams } from "@/lib/platform/lists/params";
import { searchOf } from "@/lib/platform/operations/decode";
import { REQUEST_STATES, RequestState, RoleStep } from "./_components/request-parts";

export const metadata: Metadata = { title: "Role requests" };

const PATH = "/admin/users/promotions";
const STATES = [{ value: "", label: "Any state" }, ...Object.entries(REQUEST_STATES).map(([value, { label }]) => ({ value, label }))];

export default async function PromotionsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = searchOf(requestListQuery.input, await searchParams);
  const { page, entities, own, now } = await openPage(requestListQuery, params);
  const { zone } = await preferences();
  return (
    <ListPage
      title="Role requests"
      description={`Requests for another role, ${entities ? "of all entities" : `of ${own.shortName}`}: those that wait first, the longest waiting on top.`}
      path={PATH}
      params={params}
      search="person by name or e-mail"
      selects={[{ name: "state", label: "State", value: params.state ?? "", options: STATES }, ...entitySelect(entities, params.entity)]}
      page={page}
      of="requests"
      caption="Requests for another role"
      rowKey={(request) => request.id}
      rowHref={(request) => `${PATH}/${request.id}`}
      columns={columns({ zone, now, everyEntity: entities !== null })}
      none={
        <EmptyState kind="none" title="There are no role requests">
          Requests from entity admins and proposals from operators wait here for a decision, and stay listed afterwards.
        </EmptyState>
      }
      noMatch="No request matches"
    />
  );
}

const columns = ({ zone, now, everyEntity }: { zone: string; now: Date; everyEntity: boolean }): Column<RequestRow>[] => [
  { key: "person", header: "Person", cell: ({ person }) => person.displayName, primary: true },
  { key: "change", header: "Change", cell: (request) => <RoleStep {...request} />, card: true },
  { key: "state", header: "State", cell: (request) => <RequestState {...request} />, card: true },
  ...(everyEntity ? [{ key: "entity", header: "Entity", cell: ({ entity }: RequestRow) => entity.shortName }] : []),
  { key: "requester", header: "Asked by", cell: ({ requesterName }) => requesterName },
  { key: "age", header: "Asked", cell: ({ createdAt }) => <Timestamp value={createdAt} mode="relative+absolute" now={now} zone={zone} /> },
  { key: "reason", header: "Reason", cell: ({ reason }) => <span className="line-clamp-2 min-w-48 text-ink-2">{reason}</span> },
  { key: "decided", header: "Decided by", cell: ({ decidedByName }) => decidedByName ?? <span className="text-ink-3">—</span> },
];
