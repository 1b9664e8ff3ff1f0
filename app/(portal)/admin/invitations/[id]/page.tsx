import type { Metadata } from "next";
import { CopyableText } from "@/components/portal/copyable-text";
import { DefinitionList } from "@/components/portal/definition-list";
import { History } from "@/components/portal/history";
import { PageBody } from "@/components/portal/page-body";
import { Timestamp } from "@/components/portal/timestamp";
import { LinkButton } from "@/components/ui/button";
import { TextLink } from "@/components/ui/link";
import { Section } from "@/components/ui/section";
import { openPage } from "@/lib/adapters/web/page";
import { type InvitationView, invitationQuery } from "@/lib/domain/invitations";
import { INVITATION_STATES, type Step } from "@/lib/domain/invitations/model";
import type { InvitationMail } from "@/lib/domain/mail";
import { MAIL_STATES } from "@/lib/domain/mail/model";
import { preferences } from "@/lib/domain/preferences";
import { isRoleKey, roleInfo, roleLabel } from "@/lib/platform/authz/roles";
import { MailStateBadge } from "../../support/outbox/_components/mail-state";
import { By } from "../_components/by";
import { InvitationStateBadge } from "../_components/invitation-state";
import { Outcome } from "../_components/outcome";

export const metadata: Metadata = { title: "Invitation" };

const STEPS = [
  { step: "delete", label: "Delete", icon: "trash" },
  { step: "revoke", label: "Revoke", icon: "ban" },
  { step: "resend", label: "Resend", icon: "send" },
] as const;

export default async function InvitationPage({ params }: { params: Promise<{ id: string }> }) {
  const read = await openPage(invitationQuery, await params);
  const { zone } = await preferences();
  return (
    <PageBody
      title={read.invitation.email}
      status={<InvitationStateBadge state={read.invitation.state} />}
      back={{ href: "/admin/invitations", label: "Invitations" }}
      actions={<Steps id={read.invitation.id} offered={read.steps} />}
    >
      <Facts {...read} zone={zone} />
      <Section title="History">
        <History entries={read.history} zone={zone} />
      </Section>
    </PageBody>
  );
}

const Steps = ({ id, offered }: { id: string; offered: readonly Step[] }) =>
  STEPS.filter(({ step }) => offered.includes(step)).map(({ step, label, icon }) => (
    <LinkButton key={step} icon={icon} href={`/admin/invitations/${id}/${step}`}>
      {label}
    </LinkButton>
  ));

function Facts({ invitation, mail, mayViewUsers, mayViewEntity, zone }: InvitationView & { zone: string }) {
  const { email, name, role, entity, state, sentAt, expiresAt, sender, asOf } = invitation;
  return (
    <Section title="Invitation">
      <DefinitionList
        items={[
          { term: "E-mail", detail: email },
          { term: "Name", detail: name },
          { term: "Entity", detail: mayViewEntity ? <TextLink href={`/admin/entities/${entity.id}`}>{entity.shortName}</TextLink> : entity.shortName },
          { term: "Role", detail: <RoleWithDescription role={role} /> },
          {
            term: mail && mail.state !== "sent" ? "Created" : "Sent",
            detail: (
              <>
                <Timestamp value={sentAt} zone={zone} /> by <By author={sender} linked={mayViewUsers} />
              </>
            ),
          },
          ...(mail ? [{ term: "Message", detail: <MailOnItsWay mail={mail} /> }] : []),
          { term: "Link valid until", detail: <Timestamp value={expiresAt} zone={zone} /> },
          { term: "Outcome", detail: <Outcome invitation={invitation} asOf={asOf} zone={zone} linked={mayViewUsers} /> },
          { term: "What it means", detail: INVITATION_STATES[state].meaning },
        ]}
      />
    </Section>
  );
}

const MailOnItsWay = ({ mail }: { mail: InvitationMail }) => (
  <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
    <MailStateBadge state={mail.state} />
    <TextLink href={`/admin/support/outbox/${mail.id}`}>Open the message</TextLink>
    {mail.state === "unsent" && <span className="basis-full text-ink-2">{MAIL_STATES.unsent.meaning}</span>}
    {mail.link && (
      <span className="basis-full">
        <CopyableText label="Link to pass on" text={mail.link} />
      </span>
    )}
  </span>
);

const RoleWithDescription = ({ role }: { role: string }) => (
  <>
    {roleLabel(role)}
    {isRoleKey(role) && <span className="block text-ink-2">{roleInfo(role).description}</span>}
  </>
);
