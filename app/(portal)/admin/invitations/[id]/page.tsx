import type { Metadata } from "next";
import { DefinitionList } from "@/components/portal/definition-list";
import { History } from "@/components/portal/history";
import { PageBody } from "@/components/portal/page-body";
import { Timestamp } from "@/components/portal/timestamp";
import { TextLink } from "@/components/ui/link";
import { Section } from "@/components/ui/section";
import { requireTab } from "@/lib/actions/require-tab";
import { historyOf } from "@/lib/audit/queries";
import { consider, grantIf } from "@/lib/authz/authorize";
import { EVERY_ENTITY } from "@/lib/authz/decide";
import { isRoleKey, roleInfo, roleLabel } from "@/lib/authz/roles";
import { getInvitation } from "@/lib/invitations/queries";
import { INVITATION_STATES } from "@/lib/invitations/state";
import { idParam } from "@/lib/lists/params";
import { preferences } from "@/lib/preferences/read";
import { By } from "../_components/by";
import { InvitationStateBadge } from "../_components/invitation-state";
import { Outcome } from "../_components/outcome";

export const metadata: Metadata = { title: "Invitation" };

/** Everything the page shows; null where there is nothing to show. */
function readInvitation(id: string | undefined) {
  return requireTab("invitations", async ({ tx, grant }) => {
    const widest = grantIf(tx, "Invitations.View", EVERY_ENTITY) ?? grant;
    const invitation = id ? await getInvitation(tx, widest, id) : null;
    if (!invitation) return null;
    return {
      invitation,
      mayViewUsers: consider(tx, "Users.View", { entityId: invitation.entity.id }).outcome === "grant",
      mayViewEntity: consider(tx, "Entity.View", EVERY_ENTITY).outcome === "grant",
      history: await historyOf(tx, widest, { type: "invitation", id: invitation.id }),
    };
  });
}

type Read = Awaited<ReturnType<typeof readInvitation>>;

export default async function InvitationPage({ params }: { params: Promise<{ id: string }> }) {
  const read = await readInvitation(idParam.parse((await params).id));
  const { zone } = await preferences();
  return (
    <PageBody
      title={read.invitation.email}
      status={<InvitationStateBadge state={read.invitation.state} />}
      back={{ href: "/admin/invitations", label: "Invitations" }}
    >
      <Facts {...read} zone={zone} />
      <Section title="History">
        <History entries={read.history} zone={zone} />
      </Section>
    </PageBody>
  );
}

function Facts({ invitation, mayViewUsers, mayViewEntity, zone }: Read & { zone: string }) {
  const { email, role, entity, state, sentAt, expiresAt, sender, asOf } = invitation;
  return (
    <Section title="Invitation">
      <DefinitionList
        items={[
          { term: "E-mail", detail: email },
          { term: "Entity", detail: mayViewEntity ? <TextLink href={`/admin/entities/${entity.id}`}>{entity.shortName}</TextLink> : entity.shortName },
          { term: "Role", detail: <RoleWithDescription role={role} /> },
          {
            term: "Sent",
            detail: (
              <>
                <Timestamp value={sentAt} zone={zone} /> by <By author={sender} linked={mayViewUsers} />
              </>
            ),
          },
          { term: "Link valid until", detail: <Timestamp value={expiresAt} zone={zone} /> },
          { term: "Outcome", detail: <Outcome invitation={invitation} asOf={asOf} zone={zone} linked={mayViewUsers} /> },
          { term: "What it means", detail: INVITATION_STATES[state].meaning },
        ]}
      />
    </Section>
  );
}

const RoleWithDescription = ({ role }: { role: string }) => (
  <>
    {roleLabel(role)}
    {isRoleKey(role) && <span className="block text-ink-2">{roleInfo(role).description}</span>}
  </>
);
