import type { Explanation } from "@/lib/platform/authz/explain";

/** Explains why something is missing. Opens by pointer or key, and is plain text to a screen reader. */
export const Why = ({ title, explanation: { sentence, remedy } }: { title: string; explanation: Explanation }) => (
  <details className="max-w-measure text-ink-2">
    <summary className="cursor-pointer rounded-sm py-0.5 underline-offset-2 hover:underline">{title}. Why?</summary>
    <p className="pt-1">
      {sentence} {remedy}
    </p>
  </details>
);
