import type { ChangeEvent } from "@/lib/platform/audit/event";
import { MARKET } from "./market";
import type { MarketState, Transition } from "./state";

const target = { type: "market", id: MARKET.id, label: MARKET.name, entityId: null } as const;

const NAMES = { preopen: "market.preopened", open: "market.opened", closed: "market.closed" } as const;

const nameOf = ({ to, cause }: Transition): ChangeEvent["action"] => (cause === "resume" ? "market.resumed" : to === "suspended" ? "market.halted" : NAMES[to]);

/** A transition and its reason: what a person said, or what the schedule called for. */
export const sessionMoved = (transition: Transition, reason: string): ChangeEvent => ({
  action: nameOf(transition),
  target,
  changes: { state: { from: transition.from, to: transition.to } },
  reason,
});

type Rebuilt = { readonly state: MarketState; readonly version: number; readonly through: Date };

/** The session before a reset, and as its transitions rebuild it. */
export const engineReset = (before: Rebuilt | null, after: Rebuilt, reason: string): ChangeEvent => ({
  action: "market.reset",
  target,
  changes: {
    state: { from: before?.state ?? null, to: after.state },
    version: { from: before?.version ?? null, to: after.version },
    through: { from: before?.through.toISOString() ?? null, to: after.through.toISOString() },
  },
  reason,
});
