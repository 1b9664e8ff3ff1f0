import { AppError } from "@/lib/platform/errors";
import { STATE_TEXTS } from "./market";
import type { MarketState, Transition } from "./state";

/** A transition other than the ten is refused, and the attempt is recorded under this code. */
export function assertTransition(transition: Transition | null, from: MarketState, wanted: "halt" | "resume"): Transition {
  if (transition) return transition;
  const state = STATE_TEXTS[from].label.toLowerCase();
  throw new AppError(
    "ILLEGAL_TRANSITION",
    wanted === "halt"
      ? "The market is suspended already. The overview says who halted it, and why."
      : `The market is ${state}, so there is nothing to resume. Only a suspended market can be resumed.`,
  );
}

/** Another halt than the one shown may have another reason. */
export function assertHaltUnchanged(version: number, seen: number): void {
  if (version !== seen)
    throw new AppError("STALE_BASE", "The market was resumed and halted again in the meantime. Read the new reason on the overview before you resume it.");
}
