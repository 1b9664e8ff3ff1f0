import type { Access, Target } from "./decide";
import type { Requester, UserPrincipal } from "./principal";

/** A class, though nothing is ever constructed: its private member keeps look-alikes and copies with another target from being one. */
declare class Minted<A extends Access, P extends Requester> {
  private readonly proof: A;
  readonly access: A;
  readonly target: Target;
  readonly principal: P;
}

/**
 * Proof that `principal` was granted `access` on `target` in this transaction. Only `lib/platform/unit-of-work/authorize.ts` mints it, so a
 * command that takes one cannot be reached without a decision. It is a person's unless it says otherwise.
 */
export type Grant<A extends Access, P extends Requester = UserPrincipal> = Minted<A, P>;
