import { Badge } from "@/components/ui/badge";
import type { Pair } from "@/lib/documentation/queries";
import { blockingSides, mayTrade } from "@/lib/documentation/rules";

/** What follows from the two sides, in a word. */
export const TradingBadge = ({ pair: { a, b } }: { pair: Pair }) =>
  mayTrade(a.status, b.status) ? (
    <Badge tone="positive">May trade</Badge>
  ) : (
    <Badge tone="warning" icon="ban">
      Blocked
    </Badge>
  );

/** Whose side blocks trading; empty where neither does. */
export function blockedBy({ a, b }: Pair): string {
  const [one, other] = blockingSides(a, b);
  if (!one) return "";
  return other ? "by both sides" : `by ${one.entity.shortName}`;
}

/** What follows from the two sides, and why. */
export function tradingSentence({ a, b }: Pair): string {
  const [one, other] = blockingSides(a, b);
  if (!one) return "They may trade: both say that their documents are in place.";
  return other
    ? "They may not trade: neither says that its documents are in place."
    : `They may not trade: ${one.entity.shortName} does not say that its documents are in place.`;
}
