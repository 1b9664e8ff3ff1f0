import type { Metadata } from "next";
import { PageBody } from "@/components/portal/page-body";
import { SupportBadge } from "@/components/portal/support-badge";
import { SupportThread } from "@/components/portal/support-thread";
import { requireTab } from "@/lib/adapters/web/require-tab";
import { preferences } from "@/lib/domain/preferences";
import { getOwnRequest } from "@/lib/domain/support";
import { closeRequestAction, replyAction } from "../../actions";

export const metadata: Metadata = { title: "My request" };

export default async function OwnRequestPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const request = await requireTab("requests", ({ tx, grant }) => getOwnRequest(tx, grant, id));
  const { zone } = await preferences();
  return (
    <PageBody title={request.subject} status={<SupportBadge state={request.state} />} back={{ href: "/access/requests", label: "My requests" }}>
      <SupportThread request={request} zone={zone} reply={replyAction} close={closeRequestAction} />
    </PageBody>
  );
}
