import type { Access } from "./decide";
import type { Grant } from "./grant";
import type { Requester } from "./principal";

type AnyGrant = Grant<Access, Requester>;

/** The rows a grant reaches: one entity's, or every entity's when null. `where` is the same as a query filter. */
export type Scope = { readonly entityId: string | null; readonly where: readonly { readonly entityId: string }[] };

const madeIn = new WeakMap<AnyGrant, object>();

/** Binds a grant to the transaction it was made in. Only the seam calls this, once per grant. */
export const bindGrant = (grant: AnyGrant, tx: object): void => {
  madeIn.set(grant, tx);
};

/** The transaction a grant was made in. Throws for a copy of a grant. */
export function transactionOf(grant: AnyGrant): object {
  const tx = madeIn.get(grant);
  if (!tx) throw new Error(`This grant of ${grant.access} was not made by authorize.`);
  return tx;
}

/** Throws for a grant of another transaction. For data that belongs to no entity, where there is nothing to narrow. */
export function assertGrantOf(tx: object, grant: AnyGrant): void {
  if (transactionOf(grant) !== tx) throw new Error(`This grant of ${grant.access} was made in another transaction.`);
}

/**
 * The scope a query narrows itself to. The panel opens for the own entity; Global lifts that. Row-level
 * security enforces the same limit independently. Throws for a grant of another transaction.
 */
export function scopeOf(tx: object, grant: AnyGrant): Scope {
  assertGrantOf(tx, grant);
  const { access, target, principal } = grant;
  const entityId = "entityId" in target && !(access === "panel" && principal.global) ? target.entityId : null;
  return { entityId, where: entityId === null ? [] : [{ entityId }] };
}
