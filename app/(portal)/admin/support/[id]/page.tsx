import type { Metadata } from "next";
import { DefinitionList } from "@/components/portal/definition-list";
import { History } from "@/components/portal/history";
import { PageBody } from "@/components/portal/page-body";
import { Timestamp } from "@/components/portal/timestamp";
import { Section } from "@/components/ui/section";
import { requireTab } from "@/lib/actions/require-tab";
import { historyOf } from "@/lib/audit/queries";
import { preferences } from "@/lib/preferences/read";
import { getSupportRequest } from "@/lib/support/queries";
import { SupportBadge } from "../_components/support-badge";

export const metadata: Metadata = { title: "Support request" };

export default async function SupportRequestPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { request, history } = await requireTab("support", async ({ tx, grant }) => {
    const found = await getSupportRequest(tx, grant, id);
    return found && { request: found, history: await historyOf(tx, grant, { type: "support_request", id: found.id }) };
  });
  const { zone } = await preferences();
  return (
    <PageBody title={request.subject} status={<SupportBadge state={request.state} />} back={{ href: "/admin/support", label: "Support" }}>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 xl:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          <Section title="Request">
            <p className="max-w-measure break-words whitespace-pre-wrap">{request.body}</p>
          </Section>
          <Section title="Details">
            <DefinitionList
              items={[
                { term: "Asked by", detail: `${request.user.displayName}, ${request.user.email}` },
                { term: "Entity", detail: request.entity.shortName },
                { term: "Asked", detail: <Timestamp value={request.createdAt} zone={zone} /> },
                { term: "Last changed", detail: <Timestamp value={request.updatedAt} zone={zone} /> },
              ]}
            />
          </Section>
        </div>
        <Section title="History">
          <History entries={history} zone={zone} />
        </Section>
      </div>
    </PageBody>
  );
}
