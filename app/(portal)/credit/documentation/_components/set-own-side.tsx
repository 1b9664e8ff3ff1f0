import { ActionForm, SubmitButton } from "@/components/portal/action-form";
import { DocumentationFields } from "@/components/portal/documentation-fields";
import type { CounterpartySides } from "@/lib/domain/documentation";
import { setOwnSideAction } from "../actions";

type Props = { sides: CounterpartySides; counterparty: string };

/** The form to set what the own entity records about a counterparty. */
export const SetOwnSide = ({ sides, counterparty }: Props) => (
  <ActionForm key={sides.version} action={setOwnSideAction} className="grid gap-4">
    <input type="hidden" name="counterparty" value={sides.code} />
    <input type="hidden" name="version" value={sides.version} />
    <DocumentationFields
      id="ours"
      recorded={{ status: sides.ours, notes: sides.notes, remindOn: sides.remindOn }}
      notesHint={`For your own entity and the exchange; ${counterparty} never sees them.`}
    />
    <div>
      <SubmitButton>Save</SubmitButton>
    </div>
  </ActionForm>
);
