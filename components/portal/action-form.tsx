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

/** A form for a server action, bound to the user it is rendered for. It also posts without JavaScript. */
export function ActionForm({ action, className, children }: { action: Action; className?: string; children: ReactNode }) {
  return (
    <Form action={action} className={className}>
      <DrawnFor />
      {children}
    </Form>
  );
}

/** Names the user the form is rendered for, so it is refused if another user has since signed in in another tab. */
export async function DrawnFor() {
  const visitor = await currentVisitor();
  return visitor.kind === "signed-in" && <input type="hidden" name={DRAWN_FOR} value={visitor.caller.principal.userId} />;
}
