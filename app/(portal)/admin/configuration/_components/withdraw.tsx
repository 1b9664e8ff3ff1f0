import { ActionForm, SubmitButton } from "@/components/portal/action-form";
import { Section } from "@/components/ui/section";
import { notifiedByMail } from "@/lib/domain/mail/model";
import { withdrawProposalAction } from "../actions";

/** Only the proposer can withdraw, until the proposal is in force. */
export const Withdraw = ({ id }: { id: string }) => (
  <Section title="Withdraw" description={`The version in force stays as it is. ${notifiedByMail("The people asked to decide are")}`}>
    <ActionForm action={withdrawProposalAction}>
      <input type="hidden" name="id" value={id} />
      <SubmitButton variant="secondary" icon="undo">
        Withdraw
      </SubmitButton>
    </ActionForm>
  </Section>
);
