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
 * Codes that refuse the person, where the others refuse what was typed, or say that something is not possible now. Each such refusal
 * goes on the record as a denied decision.
 */
export const REFUSAL_CODES = [
  "NOT_AUTHORISED",
  "SELF_APPROVAL",
  "BEYOND_OWN_PERMISSIONS",
  "APPROVAL_REQUIRED",
  "LAST_OPERATOR",
  "IMMUTABLE_ROLE",
  // Somebody known whose session ended after they were let in. Before that they are nobody, and leave nothing on the record.
  "AUTH_EXPIRED",
] as const satisfies readonly ErrorCode[];

/** Messages per input field, by the field's name. */
export type FieldErrors = Readonly<Record<string, string>>;

/** Where what an error speaks of can be seen. */
export type ErrorLink = { readonly href: string; readonly label: string };

/** What a refusal is about, for the record: the row, and the entity that it belongs to. */
export type ErrorSubject = { readonly type: string; readonly id: string; readonly label: string; readonly entityId: string | null };

/** An expected failure: a code, and a sentence for the person that says what to do next. */
export class AppError extends Error {
  override name = "AppError";
  constructor(
    readonly code: ErrorCode,
    message: string,
    options: { fieldErrors?: FieldErrors; link?: ErrorLink; about?: ErrorSubject; cause?: unknown } = {},
  ) {
    super(message, "cause" in options ? { cause: options.cause } : undefined);
    this.fieldErrors = options.fieldErrors ?? {};
    this.link = options.link;
    this.about = options.about;
  }
  readonly fieldErrors: FieldErrors;
  readonly link: ErrorLink | undefined;
  readonly about: ErrorSubject | undefined;
  /** All that Next passes on to an error page. */
  get digest(): string {
    return this.code;
  }
}

/** What was sent cannot be used; says so by field. */
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

/** Inviting somebody who is a user already is refused like an act upon them: an invitation must never reach a user. */
export const isRefusal = (error: unknown): error is AppError =>
  error instanceof AppError && (REFUSAL_CODES.some((code) => code === error.code) || (error.code === "ALREADY_EXISTS" && error.about?.type === "user"));

/** The code under which an error goes on the record. */
export const codeOf = (error: unknown): ErrorCode => (error instanceof AppError ? error.code : "UNEXPECTED");
