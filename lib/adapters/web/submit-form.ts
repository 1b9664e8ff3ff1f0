import "server-only";
import type { z } from "zod";
import { isSameOrigin } from "@/lib/adapters/sign-in/request";
import type { ChangeEvent } from "@/lib/platform/audit/event";
import type { Access } from "@/lib/platform/authz/decide";
import { Denied } from "@/lib/platform/authz/denied";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import { asAppError } from "@/lib/platform/db/failures";
import { AppError, type FieldErrors } from "@/lib/platform/errors";
import { log } from "@/lib/platform/log";
import { decodeFields, type Fields } from "@/lib/platform/operations/decode";
import { assertMayAsk, execute, refuseUnread } from "@/lib/platform/operations/execute";
import { DRAWN_FOR, fieldsOf, withFilesAsText } from "@/lib/platform/operations/input";
import type { Operation } from "@/lib/platform/operations/operation";
import type { ActionError, ActionState } from "@/lib/platform/operations/result";
import { Refusal } from "@/lib/platform/refusal";
import type { Actor, UserActor } from "@/lib/platform/unit-of-work/standing";
import { type Flash, flashOf, type Undo } from "./flash";

/** How a form calls its operation. */
export type Form<I extends z.ZodType, R, F, T> = {
  /** Decodes the fields into the operation's input; by default, by its schema. Throws INVALID_INPUT. */
  readonly decode?: (fields: Fields) => unknown;
  readonly revalidate?: readonly string[];
  /** Where to redirect on success. */
  readonly next?: (result: R, input: z.output<I>) => string;
  /** The result for a form that stays on its page. It is sent to the browser: display data only, field by field. */
  readonly answer?: (result: R) => T;
  /** What the next page says of it, where nothing of it is on record; by default the first change that is. */
  readonly says?: (result: R, input: z.output<I>, changes: readonly ChangeEvent[]) => string;
  /** The form that takes it back at once. */
  readonly undo?: (result: R, input: z.output<I>, changes: readonly ChangeEvent[]) => Undo | null;
  /** Runs after the commit, for example to set cookies. */
  readonly after?: (input: z.output<I>) => Promise<void>;
  /** Fields that may be files, read as text. Bytes that are not UTF-8 become U+FFFD. */
  readonly files?: readonly string[];
  /** Reads from the directory what the operation needs. */
  readonly lookUp?: (caller: UserActor, input: z.output<I>) => Promise<F>;
};

/** Whose browser sent a form, and from where. */
export type Sender = {
  readonly visitor: () => Promise<{ readonly kind: "signed-in"; readonly caller: UserActor } | { readonly kind: "signed-out" }>;
  readonly headers: Headers;
};

/** The outcome of a form. `done` is null where it failed; otherwise it is what the browser does next. */
export type Submitted<I extends z.ZodType, T> = {
  readonly state: ActionState<T>;
  readonly done: (Concluded<I> & { readonly refreshes: boolean; readonly by: string }) | null;
};

/**
 * Runs an operation for a form, without anything of Next. It refuses a form from another site or one drawn for another user, decodes
 * and executes. Every failure is a typed error with the input. What is sent may be anything: a direct POST is no form.
 */
export async function submitForm<A extends Access, I extends z.ZodType, R, T = never, F = undefined>(
  operation: Operation<A, I, R, F>,
  form: Form<I, R, F, T>,
  sent: unknown,
  sender: Sender,
): Promise<Submitted<I, T>> {
  const fields = fieldsOf(await withFilesAsText(sent, form.files ?? []));
  const { [DRAWN_FOR]: drawnFor, ...rest } = fields ?? {};
  const values = fields && rest;
  const attempt = await perform(operation, form, values, { ...sender, drawnFor });
  if ("error" in attempt) return { state: { status: "failed", error: attempt.error, values: values ?? {} }, done: null };
  const { result, ...concluded } = attempt;
  // Cached layouts may count what changed: tab badges, the top bar.
  const done = { ...concluded, refreshes: operation.audit !== "none" };
  return { state: { status: "done", ...(form.answer ? { answer: form.answer(result) } : {}) }, done };
}

