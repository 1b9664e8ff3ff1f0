import { ActionForm, FormReason, SubmitButton } from "@/components/portal/action-form";
import { ChangesTable } from "@/components/portal/changes-table";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import type { Repeat as Repetition } from "@/lib/domain/configuration";
import { repeatProposalAction } from "../actions";

const LONGEST = 400;

type Props = { proposal: { id: string; reason: string; appliedNumber: number | null }; repeat: Repetition; zone: string };

/** Creates a proposal that undoes this one, or repeats its changes on the version in force. */
export function Repeat({ proposal, repeat: { kind, onto, differences, conflicts }, zone }: Props) {
  const isUndo = kind === "undo";
  const title = isUndo ? "Undo" : `Propose again on version ${onto}`;
  if (differences.length === 0)
    return (
      <Section title={title}>
        <p className="text-ink-2">
          {isUndo ? "There is nothing left to undo" : "There is nothing left to propose"}: version {onto} has it so already.
        </p>
      </Section>
    );
  const reason = `${isUndo ? `Undoes version ${proposal.appliedNumber}` : `Again, on version ${onto}`}: ${proposal.reason}`.slice(0, LONGEST);
  return (
    <Section title={title} description="Creates your own proposal, which another person decides.">
      <ActionForm action={repeatProposalAction} className="grid gap-4">
        <input type="hidden" name="id" value={proposal.id} />
        {conflicts.length > 0 && (
          <>
            <Notice tone="warning" title={conflicts.length === 1 ? "One field was changed since." : `${conflicts.length} fields were changed since.`} />
            <ChangesTable caption="Changed since" changes={conflicts} from={`Version ${onto}`} to="Would become" zone={zone} />
          </>
        )}
        <FormReason defaultValue={reason} />
        <div>
          <SubmitButton variant="secondary" icon={isUndo ? "undo" : "refresh"}>
            {isUndo ? "Propose to undo it" : "Propose again"}
          </SubmitButton>
        </div>
      </ActionForm>
    </Section>
  );
}
