/**
 * The session's states and its ten transitions; there are no others. Pure. Source of the rule: the product's
 * market session. The database refuses any other transition too (`market_transition_is_one_of_ten`).
 */

export const MARKET_STATES = ["closed", "preopen", "open", "suspended"] as const;
export type MarketState = (typeof MARKET_STATES)[number];
/** The states the schedule can call for; suspension is never scheduled. */
export type ClockState = Exclude<MarketState, "suspended">;

export type MarketCause = "schedule" | "auction" | "halt" | "resume";
export type Transition = { readonly from: MarketState; readonly to: MarketState; readonly cause: MarketCause };

export const TRANSITIONS: readonly Transition[] = [
  { from: "closed", to: "preopen", cause: "schedule" },
  { from: "closed", to: "suspended", cause: "halt" },
  { from: "preopen", to: "open", cause: "auction" },
  { from: "preopen", to: "suspended", cause: "halt" },
  { from: "preopen", to: "closed", cause: "schedule" },
  { from: "open", to: "closed", cause: "schedule" },
  { from: "open", to: "suspended", cause: "halt" },
  { from: "suspended", to: "preopen", cause: "resume" },
  { from: "suspended", to: "open", cause: "resume" },
  { from: "suspended", to: "closed", cause: "resume" },
];

export type MarketEvent = { readonly kind: "halt" } | { readonly kind: "clock" | "resume"; readonly called: ClockState };

/** The next state on the schedule's way from each state. */
const NEXT: Readonly<Record<ClockState, Readonly<Record<ClockState, ClockState>>>> = {
  closed: { closed: "closed", preopen: "preopen", open: "preopen" },
  preopen: { closed: "closed", preopen: "preopen", open: "open" },
  open: { closed: "closed", preopen: "closed", open: "open" },
};

/** The transition an event makes, or null for none: the schedule does not move a suspended market. */
export function transitionFor(from: MarketState, event: MarketEvent): Transition | null {
  const [to, causes] = targetOf(from, event);
  return TRANSITIONS.find((one) => one.from === from && one.to === to && causes.includes(one.cause)) ?? null;
}

function targetOf(from: MarketState, event: MarketEvent): readonly [MarketState, readonly MarketCause[]] {
  if (event.kind === "halt") return ["suspended", ["halt"]];
  if (event.kind === "resume") return [event.called, ["resume"]];
  return [from === "suspended" ? from : NEXT[from][event.called], ["schedule", "auction"]];
}

/** Every transition from a state to the one the schedule calls for, in order. */
export function transitionsTo(from: MarketState, called: ClockState): readonly Transition[] {
  const next = transitionFor(from, { kind: "clock", called });
  return next ? [next, ...transitionsTo(next.to, called)] : [];
}
