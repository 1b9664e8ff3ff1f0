import type { Metadata } from "next";
import { openPage } from "@/lib/adapters/web/page";
import { invitationToSendQuery } from "@/lib/domain/invitations";
import { mailServer } from "@/lib/domain/mail/model";
import { StepForm } from "../../_components/step-form";
import { resendInvitationAction } from "../../actions";

export const metadata: Metadata = { title: "Resend invitation" };

export default async function ResendInvitationPage({ params }: { params: Promise<{ id: string }> }) {
  const invitation = await openPage(invitationToSendQuery, await params);
  return (
    <StepForm
      invitation={invitation}
      action={resendInvitationAction}
      verb="Resend"
      tone="info"
      effect={
        mailServer()
          ? "It is mailed again with a new link and seven fresh days."
          : "It gets a new link and seven fresh days. No mail server is set up: pass the link on yourself."
      }
    >
      Links sent earlier stop working.
    </StepForm>
  );
}
