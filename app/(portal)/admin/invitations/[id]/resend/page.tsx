import type { Metadata } from "next";
import { mailServer } from "@/lib/domain/mail/model";
import { invitationFor } from "../../_components/for-step";
import { StepForm } from "../../_components/step-form";
import { resendInvitationAction } from "../../actions";

export const metadata: Metadata = { title: "Resend invitation" };

export default async function ResendInvitationPage({ params }: { params: Promise<{ id: string }> }) {
  const invitation = await invitationFor("resend", (await params).id);
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
