import type { Access } from "./decide";
import type { Grant } from "./grant";
import type { Requester } from "./principal";

type AnyGrant = Grant<Access, Requester>;

/** Which rows a grant reaches: of one entity, or of every entity where it is null. `where` says the same as conditions of a query. */
export type Scope = { readonly entityId: string | null; readonly where: readonly { readonly entityId: string }[] };

const madeIn = new WeakMap<AnyGrant, object>();

/** Ties a grant to the transaction that it was made in. Only the seam does, once. */
export const bindGrant = (grant: AnyGrant, tx: object): void => {
  madeIn.set(grant, tx);
};

/** The transaction that a grant was made in. Throws for a copy of one. */
export function transactionOf(grant: AnyGrant): object {
  const tx = madeIn.get(grant);
  if (!tx) throw new Error(`This grant of ${grant.access} was not made by authorize.`);
  return tx;
}

/** Throws for a grant made in another transaction. For what belongs to no entity, where there is nothing to narrow. */
export function assertGrantOf(tx: object, grant: AnyGrant): void {
  if (transactionOf(grant) !== tx) throw new Error(`This grant of ${grant.access} was made in another transaction.`);
}

/**
 * What a query narrows itself to. The panel is opened for one's own entity, and Global lifts that. Row-level security holds the same line on
 * its own. Throws for a grant made in another transaction.
 */
export function scopeOf(tx: object, grant: AnyGrant): Scope {
  assertGrantOf(tx, grant);
  const { access, target, principal } = grant;
  const entityId = "entityId" in target && !(access === "panel" && principal.global) ? target.entityId : null;
  return { entityId, where: entityId === null ? [] : [{ entityId }] };
}
