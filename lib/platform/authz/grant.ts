import type { Access, Target } from "./decide";
import type { Requester, UserPrincipal } from "./principal";

/** A class that is never constructed: its private member prevents look-alikes and copies with another target. */
declare class Minted<A extends Access, P extends Requester> {
  private readonly proof: A;
  readonly access: A;
  readonly target: Target;
  readonly principal: P;
}

/**
 * Proof that `principal` was granted `access` on `target` in this transaction. Only
 * `lib/platform/unit-of-work/authorize.ts` mints it, so a command that takes one cannot run without a decision.
 * The principal is a user by default.
 */
export type Grant<A extends Access, P extends Requester = UserPrincipal> = Minted<A, P>;
