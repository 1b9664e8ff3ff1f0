import type { Metadata } from "next";
import type { ComponentProps, ReactNode } from "react";
import { EmptyState } from "@/components/portal/empty-state";
import { Invited } from "@/components/portal/invited";
import { ListPage, type ListParams } from "@/components/portal/list-page";
import type { RowAct } from "@/components/portal/row-menu";
import { Ticks } from "@/components/portal/ticks";
import { Button, LinkButton } from "@/components/ui/button";
import { TextLink } from "@/components/ui/link";
import { Section } from "@/components/ui/section";
import { openPage } from "@/lib/adapters/web/page";
import { userListQuery, userOrder } from "@/lib/domain/people";
import { asQuery, DEFAULT_COLUMNS } from "@/lib/domain/people/model";
import { preferences } from "@/lib/domain/preferences";
import type { SearchParams } from "@/lib/platform/lists/params";
import { searchOf } from "@/lib/platform/operations/decode";
import { ColumnChooser } from "./_components/column-chooser";
import { ListTools } from "./_components/list-tools";
import { SELECTION, userColumns } from "./_components/user-columns";
import { userSelects } from "./_components/user-selects";

export const metadata: Metadata = { title: "Users" };

const PATH = "/admin/users";

export default async function UsersPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = searchOf(userListQuery.input, await searchParams);
  const { page, directory, entities, views, own, mayManage, mayInvite, unfinished, selfId, total, invited } = await openPage(userListQuery, params);
  const { zone } = await preferences();
  const query = asQuery(params);
  const order = userOrder(params);
  const isElsewhere = !entities && params.entity !== undefined && params.entity !== own.id;

  return (
    <ListPage
      title="Users"
      description={entities ? "The people of all entities." : `The people of ${own.shortName}.`}
      actions={
        <>
          {unfinished > 0 && <LinkButton href="/admin/users/bulk">Unfinished changes: {unfinished}</LinkButton>}
          <ListTools query={withoutCursor(query)} ids={page.rows.map(({ id }) => id)} views={views} mayManage={mayManage} />
          {mayInvite && (
            <LinkButton icon="user-plus" variant="primary" href="/admin/invitations/new">
              Invite people
            </LinkButton>
          )}
        </>
      }
      path={PATH}
      params={query}
      look={["sort", "direction", "columns"]}
      usual={{ columns: DEFAULT_COLUMNS.join() }}
      search="name or e-mail"
      selects={userSelects(params, entities)}
      controls={<ColumnChooser chosen={params.columns} everyEntity={entities !== null} />}
      controlled={["columns"]}
      page={page}
      total={total}
      children={invited && invited.length > 0 && <NotJoined people={invited} zone={zone} withEntity={entities !== null} />}
      of="users"
      rowKey={(user) => user.id}
      rowHref={(user) => `${PATH}/${user.id}`}
      sort={{ key: order.field, direction: order.direction }}
      columns={userColumns({ chosen: params.columns, zone, now: new Date(), everyEntity: entities !== null, directory })}
      tick={mayManage ? { form: SELECTION, name: "ids", of: ({ id, displayName }) => ({ value: id, label: displayName }) } : undefined}
      menu={
        mayManage
          ? ({ id, displayName, status }) => ({ id, label: displayName, acts: status === "terminated" || id === selfId ? [] : USER_ACTS.map(({ key }) => key) })
          : undefined
      }
      acts={USER_ACTS}
      around={mayManage ? withBar : undefined}
      notYours={isElsewhere && <NotYours ownName={own.shortName} />}
      none={
        <EmptyState kind="none" title="There are no users yet">
          People appear here once they have joined.
        </EmptyState>
      }
      noMatch="No user matches"
    />
  );
}

const USER_ACTS: readonly RowAct[] = [
  { key: "edit", label: "Edit", icon: "pencil", href: "/admin/users/{id}/edit" },
  { key: "status", label: "Change status", icon: "user-cog", href: "/admin/users/{id}/status" },
  { key: "role", label: "Change role", icon: "shield", href: "/admin/users/{id}/role" },
];

const NotJoined = (props: ComponentProps<typeof Invited>) => (
  <Section title="Invited, not joined yet" actions={<TextLink href="/admin/invitations?state=pending">See all that are open</TextLink>}>
    <Invited {...props} />
  </Section>
);

const withBar = (list: ReactNode) => (
  <Ticks
    acts={
      <Button form={SELECTION} variant="primary" size="sm">
        Change status or end sessions…
      </Button>
    }
  >
    {list}
  </Ticks>
);

const withoutCursor = ({ cursor: _, ...query }: ListParams): ListParams => query;

const NotYours = ({ ownName }: { ownName: string }) => (
  <EmptyState kind="not-yours" title="You cannot view users of other entities" action={<LinkButton href={PATH}>Users of {ownName}</LinkButton>}>
    You see the people of {ownName} only.
  </EmptyState>
);
