"use client";

import { createContext, type ReactNode, use, useActionState } from "react";
import { Button, type ButtonProps } from "@/components/ui/button";
import { TextArea, type TextAreaProps, TextField, type TextFieldProps } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import type { Action } from "@/lib/actions/define-action";
import { type ActionError, type ActionState, IDLE } from "@/lib/actions/result";
import { ReasonField } from "./reason-field";

const FormState = createContext<{ state: ActionState; pending: boolean }>({ state: IDLE, pending: false });

/** A form over a server action. It posts without JavaScript too; a failure is shown on top and what was typed stays. */
export function ActionForm({ action, className, children }: { action: Action; className?: string; children: ReactNode }) {
  const [state, submit, pending] = useActionState(action, IDLE);
  return (
    <form action={submit} className={className} aria-busy={pending}>
      {state.status === "failed" && <Failure error={state.error} />}
      <FormState value={{ state, pending }}>{children}</FormState>
    </form>
  );
}

function Failure({ error }: { error: ActionError }) {
  return (
    <Notice tone="danger" title={error.message}>
      <p>
        Code {error.code}
        {error.explanation && `, permission ${error.explanation.needs}, scope ${error.explanation.scope}`}
      </p>
    </Notice>
  );
}

/** What the form's last attempt says of one of its fields. */
function useField(name: string, initial: string | number | readonly string[] | undefined) {
  const { state } = use(FormState);
  if (state.status !== "failed") return { defaultValue: initial, error: undefined };
  return { defaultValue: state.values[name] ?? initial, error: state.error.fieldErrors[name] };
}

export function FormTextField({ defaultValue, ...props }: TextFieldProps) {
  return <TextField {...props} {...useField(props.name, defaultValue)} />;
}

export function FormTextArea({ defaultValue, ...props }: TextAreaProps) {
  return <TextArea {...props} {...useField(props.name, defaultValue)} />;
}

export function FormReason({ label }: { label?: string }) {
  return <ReasonField {...(label ? { label } : {})} {...useField("reason", undefined)} />;
}

export function SubmitButton(props: ButtonProps) {
  const { pending } = use(FormState);
  return <Button type="submit" variant="primary" aria-disabled={pending} {...props} />;
}
