import type { Metadata } from "next";
import { type Column, DataTable } from "@/components/portal/data-table";
import { Email } from "@/components/portal/email";
import { EmptyState } from "@/components/portal/empty-state";
import { FilterBar } from "@/components/portal/filter-bar";
import { entitySelect, roleSelect } from "@/components/portal/filter-selects";
import { PageBody } from "@/components/portal/page-body";
import { Pager } from "@/components/portal/pager";
import { Timestamp } from "@/components/portal/timestamp";
import { LinkButton } from "@/components/ui/button";
import { openPage } from "@/lib/adapters/web/page";
import { type InvitationRow, invitationListQuery, invitationOrder } from "@/lib/domain/invitations";
import { INVITATION_STATES } from "@/lib/domain/invitations/model";
import { mailServer } from "@/lib/domain/mail/model";
import { preferences } from "@/lib/domain/preferences";
import { roleLabel } from "@/lib/platform/authz/roles";
import { listHref, type SearchParams } from "@/lib/platform/lists/params";
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
  const { cursor: _, ...filters } = params;
  const href = (change: Record<string, string | null>) => listHref(PATH, { ...filters, ...change });
  const filtered = Boolean(params.q || params.state || params.role || params.entity);
  const elsewhere = !entities && params.entity !== undefined && params.entity !== own.id;

  return (
    <PageBody
      title="Invitations"
      description={entities ? "Who was invited, across all entities." : `Who was invited to ${own.shortName}.`}
      actions={maySend && <Sending />}
    >
      <FilterBar
        action={PATH}
        search={{ name: "q", label: "e-mail or name", value: params.q ?? "" }}
        selects={[
          { name: "state", label: "State", value: params.state ?? "", options: STATES },
          roleSelect(params.role),
          ...entitySelect(entities, params.entity),
        ]}
        hidden={{ direction: params.direction }}
        clearHref={filtered ? listHref(PATH, { direction: params.direction }) : undefined}
      />
      <DataTable
        caption="Invitations"
        rows={page.rows}
        rowKey={(invitation) => invitation.id}
        rowHref={(invitation) => `${PATH}/${invitation.id}`}
        sort={{ key: order.field, direction: order.direction }}
        sortHref={({ direction }) => href({ direction })}
        columns={columns({ zone, asOf: page.asOf, everyEntity: entities !== null })}
        empty={<NoInvitations maySend={maySend} filtered={filtered || params.cursor !== undefined} elsewhere={elsewhere} ownName={own.shortName} />}
      />
      <Pager page={page} of="invitations" href={(cursor) => href({ cursor })} />
    </PageBody>
  );
}

const columns = ({ zone, asOf, everyEntity }: { zone: string; asOf: Date; everyEntity: boolean }): Column<InvitationRow>[] => [
  { key: "email", header: "E-mail", cell: (invitation) => <Email address={invitation.email} />, primary: true },
  { key: "name", header: "Name", cell: (invitation) => invitation.name },
  { key: "role", header: "Role", cell: (invitation) => roleLabel(invitation.role) },
  { key: "state", header: "State", cell: (invitation) => <InvitationStateBadge state={invitation.state} /> },
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

function NoInvitations({ maySend, filtered, elsewhere, ownName }: { maySend: boolean; filtered: boolean; elsewhere: boolean; ownName: string }) {
  if (elsewhere) {
    return (
      <EmptyState kind="not-yours" title="You cannot view invitations to other entities" action={<LinkButton href={PATH}>Invitations of {ownName}</LinkButton>}>
        You see the invitations of {ownName} only.
      </EmptyState>
    );
  }
  return filtered ? (
    <EmptyState kind="no-match" title="No invitation matches" clearHref={PATH} />
  ) : (
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
}
