import { ActionForm, SubmitButton } from "@/components/portal/action-form";
import { Section } from "@/components/ui/section";
import { toldByMail } from "@/lib/domain/mail/model";
import { withdrawProposalAction } from "../actions";

/** For the proposer alone, as long as it is not in force. */
export const Withdraw = ({ id }: { id: string }) => (
  <Section title="Withdraw" description={`Nothing changes then. ${toldByMail("Those who were asked to decide are")}`}>
    <ActionForm action={withdrawProposalAction}>
      <input type="hidden" name="id" value={id} />
      <SubmitButton variant="secondary" icon="undo">
        Withdraw
      </SubmitButton>
    </ActionForm>
  </Section>
);
