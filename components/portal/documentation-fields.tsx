import { setDirectionOperation } from "@/lib/domain/documentation";
import { DOCUMENTATION_STATES } from "@/lib/domain/documentation/model";
import { fieldOf } from "@/lib/platform/operations/field-of";
import { FormSelect, FormTextArea, FormTextField } from "./action-form";
import { STATUS_LABELS } from "./documentation";

type Recorded = { readonly status: (typeof DOCUMENTATION_STATES)[number]; readonly notes: string; readonly remindOn: string | null };
type Props = {
  /** Keeps ids unique when a page has two such forms. */
  id: string;
  /** The current values. Without them, an empty field leaves its value unchanged. */
  recorded?: Recorded | undefined;
  notesHint: string;
};

const OPTIONS = DOCUMENTATION_STATES.map((value) => ({ value, label: STATUS_LABELS[value] }));
const KEEP = { value: "", label: "Leave as it is" };

/** The fields of one or several directions. */
export const DocumentationFields = ({ id, recorded, notesHint }: Props) => (
  <>
    <FormSelect
      id={`${id}-status`}
      name="status"
      label="Status"
      required={Boolean(recorded)}
      options={recorded ? OPTIONS : [KEEP, ...OPTIONS]}
      defaultValue={recorded?.status ?? ""}
    />
    <FormTextField
      id={`${id}-remind`}
      name="remindOn"
      label="Remind on"
      type="date"
      defaultValue={recorded?.remindOn ?? ""}
      hint="From this day on it is among the reminders that are due."
    />
    <FormTextArea {...fieldOf(setDirectionOperation, "notes")} id={`${id}-notes`} label="Notes" defaultValue={recorded?.notes ?? ""} hint={notesHint} />
  </>
);
