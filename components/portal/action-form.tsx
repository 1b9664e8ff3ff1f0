import type { ReactNode } from "react";
import { currentVisitor } from "@/lib/adapters/sign-in/visitor";
import type { Action } from "@/lib/adapters/web/form-action";
import { DRAWN_FOR } from "@/lib/platform/operations/input";
import { Form } from "./form";

export {
  FormCheckbox,
  FormProblem,
  FormRadio,
  FormReason,
  FormSelect,
  FormTextArea,
  FormTextField,
  FormTick,
  SubmitButton,
  SubmitOrCancel,
} from "./form";

/** A form over a server action, for the person whom it is drawn for. It posts without JavaScript too. */
export function ActionForm({ action, className, children }: { action: Action; className?: string; children: ReactNode }) {
  return (
    <Form action={action} className={className}>
      <DrawnFor />
      {children}
    </Form>
  );
}

/** Says whose form it is: a form that one person opened is not carried out as another, who has signed in in another tab since. */
export async function DrawnFor() {
  const visitor = await currentVisitor();
  return visitor.kind === "signed-in" && <input type="hidden" name={DRAWN_FOR} value={visitor.caller.principal.userId} />;
}
