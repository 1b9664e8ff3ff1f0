import type { Metadata } from "next";
import { type Column, DataTable } from "@/components/portal/data-table";
import { EmptyState } from "@/components/portal/empty-state";
import { FilterBar } from "@/components/portal/filter-bar";
import { entitySelect, roleSelect } from "@/components/portal/filter-selects";
import { PageBody } from "@/components/portal/page-body";
import { Pager } from "@/components/portal/pager";
import { Timestamp } from "@/components/portal/timestamp";
import { UserStatusBadge } from "@/components/portal/user-status";
import { LinkButton } from "@/components/ui/button";
import { requireTab } from "@/lib/actions/require-tab";
import { grantIf } from "@/lib/authz/authorize";
import { EVERY_ENTITY } from "@/lib/authz/decide";
import { entityChoices } from "@/lib/entities/choices";
import { listHref, type SearchParams } from "@/lib/lists/params";
import { preferences } from "@/lib/preferences/read";
import { listUsers, type UserRow, userOrder } from "@/lib/users/queries";
import { userListParams } from "@/lib/users/schema";
import { USER_STATUSES } from "@/lib/users/statuses";
import { LastSeen } from "./_components/last-seen";
import { RoleName } from "./_components/role-name";

export const metadata: Metadata = { title: "Users" };

const PATH = "/admin/users";
const STATUSES = [{ value: "", label: "Any status" }, ...Object.entries(USER_STATUSES).map(([value, { label }]) => ({ value, label }))];

export default async function UsersPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = userListParams.parse(await searchParams);
  const { page, entities, own } = await requireTab("users", async ({ tx, grant, principal }) => {
    const widest = grantIf(tx, "Users.View", EVERY_ENTITY) ?? grant;
    return { page: await listUsers(tx, widest, params), entities: await entityChoices(tx, widest.target, params.entity), own: principal.entity };
  });
  const { zone } = await preferences();
  const order = userOrder(params);
  const { cursor: _, ...filters } = params;
  const href = (change: Record<string, string | null>) => listHref(PATH, { ...filters, ...change });
  const filtered = Boolean(params.q || params.role || params.status || params.entity);
  const elsewhere = !entities && params.entity !== undefined && params.entity !== own.id;

  return (
    <PageBody title="Users" description={entities ? "The people of all entities." : `The people of ${own.shortName}.`}>
      <FilterBar
        action={PATH}
        search={{ name: "q", label: "name or e-mail", value: params.q ?? "" }}
        selects={[
          roleSelect(params.role),
          { name: "status", label: "Status", value: params.status ?? "", options: STATUSES },
          ...entitySelect(entities, params.entity),
        ]}
        hidden={{ sort: params.sort, direction: params.direction }}
        clearHref={filtered ? listHref(PATH, { sort: params.sort, direction: params.direction }) : undefined}
      />
      <DataTable
        caption="Users"
        rows={page.rows}
        rowKey={(user) => user.id}
        rowHref={(user) => `${PATH}/${user.id}`}
        sort={{ key: order.field, direction: order.direction }}
        sortHref={({ key, direction }) => href({ sort: key, direction })}
        columns={columns({ zone, now: new Date(), everyEntity: entities !== null })}
        empty={<NoUsers filtered={filtered || params.cursor !== undefined} elsewhere={elsewhere} ownName={own.shortName} />}
      />
      <Pager page={page} of="users" href={(cursor) => href({ cursor })} />
    </PageBody>
  );
}

const columns = ({ zone, now, everyEntity }: { zone: string; now: Date; everyEntity: boolean }): Column<UserRow>[] => [
  { key: "displayName", header: "Name", cell: (user) => user.displayName, sort: true, primary: true },
  { key: "email", header: "E-mail", cell: (user) => user.email },
  { key: "role", header: "Role", cell: (user) => <RoleName role={user.role} global={user.global} /> },
  ...(everyEntity ? [{ key: "entity", header: "Entity", cell: (user: UserRow) => user.entity.shortName }] : []),
  { key: "status", header: "Status", cell: (user) => <UserStatusBadge status={user.status} /> },
  { key: "lastSeenAt", header: "Last seen", cell: (user) => <LastSeen at={user.lastSeenAt} now={now} zone={zone} /> },
  { key: "createdAt", header: "Joined", cell: (user) => <Timestamp value={user.createdAt} zone={zone} />, sort: true },
];

function NoUsers({ filtered, elsewhere, ownName }: { filtered: boolean; elsewhere: boolean; ownName: string }) {
  if (elsewhere) {
    return (
      <EmptyState kind="not-yours" title="These are not yours to see" action={<LinkButton href={PATH}>Users of {ownName}</LinkButton>}>
        You see the people of {ownName} only.
      </EmptyState>
    );
  }
  return filtered ? (
    <EmptyState kind="no-match" title="Nobody matches" clearHref={PATH} />
  ) : (
    <EmptyState kind="none" title="There is nobody yet">
      People appear here once they have joined.
    </EmptyState>
  );
}
