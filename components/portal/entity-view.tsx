import { UserStatusBadge } from "@/components/portal/user-status";
import { LinkButton } from "@/components/ui/button";
import { Code } from "@/components/ui/code";
import { TextLink } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import type { EntityView as View } from "@/lib/domain/people";
import { roleLabel } from "@/lib/platform/authz/roles";
import type { PageAddress } from "@/lib/platform/local-path";
import { ActivityLink } from "./activity-link";
import { DataTable } from "./data-table";
import { DefinitionList } from "./definition-list";
import { Denied } from "./denied";
import { EmptyState } from "./empty-state";
import { EntityStatusBadge } from "./entity-status";
import { History } from "./history";
import { Invited } from "./invited";
import { PageBody } from "./page-body";
import { SetUp } from "./set-up";
import { Timestamp } from "./timestamp";

/** One entity, as seen by operators and by its own users. */
export function EntityView({ view, zone, back }: { view: View; zone: string; back?: { href: PageAddress; label: string } }) {
  const { entity, history, mayReadLog, isOwn, people } = view;
  return (
    <PageBody title={entity.legalName} back={back} status={<EntityStatusBadge status={entity.status} />} actions={<Actions view={view} />}>
      {entity.status === "suspended" && (
        <Notice tone="danger" role="status" title="Suspended: its people are refused.">
          {entity.statusReason && <p>“{entity.statusReason}”</p>}
        </Notice>
      )}
      {view.setUp && <SetUp entity={entity} setUp={view.setUp} mayOpenDocumentation={view.mayOpenDocumentation} />}
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 xl:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          <People view={view} />
          {view.invited && view.invited.length > 0 && (
            <Section title="Invited" description="Their links can still be used.">
              <Invited people={view.invited} zone={zone} />
            </Section>
          )}
        </div>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          <Details view={view} zone={zone} />
          <Section
            title="History"
            actions={<ActivityLink log={mayReadLog ? `entity:${entity.code}` : null} own={isOwn && people ? "/admin/activity" : null} />}
          >
            <History entries={history} zone={zone} />
          </Section>
        </div>
      </div>
    </PageBody>
  );
}

const Details = ({ view: { entity, people, invited, mayOpenDocumentation }, zone }: { view: View; zone: string }) => (
  <Section title="Details">
    <DefinitionList
      items={[
        { term: "Short name", detail: entity.shortName },
        { term: "Code", detail: <Code>{entity.code}</Code> },
        { term: "Users", detail: `${entity.users}, of which ${entity.activeUsers} active` },
        { term: "Created", detail: <Timestamp value={entity.createdAt} zone={zone} /> },
        { term: "Last changed", detail: <Timestamp value={entity.updatedAt} zone={zone} /> },
      ]}
    />
    <ul className="mt-3 flex flex-wrap gap-x-4 gap-y-1 border-t border-line pt-3">
      {[
        people && { label: "Users", href: `/admin/users?entity=${entity.id}` as const },
        invited && { label: "Invitations", href: `/admin/invitations?entity=${entity.id}` as const },
        mayOpenDocumentation && { label: "Documentation", href: `/admin/documentation/list?entity=${entity.code}` as const },
      ].map(
        (link) =>
          link && (
            <li key={link.label}>
              <TextLink href={link.href}>{link.label}</TextLink>
            </li>
          ),
      )}
    </ul>
  </Section>
);

function Actions({ view: { entity, isOwn, mayInvite, mayManage } }: { view: View }) {
  const href = `/admin/entities/${entity.id}` as const;
  const invite = mayInvite && (
    <LinkButton icon="user-plus" variant="primary" href={`/admin/invitations/new?entity=${entity.id}`}>
      Invite people
    </LinkButton>
  );
  if (!mayManage) return invite;
  return (
    <>
      <LinkButton icon="pencil" href={`${href}/edit`}>
        Edit
      </LinkButton>
      {entity.status === "suspended" && (
        <LinkButton icon="play" href={`${href}/reinstate`}>
          Reinstate
        </LinkButton>
      )}
      {entity.status === "active" && !isOwn && (
        <LinkButton icon="pause" href={`${href}/suspend`}>
          Suspend
        </LinkButton>
      )}
      {invite}
    </>
  );
}

function People({ view }: { view: View }) {
  const { people, entity, whyNoPeople } = view;
  if (!people) {
    return (
      whyNoPeople && (
        <Denied title="You cannot view its people" permission={whyNoPeople.needs} scope={whyNoPeople.scope} grantedBy={whyNoPeople.remedy}>
          {whyNoPeople.sentence}
        </Denied>
      )
    );
  }
  const all = `/admin/users?entity=${entity.id}` as const;
  return (
    <Section title="People" flush actions={people.next && <TextLink href={all}>All people of {entity.shortName}</TextLink>}>
      <DataTable
        caption={`People of ${entity.shortName}`}
        rows={people.rows}
        rowKey={(user) => user.id}
        rowHref={(user) => `/admin/users/${user.id}`}
        columns={[
          { key: "name", header: "Name", cell: (user) => user.displayName, primary: true },
          { key: "email", header: "E-mail", cell: (user) => user.email },
          { key: "role", header: "Role", cell: (user) => roleLabel(user.role) },
          { key: "status", header: "Status", cell: (user) => <UserStatusBadge status={user.status} /> },
        ]}
        empty={<EmptyState kind="none" title={`${entity.shortName} has no people yet`} />}
      />
    </Section>
  );
}
