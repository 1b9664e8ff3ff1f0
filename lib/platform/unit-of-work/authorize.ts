import "server-only";
import { journalOf, noteDecision, noteRefusal } from "@/lib/platform/audit/journal";
import { type Access, type Decision, decide, NOT_VISIBLE, type Target } from "@/lib/platform/authz/decide";
import { Denied } from "@/lib/platform/authz/denied";
import { type Explanation, explain } from "@/lib/platform/authz/explain";
import type { Grant } from "@/lib/platform/authz/grant";
import type { Requester } from "@/lib/platform/authz/principal";
import { bindGrant } from "@/lib/platform/authz/scope-of";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { Refusal } from "@/lib/platform/refusal";

/**
 * Decides and returns the proof, or throws `Denied`. The decision is on the record when the permission is audited or access is
 * refused: in this transaction when it commits, on its own when it does not.
 */
export function authorize<A extends Access>(tx: ScopedTx, access: A, target: Target): Grant<A> {
  const { principal } = journalOf(tx).caller;
  const decision = admit(tx, forPeople(principal, decide(principal, access, target)));
  if (principal.kind !== "user") throw new Error(`A grant of ${decision.access} was made to a client where only people are let in.`);
  return mint(tx, principal, access, target);
}

/** The same for what a client may do as well as a person. */
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

/** What is not made for clients is shut to them, whatever they hold. */
const forPeople = ({ kind }: Requester, decision: Decision): Decision =>
  kind === "user" || decision.outcome === "deny" ? decision : { access: decision.access, target: decision.target, outcome: "deny", reason: "PERSON_REQUIRED" };

/** Decides only in order to draw: whether a control or a tab is shown. Recorded with the purpose `visibility`. */
export function consider(tx: ScopedTx, access: Access, target: Target): Decision {
  const journal = journalOf(tx);
  const decision = decide(journal.caller.principal, access, target);
  noteDecision(journal, decision, "visibility");
  return decision;
}

/** Why something is not drawn, for the person; null where it is granted. Recorded with the purpose `visibility`. */
export function whyNot(tx: ScopedTx, access: Access, target: Target): Explanation | null {
  const decision = consider(tx, access, target);
  return decision.outcome === "grant" ? null : explain(journalOf(tx).caller.principal, decision);
}

/** The proof where it is granted, else null: for a part of a page that only some may see. Recorded with the purpose `visibility`. */
export function grantIf<A extends Access>(tx: ScopedTx, access: A, target: Target): Grant<A> | null {
  const { principal } = journalOf(tx).caller;
  const { outcome } = consider(tx, access, target);
  return outcome === "grant" && principal.kind === "user" ? mint(tx, principal, access, target) : null;
}

/** Puts on record that something was asked for which is not there for this person. Where the permission itself reaches everything, that is a refusal all the same. */
export function noteMissing(tx: ScopedTx, access: Access): void {
  const journal = journalOf(tx);
  const decision = decide(journal.caller.principal, access, NOT_VISIBLE);
  if (decision.outcome === "deny") noteDecision(journal, decision, "access");
  else noteRefusal(journal, new Refusal("NOT_AUTHORISED", "There is no such thing to see."));
}

/** The only cast to a grant, which belongs to the transaction that it is made in. */
function mint<A extends Access, P extends Requester>(tx: ScopedTx, principal: P, access: A, target: Target): Grant<A, P> {
  const grant = { principal, access, target } as Grant<A, P>;
  bindGrant(grant, tx);
  return grant;
}
