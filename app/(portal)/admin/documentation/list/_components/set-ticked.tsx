import { FormProblem, SubmitButton } from "@/components/portal/action-form";
import { DocumentationFields } from "@/components/portal/documentation-fields";
import { Section } from "@/components/ui/section";

/** Applies one change to every ticked direction. */
export const SetTicked = () => (
  <Section
    title="Set the ticked directions"
    description="Each direction is recorded separately. If anyone has changed one of them in the meantime, none is set."
  >
    <div className="grid max-w-prose gap-4">
      <DocumentationFields id="ticked" notesHint="Replaces the notes of every ticked direction. Left empty, each keeps its own." />
      <FormProblem name="directions" />
      <div>
        <SubmitButton>Set ticked directions</SubmitButton>
      </div>
    </div>
  </Section>
);
