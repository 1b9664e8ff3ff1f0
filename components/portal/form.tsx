"use client";

import { usePathname } from "next/navigation";
import { type ComponentProps, createContext, type ReactNode, use, useEffect, useRef } from "react";
import { Button, type ButtonProps, LinkButton } from "@/components/ui/button";
import {
  CheckboxField,
  type CheckboxFieldProps,
  SelectField,
  type SelectFieldProps,
  TextArea,
  type TextAreaProps,
  TextField,
  type TextFieldProps,
} from "@/components/ui/field";
import { TextLink } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import type { Action } from "@/lib/adapters/web/form-action";
import { askHref } from "@/lib/domain/support/model";
import { localPath, type PageAddress } from "@/lib/platform/local-path";
import { type ActionError, type ActionState, IDLE } from "@/lib/platform/operations/result";
import { busyLabel } from "./busy-label";
import { Place } from "./place";
import { ReasonField } from "./reason-field";
import { useSubmission } from "./use-submission";

const FormState = createContext<{ state: ActionState; pending: boolean }>({ state: IDLE, pending: false });

/** Shows a failure on top and keeps all input, including what was typed during submit. Success resets the form. */
export function Form({ action, className, children }: { action: Action; className?: string | undefined; children: ReactNode }) {
  const { state, post, submit, pending } = useSubmission(action);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (state.status === "done") form.current?.reset();
  }, [state]);
  return (
    <form ref={form} action={post} onSubmit={submit} className={className} aria-busy={pending}>
      {state.status === "failed" && <Failure error={state.error} />}
      <FormState value={{ state, pending }}>{children}</FormState>
    </form>
  );
}

export function Failure({ error }: { error: ActionError }) {
  return (
    <Notice tone="danger" title={error.message}>
      <p>
        Code {error.code}
        {error.explanation && `, permission ${error.explanation.needs}, scope ${error.explanation.scope}`}
      </p>
      {error.link && <TextLink href={error.link.href}>{error.link.label}</TextLink>}
      {error.code === "OUTCOME_UNKNOWN" && <WhereToLook />}
      {error.explanation?.ask && (
        <p>
          <TextLink href={askHref(error.explanation.ask)}>Ask for access</TextLink>
        </p>
      )}
    </Notice>
  );
}

/** Opens the page to check in another tab, so the input here is kept. */
function WhereToLook() {
  const here = usePathname();
  const { href, label } = use(Place) ?? { href: localPath(here), label: "this page" };
  return (
    <TextLink href={href} target="_blank" prefetch={false}>
      Look at {label} in another tab
    </TextLink>
  );
}

/** The last attempt's value and error for a field. */
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

/** A new key makes React apply the submitted choice to the select. */
export function FormSelect({ defaultValue, ...props }: SelectFieldProps) {
  const field = useField(props.name, defaultValue);
  return <SelectField key={String(field.defaultValue)} {...props} {...field} />;
}

/** A checkbox of a list; stays ticked after a failure. */
export function FormTick({ name, value, label, id }: { name: string; value: string; label: string; id?: string }) {
  const { state } = use(FormState);
  const ticked = state.status === "failed" && state.values[name] === value;
  return (
    <input
      key={String(ticked)}
      type="checkbox"
      id={id}
      name={name}
      value={value}
      defaultChecked={ticked}
      aria-label={label}
      className="checkbox mt-0.5 size-4 rounded-sm"
    />
  );
}

/** Pass `id` when a page has several. */
export function FormReason({ defaultValue, ...props }: { label?: string; id?: string; defaultValue?: string }) {
  return <ReasonField {...props} {...useField("reason", defaultValue)} />;
}

/** A checkbox that keeps its state after a failure; unticked, it sends no field. */
export function FormCheckbox({ defaultChecked = false, ...props }: CheckboxFieldProps) {
  const { state } = use(FormState);
  const checked = state.status === "failed" ? state.values[props.name] !== undefined : defaultChecked;
  return <CheckboxField key={String(checked)} {...props} defaultChecked={checked} />;
}

/** A radio button; the submitted choice stays selected after a failure. */
export function FormRadio({ name, value, ...props }: ComponentProps<"input"> & { name: string; value: string }) {
  const { state } = use(FormState);
  return <input type="radio" name={name} value={value} defaultChecked={state.status === "failed" && state.values[name] === value} {...props} />;
}

/** The error of a field whose control does not show it. */
export function FormProblem({ name }: { name: string }) {
  const { error } = useField(name, undefined);
  return error && <p className="text-sm font-medium text-danger">{error}</p>;
}

export function SubmitButton({ children, ...props }: ButtonProps) {
  const { pending } = use(FormState);
  return (
    <Button type="submit" variant="primary" aria-disabled={pending} {...props}>
      {pending ? busyLabel(children) : children}
    </Button>
  );
}

/** The submit button and a cancel link. */
export const SubmitOrCancel = ({ cancel, ...button }: ButtonProps & { cancel: PageAddress }) => (
  <div className="flex flex-wrap gap-2">
    <SubmitButton {...button} />
    <LinkButton variant="quiet" href={cancel}>
      Cancel
    </LinkButton>
  </div>
);
