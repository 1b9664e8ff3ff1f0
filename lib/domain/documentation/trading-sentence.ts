import { type Trader, type TradingSide, tradingBetween } from "./may-trade";

const both = new Intl.ListFormat("en-NZ");

/** Of entities that may trade, as a person of one of them reads it. */
export const mayTradeLabel = ({ whyNot }: Trader): string => (whyNot ? "May trade, not through you" : "May trade");

/** What blocks trading between two entities; empty when nothing does. */
export function blockedBy(a: TradingSide, b: TradingSide): string {
  const { suspended, withoutDocuments } = tradingBetween(a, b);
  if (suspended.length > 0) return suspension(suspended);
  const [one, other] = withoutDocuments;
  if (!one) return "";
  return other ? "by both sides" : `by ${one.name}`;
}

/** Whether the two entities may trade, and why not, for an operator. */
export function tradingSentence(a: TradingSide, b: TradingSide): string {
  const { suspended, withoutDocuments } = tradingBetween(a, b);
  if (suspended.length > 0) return `They may not trade: ${suspension(suspended)}.`;
  const [one, other] = withoutDocuments;
  if (!one) return "They may trade: both say that their documents are in place.";
  return other
    ? "They may not trade: neither says that its documents are in place."
    : `They may not trade: ${one.name} does not say that its documents are in place.`;
}

/** Whether the reader's entity may trade with the other, and why not, for its own people. */
export function ownTradingSentence(own: TradingSide, counterparty: TradingSide, trader: Trader): string {
  const { may, suspended, withoutDocuments, whyNotTrader } = tradingBetween(own, counterparty, trader);
  const { name } = counterparty;
  if (may) return `You may trade with ${name}: both of you say that the documents are in place.`;
  if (suspended.length > 0) return `You may not trade with ${name}: ${suspension(suspended)}.`;
  const [one, other] = withoutDocuments;
  if (!one) return `${own.name} may trade with ${name}, but not through you: ${whyNotTrader}.`;
  if (other) return `You may not trade with ${name}: neither of you has said that the documents are in place.`;
  return `You may not trade with ${name}: ${one === own ? "you have" : `${name} has`} not said that the documents are in place.`;
}

const suspension = (sides: readonly TradingSide[]): string => `${both.format(sides.map(({ name }) => name))} ${sides.length === 1 ? "is" : "are"} suspended`;
