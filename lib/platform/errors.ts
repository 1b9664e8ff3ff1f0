import type { PageAddress } from "@/lib/platform/local-path";

/** Codes that people and API clients see; the product's list, then ours. See lib/decisions/006-error-codes.md. */
export const ERROR_CODES = [
  "INSUFFICIENT_CREDIT",
  "INVALID_PRICE",
  "INVALID_QUANTITY",
  "SESSION_CLOSED",
  "SESSION_HALTED",
  "CONTRACT_EXPIRED",
  "DUPLICATE_ORDER",
  "WS_DISCONNECTED",
  "AUTH_EXPIRED",
  "AUTH_FAILED",
  "LIMIT_EXISTS",
  "APPROVAL_REQUIRED",
  "NOT_AUTHORISED",
  "NO_ISDA",
  "ILLEGAL_TRANSITION",
  "STALE_BASE",
  "SELF_APPROVAL",
  "LAST_OPERATOR",
  "ROLE_IN_USE",
  "IMMUTABLE_ROLE",
  "BEYOND_OWN_PERMISSIONS",
  "INVITATION_EXPIRED",
  "INVITATION_USED",
  "ALREADY_INVITED",
  "AUDIT_UNAVAILABLE",
  "INVALID_INPUT",
  "ALREADY_EXISTS",
  "UNAVAILABLE",
  "UNEXPECTED",
  "SELF_MATCH",
  "NO_LIQUIDITY",
  "NOT_CANCELLABLE",
  "OUTCOME_UNKNOWN",
  "TOO_MANY",
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/**
 * Codes that deny the person. The others reject input, or say that something is not possible now. Only a
 * `Refusal` (refusal.ts) has one of these, and it is recorded as a denied decision.
 */
export const REFUSAL_CODES = [
  "NOT_AUTHORISED",
  "SELF_APPROVAL",
  "BEYOND_OWN_PERMISSIONS",
  "APPROVAL_REQUIRED",
  "LAST_OPERATOR",
  "IMMUTABLE_ROLE",
  // For a known person whose session ended after the request was let in. Before that there is no actor, and
  // nothing is recorded.
  "AUTH_EXPIRED",
] as const satisfies readonly ErrorCode[];

export type RefusalCode = (typeof REFUSAL_CODES)[number];

/** Messages per input field, keyed by field name. */
export type FieldErrors = Readonly<Record<string, string>>;

/** A link to whatever the error mentions. */
export type ErrorLink = { readonly href: PageAddress; readonly label: string };

/** The subject of a refusal, for the record: the row and its entity. */
export type ErrorSubject = { readonly type: string; readonly id: string; readonly label: string; readonly entityId: string | null };

export type Details = { readonly fieldErrors?: FieldErrors; readonly link?: ErrorLink; readonly cause?: unknown };

/**
 * An expected failure: a code, and a sentence that tells the person what to do next. Denials are `Refusal`s;
 * their codes do not compile here.
 */
export class AppError extends Error {
  override name = "AppError";
  readonly code: ErrorCode;
  readonly fieldErrors: FieldErrors;
  readonly link: ErrorLink | undefined;
  constructor(code: Exclude<ErrorCode, RefusalCode>, message: string, details: Details = {}) {
    super(message, "cause" in details ? { cause: details.cause } : undefined);
    this.code = code;
    this.fieldErrors = details.fieldErrors ?? {};
    this.link = details.link;
  }
  /** All that Next passes on to an error page. */
  get digest(): string {
    return this.code;
  }
}

/** Rejects input, field by field. */
export const invalidInput = (fieldErrors: FieldErrors) =>
  new AppError("INVALID_INPUT", "Some of this cannot be used. Correct the marked fields and send it again.", { fieldErrors });

export const unavailable = (cause: unknown) =>
  new AppError("UNAVAILABLE", "The database did not answer in time. Nothing was changed; try again in a moment.", { cause });

export const outcomeUnknown = (cause: unknown) =>
  new AppError(
    "OUTCOME_UNKNOWN",
    "The connection to the database broke at the last moment, so it is not known whether this was done. Look first, then send it again if it is missing.",
    { cause },
  );

export const auditUnavailable = (cause: unknown) =>
  new AppError("AUDIT_UNAVAILABLE", "The audit record could not be written, so nothing was done. Try again in a moment.", { cause });

/** The code an error is recorded under. */
export const codeOf = (error: unknown): ErrorCode => (error instanceof AppError ? error.code : "UNEXPECTED");