type Concluded<I extends z.ZodType> = { readonly input: z.output<I>; readonly next: string | undefined; readonly flash: Flash | null };
type Done<I extends z.ZodType, R> = Concluded<I> & { readonly result: R; readonly by: string };

async function perform<A extends Access, I extends z.ZodType, R, F, T>(
  operation: Operation<A, I, R, F>,
  form: Form<I, R, F, T>,
  values: Record<string, string> | null,
  { visitor, headers, drawnFor }: Sender & { readonly drawnFor: string | undefined },
): Promise<Done<I, R> | { error: ActionError }> {
  const { decode, next, lookUp } = form;
  try {
    const caller = await callerOf(visitor);
    const refusal = foreignOrigin(headers) ?? (values && foreignForm(caller.principal, drawnFor));
    if (refusal) return await refuseUnread(operation, caller, values, refusal);
    const conclude = (result: R, input: z.output<I>, changes: readonly ChangeEvent[]): Done<I, R> => {
      const flash = form.answer ? null : flashOf({ text: form.says?.(result, input, changes), undo: form.undo?.(result, input, changes) }, changes);
      return { result, input, next: next?.(result, input), flash, by: caller.principal.userId };
    };
    const input = values && (await decoded(operation, caller, () => (decode ? decode(values) : decodeFields(operation.input, values))));
    return await execute(operation, caller, input, {
      conclude,
      ...(lookUp ? { lookUp: (_caller: Actor, parsed: z.output<I>) => lookUp(caller, parsed) } : {}),
    });
  } catch (error) {
    return { error: errorFor(error, operation.name) };
  }
}

/** What the fields say. Where they cannot be read, people who may not do this at all are refused for that instead. */
async function decoded<A extends Access, I extends z.ZodType, R, F>(
  operation: Operation<A, I, R, F>,
  caller: UserActor,
  decode: () => unknown,
): Promise<unknown> {
  try {
    return decode();
  } catch (error) {
    await assertMayAsk(operation, caller);
    throw error;
  }
}

async function callerOf(visitorNow: Sender["visitor"]): Promise<UserActor> {
  const visitor = await visitorNow();
  if (visitor.kind === "signed-out")
    throw new Refusal("AUTH_EXPIRED", "You are signed out. Sign in again in another tab, then come back and send this again: nothing you typed is lost.");
  return visitor.caller;
}

const foreignOrigin = (from: Headers): Refusal | null =>
  isSameOrigin(from)
    ? null
    : new Refusal("NOT_AUTHORISED", "This did not come from a page of the portal, so it was refused. Open the page again and repeat it there.");

/** A form only runs for the user it was rendered for. */
function foreignForm({ userId, displayName }: UserPrincipal, drawnFor: string | undefined): Refusal | null {
  if (drawnFor === userId) return null;
  const why = drawnFor
    ? `Somebody else opened this form, and you are signed in as ${displayName} now, so this was not done.`
    : "This form does not say who opened it, so this was not done.";
  return new Refusal("NOT_AUTHORISED", `${why} Open the page again and send it from there; what you typed is still here to copy.`);
}

/** A list is one form field: its first invalid entry provides the message. */
const byField = (errors: FieldErrors): FieldErrors =>
  Object.fromEntries(
    Object.entries(errors)
      .reverse()
      .map(([path, message]) => [path.replace(/\.\d+(\..*)?$/, ""), message]),
  );

function errorFor(thrown: unknown, action: string): ActionError {
  const error = asAppError(thrown);
  if (!(error instanceof AppError)) {
    const errorId = log.error("action.unexpected", error, { action });
    return {
      code: "UNEXPECTED",
      message: `Something went wrong and nothing was changed. Try again; if it happens again, report the id ${errorId}.`,
      fieldErrors: {},
      errorId,
    };
  }
  if (error.cause) log.error(`action.${error.code.toLowerCase()}`, error.cause, { action });
  return {
    code: error.code,
    message: error.message,
    fieldErrors: byField(error.fieldErrors),
    ...(error instanceof Denied ? { explanation: error.explanation } : {}),
    ...(error.link ? { link: error.link } : {}),
  };
}
