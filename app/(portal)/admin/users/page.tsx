import type { Metadata } from "next";
import { DataTable } from "@/components/portal/data-table";
import { EmptyState } from "@/components/portal/empty-state";
import { FilterBar } from "@/components/portal/filter-bar";
import { PageBody } from "@/components/portal/page-body";
import { Pager } from "@/components/portal/pager";
import { LinkButton } from "@/components/ui/button";
import { openPage } from "@/lib/adapters/web/page";
import { userListQuery, userOrder } from "@/lib/domain/people";
import { asQuery, isNarrowed } from "@/lib/domain/people/model";
import { preferences } from "@/lib/domain/preferences";
import { listHref, type SearchParams } from "@/lib/platform/lists/params";
import { searchOf } from "@/lib/platform/operations/decode";
import { ColumnChooser } from "./_components/column-chooser";
import { ListTools } from "./_components/list-tools";
import { userColumns } from "./_components/user-columns";
import { userSelects } from "./_components/user-selects";

export const metadata: Metadata = { title: "Users" };

const PATH = "/admin/users";

export default async function UsersPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = searchOf(userListQuery.input, await searchParams);
  const { page, directory, entities, views, own, mayManage, mayInvite, unfinished } = await openPage(userListQuery, params);
  const { zone } = await preferences();
  const { cursor: _, ...query } = asQuery(params);
  const href = (change: Record<string, string | null>) => listHref(PATH, { ...query, ...change });
  const filtered = isNarrowed(params);
  const elsewhere = !entities && params.entity !== undefined && params.entity !== own.id;
  const look = { sort: params.sort, direction: params.direction };

  return (
    <PageBody
      title="Users"
      description={entities ? "The people of all entities." : `The people of ${own.shortName}.`}
      actions={
        <>
          {unfinished > 0 && <LinkButton href="/admin/users/bulk">Unfinished changes: {unfinished}</LinkButton>}
          <ListTools query={query} ids={page.rows.map(({ id }) => id)} views={views} mayManage={mayManage} />
          {mayInvite && (
            <LinkButton icon="user-plus" variant="primary" href="/admin/invitations/new">
              Invite people
            </LinkButton>
          )}
        </>
      }
    >
      <FilterBar
        action={PATH}
        search={{ name: "q", label: "name or e-mail", value: params.q ?? "" }}
        selects={userSelects(params, entities)}
        hidden={look}
        clearHref={filtered ? listHref(PATH, { ...look, columns: query.columns }) : undefined}
      >
        <ColumnChooser chosen={params.columns} everyEntity={entities !== null} />
      </FilterBar>
      <DataTable
        caption="Users"
        rows={page.rows}
        rowKey={(user) => user.id}
        rowHref={(user) => `${PATH}/${user.id}`}
        sort={{ ...userOrder(params), key: userOrder(params).field }}
        sortHref={({ key, direction }) => href({ sort: key, direction })}
        columns={userColumns({ chosen: params.columns, zone, now: new Date(), everyEntity: entities !== null, directory, selectable: mayManage })}
        empty={<NoUsers filtered={filtered || params.cursor !== undefined} elsewhere={elsewhere} ownName={own.shortName} />}
      />
      <Pager page={page} of="users" href={(cursor) => href({ cursor })} />
    </PageBody>
  );
}

function NoUsers({ filtered, elsewhere, ownName }: { filtered: boolean; elsewhere: boolean; ownName: string }) {
  if (elsewhere) {
    return (
      <EmptyState kind="not-yours" title="You cannot view users of other entities" action={<LinkButton href={PATH}>Users of {ownName}</LinkButton>}>
        You see the people of {ownName} only.
      </EmptyState>
    );
  }
  return filtered ? (
    <EmptyState kind="no-match" title="No user matches" clearHref={PATH} />
  ) : (
    <EmptyState kind="none" title="There are no users yet">
      People appear here once they have joined.
    </EmptyState>
  );
}
