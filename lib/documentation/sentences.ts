import type { DocumentationState } from "@/lib/db/types";
import { blockingSides } from "./rules";

type Named = { readonly name: string; readonly status: DocumentationState };

/** Whose side blocks trading; empty where neither does. */
export function blockedBy(a: Named, b: Named): string {
  const [one, other] = blockingSides(a, b);
  if (!one) return "";
  return other ? "by both sides" : `by ${one.name}`;
}

/** What follows from the two sides for trading, and why, as an operator reads it. */
export function tradingSentence(a: Named, b: Named): string {
  const [one, other] = blockingSides(a, b);
  if (!one) return "They may trade: both say that their documents are in place.";
  return other
    ? "They may not trade: neither says that its documents are in place."
    : `They may not trade: ${one.name} does not say that its documents are in place.`;
}

/** What follows from the two sides for trading, and why, as one of them reads it. */
export function ownTradingSentence(ours: DocumentationState, theirs: DocumentationState, counterparty: string): string {
  const [one, other] = blockingSides({ status: ours, who: "you have" }, { status: theirs, who: `${counterparty} has` });
  if (!one) return `You may trade with ${counterparty}: both of you say that the documents are in place.`;
  return other
    ? `You may not trade with ${counterparty}: neither of you has said that the documents are in place.`
    : `You may not trade with ${counterparty}: ${one.who} not said that the documents are in place.`;
}
