import type { ComponentProps, ReactNode } from "react";
import { cx } from "./cx";
import { Icon } from "./icon";

export type FieldProps = {
  name: string;
  label: string;
  /** Defaults to the name. Needed when a page has two fields with one name. */
  id?: string | undefined;
  hint?: ReactNode;
  error?: string | undefined;
  /** Optional fields are marked as such. */
  required?: boolean | undefined;
  className?: string | undefined;
};

/** Links a control to its label, hint and error. */
export type ControlProps = {
  id: string;
  name: string;
  required: boolean | undefined;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
};

// Ids come from names: React's server-side ids repeat when a page loads into an already rendered layout.
function controlProps({ id, name, hint, error, required }: FieldProps): ControlProps {
  const own = id ?? name;
  const described = [hint && `${own}-hint`, error && `${own}-error`].filter(Boolean).join(" ");
  return { id: own, name, required, "aria-describedby": described || undefined, "aria-invalid": error ? true : undefined };
}

// Phones zoom in on controls with text smaller than 16 px.
export const controlClass =
  "w-full rounded-sm border border-edge bg-surface px-2.5 text-base text-ink hover:border-ink-3 disabled:opacity-50 aria-invalid:border-danger pointer-coarse:text-lg";

/** Label, hint and error around a custom control. */
export function Field({ children, ...props }: FieldProps & { children: (control: ControlProps) => ReactNode }) {
  const { label, hint, error, required, className } = props;
  const control = controlProps(props);
  return (
    <div className={cx("grid content-start gap-1", className)}>
      <label htmlFor={control.id} className="font-medium">
        {label}
        {!required && <span className="font-normal text-ink-3"> (optional)</span>}
      </label>
      {children(control)}
      <Remarks id={control.id} hint={hint} error={error} />
    </div>
  );
}

function Remarks({ id, hint, error }: { id: string; hint: ReactNode; error: string | undefined }) {
  return (
    <>
      {error && (
        <p id={`${id}-error`} className="flex items-start gap-1 text-sm font-medium text-danger">
          <Icon name="circle-alert" size="sm" className="mt-px" />
          {error}
        </p>
      )}
      {hint && (
        <p id={`${id}-hint`} className="text-sm text-ink-3">
          {hint}
        </p>
      )}
    </>
  );
}

type Native<Tag extends "input" | "textarea" | "select"> = Omit<ComponentProps<Tag>, keyof FieldProps | "children">;

export type TextFieldProps = FieldProps & Native<"input">;

export function TextField({ name, label, id, hint, error, required, className, ...input }: TextFieldProps) {
  return (
    <Field {...{ name, label, id, hint, error, required, className }}>
      {(control) => <input type="text" className={cx(controlClass, "h-control")} {...input} {...control} />}
    </Field>
  );
}

export type TextAreaProps = FieldProps & Native<"textarea">;

export function TextArea({ name, label, id, hint, error, required, className, ...textarea }: TextAreaProps) {
  return (
    <Field {...{ name, label, id, hint, error, required, className }}>
      {(control) => <textarea rows={3} className={cx(controlClass, "field-sizing-content min-h-18 py-1.5")} {...textarea} {...control} />}
    </Field>
  );
}

export type Option = { value: string; label: string; disabled?: boolean | undefined };
export type SelectFieldProps = FieldProps & Native<"select"> & { options: readonly Option[] };

export function SelectField({ name, label, id, hint, error, required, className, ...select }: SelectFieldProps) {
  return <Field {...{ name, label, id, hint, error, required, className }}>{(control) => <Select {...select} {...control} />}</Field>;
}

/** The bare control, for callers that label it themselves. */
export function Select({ options, className, ...props }: ComponentProps<"select"> & { options: readonly Option[] }) {
  return (
    <span className={cx("relative grid items-center", className)}>
      <select className={cx(controlClass, "h-control appearance-none pr-8")} {...props}>
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
      <Icon name="chevron-down" size="sm" className="pointer-events-none absolute right-2.5 text-ink-3" />
    </span>
  );
}

export type CheckboxFieldProps = FieldProps & Omit<Native<"input">, "type">;

export function CheckboxField({ name, label, id, hint, error, required, className, ...input }: CheckboxFieldProps) {
  const control = controlProps({ name, label, id, hint, error, required });
  return (
    <div className={cx("grid grid-cols-[auto_minmax(0,1fr)] gap-x-2", className)}>
      <input type="checkbox" className="checkbox mt-0.5 size-4 rounded-sm" {...input} {...control} />
      <div className="grid gap-0.5">
        <label htmlFor={control.id} className="-my-0.5 py-0.5 font-medium">
          {label}
        </label>
        <Remarks id={control.id} hint={hint} error={error} />
      </div>
    </div>
  );
}
