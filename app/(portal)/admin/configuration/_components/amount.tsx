import { FormTextField } from "@/components/portal/action-form";

/** A form's initial values, by field name. */
export type Values = Readonly<Record<string, string>>;

/** A decimal field; its label names the unit. */
export const Amount = ({ name, label, hint, values }: { values: Values; name: string; label: string; hint?: string }) => (
  <FormTextField name={name} label={label} hint={hint} required inputMode="decimal" autoComplete="off" defaultValue={values[name]} className="max-w-xs" />
);
