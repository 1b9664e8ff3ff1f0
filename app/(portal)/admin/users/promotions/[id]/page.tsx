import type { Metadata } from "next";
import { ActionForm, FormReason, SubmitButton } from "@/components/portal/action-form";
import { DefinitionList } from "@/components/portal/definition-list";
import { Denied } from "@/components/portal/denied";
import { PageBody } from "@/components/portal/page-body";
import { Timestamp } from "@/components/portal/timestamp";
import { TextLink } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import { openPage } from "@/lib/adapters/web/page";
import { preferences } from "@/lib/domain/preferences";
import { type RequestDetail, type RequestView, requestQuery } from "@/lib/domain/roles";
import { USER_STATUSES } from "@/lib/domain/standing/model";
import { AccessDifference } from "../_components/access-difference";
import { RequestState, RoleStep } from "../_components/request-parts";
import { approveRoleAction, rejectRoleAction, withdrawRoleAction } from "../actions";

export const metadata: Metadata = { title: "Request for another role" };

export default async function RequestPage({ params }: { params: Promise<{ id: string }> }) {
  const read = await openPage(requestQuery, await params);
  const { request, seesQueue } = read;
  const { person } = request;
  const { zone } = await preferences();
  return (
    <PageBody
      title={`Role of ${person.displayName}`}
      status={<RequestState {...request} />}
      back={seesQueue ? { href: "/admin/users/promotions", label: "Role requests" } : { href: `/admin/users/${person.id}/role`, label: person.displayName }}
    >
      <Standing request={request} />
      <Facts request={request} zone={zone} />
      <Section title={request.state === "pending" ? "What it would change" : "What was asked for"} description={`For ${person.displayName}, while active.`}>
        <AccessDifference difference={request.difference} />
      </Section>
      {request.state === "pending" && <Decide {...read} />}
    </PageBody>
  );
}

function Standing({ request: { state, decisionReason, person, personStatus, entity, entityStatus } }: { request: RequestDetail }) {
  if (state === "superseded")
    return (
      <Notice title={decisionReason ? `This request has ended. ${decisionReason}` : "Superseded: the person’s role or status changed before a decision."}>
        <TextLink href={`/admin/users/${person.id}/role`}>View {person.displayName}’s current role</TextLink>
      </Notice>
    );
  if (state !== "pending") return null;
  if (entityStatus === "suspended") return <Notice tone="warning" title={`${entity.shortName} is suspended: no role acts until it is reinstated.`} />;
  if (personStatus === "active") return null;
  return <Notice tone="warning" title={`${person.displayName} is ${USER_STATUSES[personStatus].label.toLowerCase()}. ${USER_STATUSES[personStatus].effect}`} />;
}

function Facts({ request, zone }: { request: RequestDetail; zone: string }) {
  const { person, entity, endsAt, requesterName, createdAt, reason, decidedAt, decidedByName, decisionReason } = request;
  return (
    <Section title="Request">
      <DefinitionList
        items={[
          { term: "Person", detail: <TextLink href={`/admin/users/${person.id}`}>{person.displayName}</TextLink> },
          { term: "Entity", detail: entity.shortName },
          { term: "Change", detail: <RoleStep {...request} /> },
          { term: "For how long", detail: endsAt ? <Until at={endsAt} zone={zone} /> : "For good" },
          { term: "Asked by", detail: requesterName },
          { term: "Asked", detail: <Timestamp value={createdAt} mode="relative+absolute" now={new Date()} zone={zone} /> },
          { term: "Reason", detail: reason },
          ...(decidedAt
            ? [
                { term: "Decided by", detail: decidedByName ?? "The portal" },
                { term: "Decided", detail: <Timestamp value={decidedAt} zone={zone} /> },
                { term: "Reason for the decision", detail: decisionReason },
              ]
            : []),
        ]}
      />
    </Section>
  );
}

const Until = ({ at, zone }: { at: Date; zone: string }) => (
  <>
    Until <Timestamp value={at} zone={zone} />, then the former role returns
  </>
);

function Decide({ request, mayManage, whyNoDecision }: RequestView) {
  if (request.isOwn) return mayManage ? <Withdraw request={request} /> : null;
  if (request.isAboutReader) return <Notice tone="neutral" title="This is about your own role, so a colleague decides." />;
  if (whyNoDecision)
    return (
      <Denied title="You cannot decide this request" permission={whyNoDecision.needs} scope={whyNoDecision.scope} grantedBy={whyNoDecision.remedy}>
        {whyNoDecision.sentence}
      </Denied>
    );
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <Section title="Approve">
        <ActionForm action={approveRoleAction} className="grid gap-4">
          <input type="hidden" name="id" value={request.id} />
          <FormReason id="approve-reason" />
          <SubmitButton className="justify-self-start">Approve</SubmitButton>
        </ActionForm>
      </Section>
      <Section title="Reject">
        <ActionForm action={rejectRoleAction} className="grid gap-4">
          <input type="hidden" name="id" value={request.id} />
          <FormReason id="reject-reason" />
          <SubmitButton variant="danger" className="justify-self-start">
            Reject
          </SubmitButton>
        </ActionForm>
      </Section>
    </div>
  );
}

const Withdraw = ({ request }: { request: RequestDetail }) => (
  <Section title="Withdraw">
    <ActionForm action={withdrawRoleAction} className="flex flex-wrap items-center justify-between gap-3">
      <input type="hidden" name="id" value={request.id} />
      <p className="text-ink-2">
        You asked for this yourself, with this or another account, so a colleague decides. Withdrawn, it stays listed and changes nothing.
      </p>
      <SubmitButton variant="secondary">Withdraw request</SubmitButton>
    </ActionForm>
  </Section>
);
