import type { Metadata } from "next";
import { DefinitionList } from "@/components/portal/definition-list";
import { History } from "@/components/portal/history";
import { PageBody } from "@/components/portal/page-body";
import { SupportBadge } from "@/components/portal/support-badge";
import { SupportThread } from "@/components/portal/support-thread";
import { Timestamp } from "@/components/portal/timestamp";
import { Code } from "@/components/ui/code";
import { TextLink } from "@/components/ui/link";
import { Section } from "@/components/ui/section";
import { openPage } from "@/lib/adapters/web/page";
import { preferences } from "@/lib/domain/preferences";
import { type SupportDetail, supportRequestQuery } from "@/lib/domain/support";
import { closeRequestAction, replyAction } from "../../../access/actions";

export const metadata: Metadata = { title: "Support request" };

export default async function SupportRequestPage({ params }: { params: Promise<{ id: string }> }) {
  const { request, history, viewsUsers } = await openPage(supportRequestQuery, await params);
  const { zone } = await preferences();
  return (
    <PageBody title={request.subject} status={<SupportBadge state={request.state} />} back={{ href: "/admin/support", label: "Support" }}>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 xl:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <SupportThread request={request} zone={zone} reply={replyAction} close={closeRequestAction} />
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          <Section title="Details">
            <DefinitionList
              items={[
                { term: "Asked by", detail: <AskedBy request={request} linked={viewsUsers} /> },
                { term: "Entity", detail: request.entity.shortName },
                ...(request.asksFor ? [{ term: "Asks for", detail: <Wish request={request} /> }] : []),
                { term: "Asked", detail: <Timestamp value={request.createdAt} zone={zone} /> },
                { term: "Last changed", detail: <Timestamp value={request.updatedAt} zone={zone} /> },
              ]}
            />
          </Section>
          <Section title="History">
            <History entries={history} zone={zone} />
          </Section>
        </div>
      </div>
    </PageBody>
  );
}

/** Links user managers to the requester's page, where roles are changed. */
const AskedBy = ({ request: { user }, linked }: { request: SupportDetail; linked: boolean }) => (
  <>
    {linked ? <TextLink href={`/admin/users/${user.id}`}>{user.displayName}</TextLink> : user.displayName}, {user.email}
  </>
);

const Wish = ({ request: { asksFor, everyEntity } }: { request: SupportDetail }) => (
  <>
    {asksFor === "panel" ? "The Admin panel" : <Code>{asksFor}</Code>}, {everyEntity ? "across all entities" : "inside their own entity"}
  </>
);
