import type { ReactNode } from "react";

/** Verbs that double their last letter. */
const DOUBLED = /^(set|stop|submit|admit|cancel)$/i;

/** What a button says while it works: "Save changes" becomes "Saving changes…". Its label begins with a verb. */
export function busyLabel(label: ReactNode): ReactNode {
  const [first, ...rest] = Array.isArray(label) ? label : [label];
  if (typeof first !== "string") return label;
  return [first.replace(/^\p{L}+/u, going), ...rest, "…"];
}

function going(verb: string): string {
  if (DOUBLED.test(verb)) return `${verb}${verb.at(-1)}ing`;
  return `${verb.endsWith("e") ? verb.slice(0, -1) : verb}ing`;
}
