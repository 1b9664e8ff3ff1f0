import type { Explanation } from "@/lib/platform/authz/explain";
import type { ErrorCode, ErrorLink, FieldErrors } from "@/lib/platform/errors";

/** What a form shows of a failure: a code, a sentence that says what to do next, and the typed values. */
export type ActionError = {
  readonly code: ErrorCode;
  readonly message: string;
  readonly fieldErrors: FieldErrors;
  readonly explanation?: Explanation;
  readonly link?: ErrorLink;
  /** The id of an unexpected error, under which the log has the details. */
  readonly errorId?: string;
};

/** `answer` is the result of an action that answers in place. */
export type ActionState<T = unknown> =
  | { readonly status: "idle" }
  | { readonly status: "done"; readonly answer?: T }
  | { readonly status: "failed"; readonly error: ActionError; readonly values: Readonly<Record<string, string>> };

export const IDLE: ActionState<never> = { status: "idle" };
