import { FormTextField } from "@/components/portal/action-form";

/** What a form holds to begin with, by the names of its fields. */
export type Values = Readonly<Record<string, string>>;

/** A decimal number; its label names the unit. */
export const Amount = ({ name, label, hint, values }: { values: Values; name: string; label: string; hint?: string }) => (
  <FormTextField name={name} label={label} hint={hint} required inputMode="decimal" autoComplete="off" defaultValue={values[name]} className="max-w-xs" />
);
