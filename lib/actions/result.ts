import type { Explanation } from "@/lib/authz/explain";
import type { ErrorCode, FieldErrors } from "@/lib/errors";

/** What a form shows of a failure: a code, a sentence that says what to do next, and what was typed. */
export type ActionError = {
  readonly code: ErrorCode;
  readonly message: string;
  readonly fieldErrors: FieldErrors;
  readonly explanation?: Explanation;
  /** Of an unexpected error; the log has the rest under this id. */
  readonly errorId?: string;
};

export type ActionState =
  | { readonly status: "idle" }
  | { readonly status: "done" }
  | { readonly status: "failed"; readonly error: ActionError; readonly values: Readonly<Record<string, string>> };

export const IDLE: ActionState = { status: "idle" };
