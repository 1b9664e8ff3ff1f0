import type { Metadata } from "next";
import { invitationFor } from "../../_components/for-step";
import { StepForm } from "../../_components/step-form";
import { revokeInvitationAction } from "../../actions";

export const metadata: Metadata = { title: "Revoke invitation" };

export default async function RevokeInvitationPage({ params }: { params: Promise<{ id: string }> }) {
  const invitation = await invitationFor("revoke", (await params).id);
  return (
    <StepForm invitation={invitation} action={revokeInvitationAction} verb="Revoke" tone="warning" effect="Its link stops working at once." asksWhy>
      The person is not notified. You can send the invitation again later.
    </StepForm>
  );
}
