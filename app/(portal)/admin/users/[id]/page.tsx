import type { Metadata } from "next";
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
import { type UserDetail, type UserView, userQuery } from "@/lib/domain/people";
import { preferences } from "@/lib/domain/preferences";
import { USER_STATUSES } from "@/lib/domain/standing/model";
import { isRoleKey, roleInfo } from "@/lib/platform/authz/roles";
import { Directory, PendingBadge } from "../_components/directory";
import { HeldPermissions } from "../_components/held-permissions";
import { LastSeen } from "../_components/last-seen";
import { NoChange } from "../_components/no-change";
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
      <Profile {...read} zone={zone} />
      <Status user={user} />
      <Role user={user} />
      <Directory state={read.directory} zone={zone} />
      {read.sessions && <Sessions user={user} sessions={read.sessions} mayEnd={!read.whyNoChange} zone={zone} />}
      <Section title="History">
        <History entries={read.history} zone={zone} />
      </Section>
    </PageBody>
  );
}

const Badges = ({ user, directory }: UserView) => (
  <>
    <UserStatusBadge status={user.status} />
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
          { term: "Name", detail: user.displayName },
          { term: "E-mail", detail: user.email },
          { term: "Sign-in name", detail: user.login ?? "Known once they have signed in" },
          { term: "Entity", detail: mayViewEntity ? <TextLink href={`/admin/entities/${entity.id}`}>{entity.shortName}</TextLink> : entity.shortName },
          { term: "Joined", detail: <Timestamp value={user.createdAt} zone={zone} /> },
          { term: "Last seen", detail: <LastSeen at={user.lastSeenAt} now={new Date()} zone={zone} /> },
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

const Status = ({ user }: { user: UserDetail }) => (
  <Section title="Status">
    <DefinitionList
      items={[
        { term: "Status", detail: <UserStatusBadge status={user.status} /> },
        { term: "What it means", detail: USER_STATUSES[user.status].effect },
        { term: "Reason", detail: user.statusReason },
      ]}
    />
  </Section>
);

const Role = ({ user }: { user: UserDetail }) => (
  <Section title="Role">
    <DefinitionList
      items={[
        { term: "Role", detail: <RoleName role={user.role} global={user.global} /> },
        { term: "Description", detail: isRoleKey(user.role) ? roleInfo(user.role).description : "The portal does not know this role; it grants nothing." },
        { term: "Global", detail: globalOf(user) },
        { term: "Permissions", detail: user.permissions.length > 0 ? <HeldPermissions permissions={user.permissions} /> : "None" },
      ]}
    />
  </Section>
);

function globalOf({ global, globalAppRole }: UserDetail): string {
  if (global) return "Yes: acts across all entities.";
  return globalAppRole ? "Assigned in the directory, but does not count with this role." : "No: acts inside their own entity.";
}
