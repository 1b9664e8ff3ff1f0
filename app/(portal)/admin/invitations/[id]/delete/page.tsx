import type { Metadata } from "next";
import { openPage } from "@/lib/adapters/web/page";
import { invitationToDeleteQuery } from "@/lib/domain/invitations";
import { StepForm } from "../../_components/step-form";
import { deleteInvitationAction } from "../../actions";

export const metadata: Metadata = { title: "Delete invitation" };

export default async function DeleteInvitationPage({ params }: { params: Promise<{ id: string }> }) {
  const invitation = await openPage(invitationToDeleteQuery, await params);
  return (
    <StepForm
      invitation={invitation}
      action={deleteInvitationAction}
      verb="Delete"
      tone="warning"
      effect="This permanently deletes the invitation and its link."
      asksWhy
    >
      The audit log keeps who sent it and why it was deleted. To withdraw it and keep it in the list, revoke it instead.
    </StepForm>
  );
}
