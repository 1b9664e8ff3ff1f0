import type { Access, Target } from "./decide";
import type { Principal } from "./principal";

declare const proof: unique symbol;

/**
 * Proof that `principal` was granted `access` on `target` in this transaction. Only `lib/authz/authorize.ts` mints it, so a
 * command that takes one cannot be reached without a decision.
 */
export type Grant<A extends Access> = {
  readonly access: A;
  readonly target: Target;
  readonly principal: Principal;
  readonly [proof]: A;
};
