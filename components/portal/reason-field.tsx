import { TextArea, type TextAreaProps } from "@/components/ui/field";
import { REASON_LENGTH } from "@/lib/platform/operations/reason-length";

/** The reason for an action, required wherever it is recorded. */
export function ReasonField({ name = "reason", label = "Reason", ...props }: Partial<TextAreaProps>) {
  return (
    <TextArea
      name={name}
      label={label}
      required
      minLength={REASON_LENGTH.min}
      maxLength={REASON_LENGTH.max}
      hint={`Recorded with your name. ${REASON_LENGTH.min} to ${REASON_LENGTH.max} characters.`}
      {...props}
    />
  );
}
