import { TextArea, type TextAreaProps } from "@/components/ui/field";

const REASON_MIN = 10;
const REASON_MAX = 500;

/** The reason for an action, required wherever it is recorded. */
export function ReasonField({ name = "reason", label = "Reason", ...props }: Partial<TextAreaProps>) {
  return (
    <TextArea
      name={name}
      label={label}
      required
      minLength={REASON_MIN}
      maxLength={REASON_MAX}
      hint={`Recorded with your name. ${REASON_MIN} to ${REASON_MAX} characters.`}
      {...props}
    />
  );
}
