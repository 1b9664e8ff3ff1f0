import type { Metadata } from "next";
import { openPage } from "@/lib/adapters/web/page";
import { invitationToSendQuery } from "@/lib/domain/invitations";
import { StepForm } from "../../_components/step-form";
import { revokeInvitationAction } from "../../actions";

export const metadata: Metadata = { title: "Revoke invitation" };

export default async function RevokeInvitationPage({ params }: { params: Promise<{ id: string }> }) {
  const invitation = await openPage(invitationToSendQuery, await params);
  return (
    <StepForm invitation={invitation} action={revokeInvitationAction} verb="Revoke" tone="warning" effect="Its link stops working at once." asksWhy>
      The person is not notified. You can send the invitation again later.
    </StepForm>
  );
}
