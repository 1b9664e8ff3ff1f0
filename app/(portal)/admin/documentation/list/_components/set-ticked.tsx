import { FormProblem, SubmitButton } from "@/components/portal/action-form";
import { DocumentationFields } from "@/components/portal/documentation-fields";
import { Section } from "@/components/ui/section";

/** One change for all directions that are ticked above. */
export const SetTicked = () => (
  <Section
    title="Set the ticked directions"
    description="Each one is on the record on its own. A direction that somebody else changed meanwhile stops all of them."
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
