import { TextArea, type TextAreaProps } from "@/components/ui/field";

const REASON_MIN = 10;
const REASON_MAX = 500;

/** Why something is done: asked wherever the answer goes on the record. */
export function ReasonField({ name = "reason", label = "Reason", ...props }: Partial<TextAreaProps>) {
  return (
    <TextArea
      name={name}
      label={label}
      required
      minLength={REASON_MIN}
      maxLength={REASON_MAX}
      hint={`Kept on the record with your name. ${REASON_MIN} to ${REASON_MAX} characters.`}
      {...props}
    />
  );
}
