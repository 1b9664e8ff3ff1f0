import type { Metadata } from "next";
import { PageBody } from "@/components/portal/page-body";
import { SupportBadge } from "@/components/portal/support-badge";
import { SupportThread } from "@/components/portal/support-thread";
import { openPage } from "@/lib/adapters/web/page";
import { preferences } from "@/lib/domain/preferences";
import { ownRequestQuery } from "@/lib/domain/support";
import { closeRequestAction, replyAction } from "../../actions";

export const metadata: Metadata = { title: "My request" };

export default async function OwnRequestPage({ params }: { params: Promise<{ id: string }> }) {
  const request = await openPage(ownRequestQuery, await params);
  const { zone } = await preferences();
  return (
    <PageBody title={request.subject} status={<SupportBadge state={request.state} />} back={{ href: "/access/requests", label: "My requests" }}>
      <SupportThread request={request} zone={zone} reply={replyAction} close={closeRequestAction} />
    </PageBody>
  );
}
