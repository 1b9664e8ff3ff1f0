import type { Metadata } from "next";
import { CopyableText } from "@/components/portal/copyable-text";
import { DefinitionList } from "@/components/portal/definition-list";
import { History } from "@/components/portal/history";
import { PageBody } from "@/components/portal/page-body";
import { Timestamp } from "@/components/portal/timestamp";
import { LinkButton } from "@/components/ui/button";
import { TextLink } from "@/components/ui/link";
import { Section } from "@/components/ui/section";
import { requireTab } from "@/lib/adapters/web/require-tab";
import { getInvitation, type InvitationRow } from "@/lib/domain/invitations";
import { INVITATION_STATES, leadsOn, type Step } from "@/lib/domain/invitations/model";
import { type InvitationMail, latestMailAbout } from "@/lib/domain/mail";
import { MAIL_STATES } from "@/lib/domain/mail/model";
import { preferences } from "@/lib/domain/preferences";
import { historyOf } from "@/lib/platform/audit/queries";
import { EVERY_ENTITY } from "@/lib/platform/authz/decide";
import { isRoleKey, roleInfo, roleLabel } from "@/lib/platform/authz/roles";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { idParam } from "@/lib/platform/lists/params";
import { consider, grantIf } from "@/lib/platform/unit-of-work/authorize";
import { MailStateBadge } from "../../support/outbox/_components/mail-state";
import { By } from "../_components/by";
import { InvitationStateBadge } from "../_components/invitation-state";
import { Outcome } from "../_components/outcome";

export const metadata: Metadata = { title: "Invitation" };

/** Reads everything the page shows; null when the invitation is not visible. */
function readInvitation(id: string | undefined) {
  return requireTab("invitations", async ({ tx, grant }) => {
    const widest = grantIf(tx, "Invitations.View", EVERY_ENTITY) ?? grant;
    const invitation = id ? await getInvitation(tx, widest, id) : null;
    if (!invitation) return null;
    return {
      invitation,
      mayViewUsers: consider(tx, "Users.View", { entityId: invitation.entity.id }).outcome === "grant",
      mayViewEntity: consider(tx, "Entity.View", EVERY_ENTITY).outcome === "grant",
      steps: stepsOffered(tx, invitation),
      mail: await mailOf(tx, invitation),
      history: await historyOf(tx, widest, { type: "invitation", id: invitation.id }),
    };
  });
}

/** The steps this user may take from the current state. */
function stepsOffered(tx: ScopedTx, { state, entity }: InvitationRow): readonly Step[] {
  const maySend = consider(tx, "Invitations.Send", { entityId: entity.id }).outcome === "grant";
  const mayDelete = maySend && consider(tx, "Invitations.Send", EVERY_ENTITY).outcome === "grant";
  return STEPS.map(({ step }) => step).filter((step) => leadsOn(step, state) && (step === "delete" ? mayDelete : maySend));
}

function mailOf(tx: ScopedTx, { id, entity }: InvitationRow) {
  const may = grantIf(tx, "Invitations.Send", { entityId: entity.id });
  return may && latestMailAbout(tx, may, id);
}

const STEPS = [
  { step: "delete", label: "Delete", icon: "trash" },
  { step: "revoke", label: "Revoke", icon: "ban" },
  { step: "resend", label: "Resend", icon: "send" },
] as const;

type Read = Awaited<ReturnType<typeof readInvitation>>;

export default async function InvitationPage({ params }: { params: Promise<{ id: string }> }) {
  const read = await readInvitation(idParam.parse((await params).id));
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

function Facts({ invitation, mail, mayViewUsers, mayViewEntity, zone }: Read & { zone: string }) {
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
