import "server-only";
import { journalOf, noteRefusal } from "@/lib/platform/audit/journal";
import type { Access } from "@/lib/platform/authz/decide";
import type { Grant } from "@/lib/platform/authz/grant";
import type { Requester } from "@/lib/platform/authz/principal";
import { transactionOf } from "@/lib/platform/authz/scope-of";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { ErrorCode, ErrorLink, ErrorSubject, FieldErrors } from "@/lib/platform/errors";
import { Refusal } from "@/lib/platform/refusal";

/** Why a rule refuses what a decision granted: the recorded code, and the message for the person. */
export type Reason = { readonly code: ErrorCode; readonly message: string; readonly fieldErrors?: FieldErrors; readonly link?: ErrorLink };

/**
 * Refuses after a grant and records it like any other denial, with its code and subject (by default the one in
 * the form or address). The only way to refuse: failed access, acting on oneself, two-person rules, exceeding
 * one's own permissions and last holders are refusals. Other failures of an audited permission are recorded as
 * the result of its decision. Bad input, conflicts and "not possible now" are `AppError`s, which deny nobody.
 */
export function refuse(by: ScopedTx | Grant<Access, Requester>, reason: Reason, about?: ErrorSubject): never {
  throw noteRefused(by, reason, about);
}

/** The same for one item of many; the others continue. */
export function noteRefused(by: ScopedTx | Grant<Access, Requester>, { code, message, ...details }: Reason, about?: ErrorSubject): Refusal {
  const refusal = new Refusal(code, message, { ...details, about });
  const grant = "principal" in by ? by : undefined;
  noteRefusal(journalOf(grant ? transactionOf(grant) : by), refusal, grant);
  return refusal;
}
