import type { IconName } from "./icon";

/** The tone of a state. Always shown with an icon and a word, so colour is never the only signal. */
export type Tone = "neutral" | "info" | "positive" | "warning" | "danger";

export const toneIcon: Record<Tone, IconName> = {
  neutral: "circle-minus",
  info: "info",
  positive: "circle-check",
  warning: "triangle-alert",
  danger: "octagon-x",
};

export const toneClass: Record<Tone, string> = {
  neutral: "border-line bg-sunken text-ink-2",
  info: "border-info-line bg-info-soft text-info",
  positive: "border-positive-line bg-positive-soft text-positive",
  warning: "border-warning-line bg-warning-soft text-warning",
  danger: "border-danger-line bg-danger-soft text-danger",
};
