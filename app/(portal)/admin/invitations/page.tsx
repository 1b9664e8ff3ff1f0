import type { Metadata } from "next";
import type { Column } from "@/components/portal/data-table";
import { Email } from "@/components/portal/email";
import { EmptyState } from "@/components/portal/empty-state";
import { entitySelect, roleSelect } from "@/components/portal/filter-selects";
import { ListPage } from "@/components/portal/list-page";
import { Timestamp } from "@/components/portal/timestamp";
import { LinkButton } from "@/components/ui/button";
import { openPage } from "@/lib/adapters/web/page";
import { type InvitationRow, invitationListQuery, invitationOrder } from "@/lib/domain/invitations";
import { INVITATION_STATES } from "@/lib/domain/invitations/model";
import { mailServer } from "@/lib/domain/mail/model";
import { preferences } from "@/lib/domain/preferences";
import { roleLabel } from "@/lib/platform/authz/roles";
import type { SearchParams } from "@/lib/platform/lists/params";
import { searchOf } from "@/lib/platform/operations/decode";
import { By } from "./_components/by";
import { InvitationStateBadge } from "./_components/invitation-state";
import { Outcome } from "./_components/outcome";

export const metadata: Metadata = { title: "Invitations" };

const PATH = "/admin/invitations";
const STATES = [{ value: "", label: "Any state" }, ...Object.entries(INVITATION_STATES).map(([value, { label }]) => ({ value, label }))];

export default async function InvitationsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = searchOf(invitationListQuery.input, await searchParams);
  const { page, entities, own, maySend } = await openPage(invitationListQuery, params);
  const { zone } = await preferences();
  const order = invitationOrder(params);
  const isElsewhere = !entities && params.entity !== undefined && params.entity !== own.id;

  return (
    <ListPage
      title="Invitations"
      description={entities ? "Who was invited, across all entities." : `Who was invited to ${own.shortName}.`}
      actions={maySend && <Sending />}
      path={PATH}
      params={params}
      search="e-mail or name"
      selects={[
        { name: "state", label: "State", value: params.state ?? "", options: STATES },
        roleSelect(params.role),
        ...entitySelect(entities, params.entity),
      ]}
      page={page}
      of="invitations"
      rowKey={(invitation) => invitation.id}
      rowHref={(invitation) => `${PATH}/${invitation.id}`}
      sort={{ key: order.field, direction: order.direction }}
      columns={columns({ zone, asOf: page.asOf, everyEntity: entities !== null })}
      notYours={isElsewhere && <NotYours ownName={own.shortName} />}
      none={<NoInvitations maySend={maySend} />}
      noMatch="No invitation matches"
    />
  );
}

const columns = ({ zone, asOf, everyEntity }: { zone: string; asOf: Date; everyEntity: boolean }): Column<InvitationRow>[] => [
  { key: "email", header: "E-mail", cell: (invitation) => <Email address={invitation.email} />, primary: true },
  { key: "name", header: "Name", cell: (invitation) => invitation.name },
  { key: "role", header: "Role", cell: (invitation) => roleLabel(invitation.role), card: true },
  { key: "state", header: "State", cell: (invitation) => <InvitationStateBadge state={invitation.state} />, card: true },
  ...(everyEntity ? [{ key: "entity", header: "Entity", cell: (invitation: InvitationRow) => invitation.entity.shortName }] : []),
  {
    key: "sentAt",
    header: mailServer() ? "Sent" : "Created",
    cell: ({ sentAt, sender }) => (
      <>
        <Timestamp value={sentAt} mode="relative+absolute" now={asOf} zone={zone} /> by <By author={sender} />
      </>
    ),
    sort: true,
  },
  { key: "outcome", header: "Outcome", cell: (invitation) => <Outcome invitation={invitation} asOf={asOf} zone={zone} /> },
];

const Sending = () => (
  <>
    <LinkButton variant="quiet" icon="mail" href="/admin/support/outbox">
      E-mails
    </LinkButton>
    <LinkButton icon="users" href={`${PATH}/many`}>
      Invite many
    </LinkButton>
    <LinkButton variant="primary" icon="mail-plus" href={`${PATH}/new`}>
      Invite
    </LinkButton>
  </>
);

const NotYours = ({ ownName }: { ownName: string }) => (
  <EmptyState kind="not-yours" title="You cannot view invitations to other entities" action={<LinkButton href={PATH}>Invitations of {ownName}</LinkButton>}>
    You see the invitations of {ownName} only.
  </EmptyState>
);

const NoInvitations = ({ maySend }: { maySend: boolean }) => (
  <EmptyState
    kind="none"
    title="No one has been invited yet"
    action={
      maySend && (
        <LinkButton variant="primary" href={`${PATH}/new`}>
          Invite a person
        </LinkButton>
      )
    }
  />
);
