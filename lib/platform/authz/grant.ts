import type { Access, Target } from "./decide";
import type { Principal } from "./principal";

/** A class, though nothing is ever constructed: its private member keeps look-alikes and copies with another target from being one. */
declare class Minted<A extends Access> {
  private readonly proof: A;
  readonly access: A;
  readonly target: Target;
  readonly principal: Principal;
}

/**
 * Proof that `principal` was granted `access` on `target` in this transaction. Only `lib/platform/unit-of-work/authorize.ts` mints it, so a
 * command that takes one cannot be reached without a decision.
 */
export type Grant<A extends Access> = Minted<A>;
