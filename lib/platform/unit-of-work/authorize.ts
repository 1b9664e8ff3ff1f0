import "server-only";
import { journalOf, noteDecision, noteRefusal } from "@/lib/platform/audit/journal";
import { type Access, type Decision, decide, EVERY_ENTITY, NOT_VISIBLE, type Target } from "@/lib/platform/authz/decide";
import { Denied } from "@/lib/platform/authz/denied";
import { type Explanation, explain } from "@/lib/platform/authz/explain";
import type { Grant } from "@/lib/platform/authz/grant";
import type { Requester } from "@/lib/platform/authz/principal";
import { bindGrant } from "@/lib/platform/authz/scope-of";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { Refusal } from "@/lib/platform/refusal";

/**
 * Decides and returns the grant, or throws `Denied`. Records the decision when the permission is audited or
 * access is denied: in this transaction when it commits, separately when it does not.
 */
export function authorize<A extends Access>(tx: ScopedTx, access: A, target: Target): Grant<A> {
  const { principal } = journalOf(tx).caller;
  const decision = admit(tx, forPeople(principal, decide(principal, access, target)));
  if (principal.kind !== "user") throw new Error(`A grant of ${decision.access} was made to a client where only people are let in.`);
  return mint(tx, principal, access, target);
}

/** The same for operations that clients may call as well. */
export function authorizeAnyone<A extends Access>(tx: ScopedTx, access: A, target: Target): Grant<A, Requester> {
  const { principal } = journalOf(tx).caller;
  admit(tx, decide(principal, access, target));
  return mint(tx, principal, access, target);
}

function admit(tx: ScopedTx, decision: Decision): Decision {
  const journal = journalOf(tx);
  noteDecision(journal, decision, "access");
  if (decision.outcome === "deny") throw new Denied(decision.reason, explain(journal.caller.principal, decision));
  return decision;
}

/** Denies clients whatever is not made for them, whatever they hold. */
const forPeople = ({ kind }: Requester, decision: Decision): Decision =>
  kind === "user" || decision.outcome === "deny" ? decision : { access: decision.access, target: decision.target, outcome: "deny", reason: "PERSON_REQUIRED" };

/** Decides only whether to draw a control or tab. Recorded with the purpose `visibility`. */
export function consider(tx: ScopedTx, access: Access, target: Target): Decision {
  const journal = journalOf(tx);
  const decision = decide(journal.caller.principal, access, target);
  noteDecision(journal, decision, "visibility");
  return decision;
}

/** Why a control is not drawn; null when it is granted. Recorded with the purpose `visibility`. */
export function whyNot(tx: ScopedTx, access: Access, target: Target): Explanation | null {
  const decision = consider(tx, access, target);
  return decision.outcome === "grant" ? null : explain(journalOf(tx).caller.principal, decision);
}

/** The grant, or null: for a part of a page that only some may see. Recorded with the purpose `visibility`. */
export function grantIf<A extends Access>(tx: ScopedTx, access: A, target: Target): Grant<A> | null {
  const { principal } = journalOf(tx).caller;
  const { outcome } = consider(tx, access, target);
  return outcome === "grant" && principal.kind === "user" ? mint(tx, principal, access, target) : null;
}

/** The grant in every entity where the person has it there, else the one given. Recorded with the purpose `visibility`. */
export const widest = <A extends Access>(tx: ScopedTx, grant: Grant<A>): Grant<A> => grantIf(tx, grant.access, EVERY_ENTITY) ?? grant;

/**
 * Records an attempt to reach something this person cannot see. A permission that reaches everything is denied
 * here too.
 */
export function noteMissing(tx: ScopedTx, access: Access): void {
  const journal = journalOf(tx);
  const decision = decide(journal.caller.principal, access, NOT_VISIBLE);
  if (decision.outcome === "deny") noteDecision(journal, decision, "access");
  else noteRefusal(journal, new Refusal("NOT_AUTHORISED", "There is no such thing to see."));
}

/** The only cast to a grant, which belongs to the transaction it is made in. */
function mint<A extends Access, P extends Requester>(tx: ScopedTx, principal: P, access: A, target: Target): Grant<A, P> {
  const grant = { principal, access, target } as Grant<A, P>;
  bindGrant(grant, tx);
  return grant;
}
