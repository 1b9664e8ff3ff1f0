import type { Metadata } from "next";
import { ActionForm, SubmitButton } from "@/components/portal/action-form";
import { DefinitionList } from "@/components/portal/definition-list";
import { History } from "@/components/portal/history";
import { PageBody } from "@/components/portal/page-body";
import { Timestamp } from "@/components/portal/timestamp";
import { TextLink } from "@/components/ui/link";
import { Section } from "@/components/ui/section";
import { requestHeaders } from "@/lib/adapters/sign-in/request";
import { openPage } from "@/lib/adapters/web/page";
import { type MailRow, mailQuery } from "@/lib/domain/mail";
import { MAIL_STATES, type Message } from "@/lib/domain/mail/model";
import { preferences } from "@/lib/domain/preferences";
import { MailStateBadge } from "../_components/mail-state";
import { MessagePreview } from "../_components/message-preview";
import { NoMailServer } from "../_components/no-mail-server";
import { requeueMailAction } from "../actions";

export const metadata: Metadata = { title: "Message" };

export default async function MailPage({ params }: { params: Promise<{ id: string }> }) {
  const { mail, history } = await openPage(mailQuery, await params);
  const { zone } = await preferences();
  return (
    <PageBody
      title={mail.subject}
      status={<MailStateBadge state={mail.state} />}
      back={{ href: "/admin/support/outbox", label: "E-mails" }}
      actions={mail.message && <PutBack id={mail.id} />}
    >
      {mail.state === "unsent" && <NoMailServer />}
      <Section title="Message">
        <Facts mail={mail} zone={zone} />
      </Section>
      {mail.message ? <Contents message={mail.message} nonce={await nonce()} /> : <p className="text-ink-2">What it said is not kept.</p>}
      <Section title="History">
        <History entries={history} zone={zone} />
      </Section>
    </PageBody>
  );
}

const PutBack = ({ id }: { id: string }) => (
  <ActionForm action={requeueMailAction}>
    <input type="hidden" name="id" value={id} />
    <SubmitButton variant="secondary" icon="refresh">
      Send again
    </SubmitButton>
  </ActionForm>
);

function Facts({ mail, zone }: { mail: MailRow; zone: string }) {
  const { toAddress, state, entity, createdAt, sentAt, attempts, lastError, nextAttemptAt, invitationId } = mail;
  const waits = state === "waiting" && attempts > 0;
  return (
    <DefinitionList
      items={[
        { term: "To", detail: toAddress },
        { term: "Entity", detail: entity?.shortName },
        { term: "Written", detail: <Timestamp value={createdAt} zone={zone} /> },
        { term: "What it means", detail: MAIL_STATES[state].meaning },
        ...(sentAt ? [{ term: "Sent", detail: <Timestamp value={sentAt} zone={zone} /> }] : []),
        ...(lastError ? [{ term: "Last answer", detail: lastError }] : []),
        ...(attempts > 0 ? [{ term: "Tried", detail: attempts === 1 ? "once" : `${attempts} times` }] : []),
        ...(waits ? [{ term: "Next try", detail: <Timestamp value={nextAttemptAt} zone={zone} /> }] : []),
        ...(invitationId ? [{ term: "About", detail: <TextLink href={`/admin/invitations/${invitationId}`}>The invitation</TextLink> }] : []),
      ]}
    />
  );
}

function Contents({ message, nonce }: { message: Message; nonce: string }) {
  return (
    <div className="grid gap-4 xl:grid-cols-2">
      <Section title="As the person sees it">
        <MessagePreview html={message.preview(nonce)} nonce={nonce} />
      </Section>
      <Section title="In plain text">
        <pre className="overflow-x-auto font-mono text-sm wrap-anywhere whitespace-pre-wrap">{message.text}</pre>
      </Section>
    </div>
  );
}

/** The nonce of this request's content security policy. */
async function nonce(): Promise<string> {
  return /'nonce-([^']+)'/.exec((await requestHeaders()).get("content-security-policy") ?? "")?.[1] ?? "";
}
