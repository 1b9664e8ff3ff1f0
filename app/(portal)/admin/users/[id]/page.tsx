import type { Metadata } from "next";
import { ActivityLink } from "@/components/portal/activity-link";
import { DefinitionList } from "@/components/portal/definition-list";
import { History } from "@/components/portal/history";
import { PageBody } from "@/components/portal/page-body";
import { Timestamp } from "@/components/portal/timestamp";
import { UserStatusBadge } from "@/components/portal/user-status";
import { LinkButton } from "@/components/ui/button";
import { TextLink } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import { openPage } from "@/lib/adapters/web/page";
import { type UserView, userQuery } from "@/lib/domain/people";
import { preferences } from "@/lib/domain/preferences";
import { listHref } from "@/lib/platform/lists/params";
import { Access } from "../_components/access";
import { Directory, PendingBadge } from "../_components/directory";
import { LastSeen } from "../_components/last-seen";
import { NoChange } from "../_components/no-change";
import { OpenRequestNotice } from "../_components/open-request";
import { RoleName } from "../_components/role-name";
import { Sessions } from "../_components/sessions";

export const metadata: Metadata = { title: "User" };

export default async function UserPage({ params }: { params: Promise<{ id: string }> }) {
  const read = await openPage(userQuery, await params);
  const { zone } = await preferences();
  const { user } = read;
  return (
    <PageBody title={user.displayName} status={<Badges {...read} />} back={{ href: "/admin/users", label: "Users" }} actions={<Actions {...read} />}>
      {user.entity.status === "suspended" && (
        <Notice tone="warning" title={`${user.entity.shortName} is suspended: none of its people has access until it is reinstated.`} />
      )}
      {read.whyNoChange && <NoChange name={user.displayName} why={read.whyNoChange} />}
      {read.openRequest && <OpenRequestNotice request={read.openRequest} effect="It waits for a decision." />}
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 xl:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          <Access user={user} />
          {read.sessions && <Sessions user={user} sessions={read.sessions} mayEnd={!read.whyNoChange} zone={zone} />}
        </div>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          <Profile {...read} zone={zone} />
          <Directory state={read.directory} zone={zone} />
        </div>
      </div>
      <Section
        title="History"
        actions={<ActivityLink log={read.mayReadLog ? `person:${user.id}` : null} own={listHref("/admin/activity", { person: user.id })} />}
      >
        <History entries={read.history} zone={zone} />
      </Section>
    </PageBody>
  );
}

const Badges = ({ user, directory }: UserView) => (
  <>
    <UserStatusBadge status={user.status} />
    <RoleName role={user.role} global={user.global} />
    {directory && <PendingBadge state={directory} />}
  </>
);

/** Shown only to viewers who may use them. */
function Actions({ user, sessions, isOneself, whyNoChange }: UserView) {
  if (!sessions || whyNoChange || isOneself || user.status === "terminated") return null;
  const href = `/admin/users/${user.id}` as const;
  return (
    <>
      <LinkButton icon="pencil" href={`${href}/edit`}>
        Edit
      </LinkButton>
      <LinkButton icon="user-cog" href={`${href}/status`}>
        Change status
      </LinkButton>
      <LinkButton icon="shield" href={`${href}/role`}>
        Change role
      </LinkButton>
    </>
  );
}

function Profile({ user, invitation, mayViewInvitations, mayViewEntity, zone }: UserView & { zone: string }) {
  const { entity } = user;
  return (
    <Section title="Profile">
      <DefinitionList
        items={[
          { term: "Entity", detail: mayViewEntity ? <TextLink href={`/admin/entities/${entity.id}`}>{entity.shortName}</TextLink> : entity.shortName },
          { term: "E-mail", detail: user.email },
          { term: "Sign-in name", detail: user.login === user.email ? "The same" : (user.login ?? "Known once they have signed in") },
          { term: "Last seen", detail: <LastSeen at={user.lastSeenAt} now={new Date()} zone={zone} /> },
          { term: "Joined", detail: <Timestamp value={user.createdAt} zone={zone} /> },
          ...(mayViewInvitations ? [{ term: "Invitation", detail: <CameFrom invitation={invitation} zone={zone} /> }] : []),
        ]}
      />
    </Section>
  );
}

const CameFrom = ({ invitation, zone }: { invitation: UserView["invitation"]; zone: string }) =>
  invitation ? (
    <TextLink href={`/admin/invitations/${invitation.id}`}>
      Of <Timestamp value={invitation.sentAt} zone={zone} />
    </TextLink>
  ) : (
    <span className="text-ink-3">None on record</span>
  );
