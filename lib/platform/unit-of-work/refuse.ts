import "server-only";
import { journalOf, noteRefusal } from "@/lib/platform/audit/journal";
import type { Access } from "@/lib/platform/authz/decide";
import type { Grant } from "@/lib/platform/authz/grant";
import type { Requester } from "@/lib/platform/authz/principal";
import { transactionOf } from "@/lib/platform/authz/scope-of";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { ErrorCode, ErrorLink, ErrorSubject, FieldErrors } from "@/lib/platform/errors";
import { Refusal } from "@/lib/platform/refusal";

/** Why something is refused that a decision granted: the code on the record, and what the person is told. */
export type Reason = { readonly code: ErrorCode; readonly message: string; readonly fieldErrors?: FieldErrors; readonly link?: ErrorLink };

/**
 * Refuses after a grant, and puts it on the record like any other denial, with its code and about whom or what; without a subject, about
 * what the form or the address names. It is the only way to: failed access (somebody or something out of reach), oneself, two people,
 * beyond one's own permissions and last holders are refusals, and an audited permission's other failures are on record as the result of its
 * decision. What was typed, what somebody else was faster with, and what is not possible now is an `AppError`, which refuses nobody.
 */
export function refuse(by: ScopedTx | Grant<Access, Requester>, reason: Reason, about?: ErrorSubject): never {
  throw noteRefused(by, reason, about);
}

/** The same for one of many, whose others go on. */
export function noteRefused(by: ScopedTx | Grant<Access, Requester>, { code, message, ...details }: Reason, about?: ErrorSubject): Refusal {
  const refusal = new Refusal(code, message, { ...details, about });
  const grant = "principal" in by ? by : undefined;
  noteRefusal(journalOf(grant ? transactionOf(grant) : by), refusal, grant);
  return refusal;
}
