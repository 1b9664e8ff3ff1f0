import "server-only";
import { revalidatePath } from "next/cache";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import type { z } from "zod";
import type { Caller } from "@/lib/audit/event";
import { journalOf } from "@/lib/audit/journal";
import { isSameOrigin } from "@/lib/auth/request";
import { currentVisitor } from "@/lib/auth/visitor";
import { authorize, Denied } from "@/lib/authz/authorize";
import { type Access, NOT_VISIBLE, type Target, targetAcross } from "@/lib/authz/decide";
import type { Grant } from "@/lib/authz/grant";
import { asAppError } from "@/lib/db/failures";
import { inScope, type ScopedTx } from "@/lib/db/scope";
import { AppError } from "@/lib/errors";
import { log } from "@/lib/log";
import { fieldsOf, withFilesAsText } from "./input";
import { register } from "./registry";
import type { ActionError, ActionState } from "./result";

type Definition<A extends Access, I extends z.ZodType, R, T = unknown> = {
  /** `<slice>.<verb>`; unique, and on the record. */
  readonly name: `${string}.${string}`;
  /** What it takes. `"signed-in"` must be written out, for what people do to their own things. */
  readonly permission: A;
  readonly input: I;
  /** Whose things are touched. Null for something that this caller cannot see, which is a denial like any other. */
  readonly target: "own-entity" | "every-entity" | ((tx: ScopedTx, input: z.infer<I>) => Promise<Target | null>);
  readonly run: (context: { readonly tx: ScopedTx; readonly grant: Grant<A>; readonly input: z.infer<I> }) => Promise<R>;
  /** Nothing on record changes; without this, committing without a recorded change throws. */
  readonly audit?: "none";
  readonly revalidate?: readonly string[];
  /** Where to go when it is done. */
  readonly next?: (result: R, input: z.infer<I>) => string;
  /** What the form is told when it stays. It goes to the browser: data made for showing, field by field. */
  readonly answer?: (result: R) => T;
  /** Fields that may be files: read as text, in which bytes that are not UTF-8 become U+FFFD. */
  readonly files?: readonly string[];
};

export type Action<T = unknown> = (previous: ActionState, form: FormData) => Promise<ActionState<T>>;

/**
 * Makes a server action out of a declaration. In this order: principal, origin, parse, scope, target, decide and record, run,
 * change record, commit, revalidate, result. Every failure comes back as a typed error together with what was typed.
 */
export function defineAction<A extends Access, I extends z.ZodType, R, T = never>(definition: Definition<A, I, R, T>): Action<T> {
  register({ name: definition.name, access: definition.permission, recordsChange: definition.audit !== "none" });
  return async (_previous, form) => {
    const values = fieldsOf(await withFilesAsText(form, definition.files ?? []));
    const attempt = await perform(definition, values);
    if ("error" in attempt) return { status: "failed", error: attempt.error, values: values ?? {} };
    for (const path of definition.revalidate ?? []) revalidatePath(path);
    if (attempt.next) redirect(attempt.next);
    return { status: "done", ...(definition.answer ? { answer: definition.answer(attempt.result) } : {}) };
  };
}

async function perform<A extends Access, I extends z.ZodType, R>(
  definition: Definition<A, I, R>,
  values: Record<string, string> | null,
): Promise<{ result: R; next: string | undefined } | { error: ActionError }> {
  try {
    const caller = await callerOf(definition.name);
    const input = parse(definition.input, values);
    const result = await inScope(caller, definition.name, async (tx) => {
      const grant = authorize(tx, definition.permission, (await targetOf(definition, tx, input)) ?? NOT_VISIBLE);
      const value = await definition.run({ tx, grant, input });
      if (definition.audit !== "none" && journalOf(tx).changes.length === 0) throw new Error(`${definition.name} committed without recording a change.`);
      return value;
    });
    return { result, next: definition.next?.(result, input) };
  } catch (error) {
    return { error: errorFor(error, definition.name) };
  }
}

async function callerOf(action: string): Promise<Caller> {
  const visitor = await currentVisitor();
  if (visitor.kind === "signed-out")
    throw new AppError("AUTH_EXPIRED", "You are signed out. Sign in again in another tab, then come back and send this again: nothing you typed is lost.");
  if (!isSameOrigin(await headers())) {
    log.warn("action.foreign-origin", { action, userId: visitor.caller.principal.userId });
    throw new AppError("NOT_AUTHORISED", "This did not come from a page of the portal, so it was refused. Open the page again and repeat it there.");
  }
  return visitor.caller;
}

function parse<I extends z.ZodType>(schema: I, values: Record<string, string> | null): z.infer<I> {
  const parsed = schema.safeParse(values);
  if (parsed.success) return parsed.data;
  const fieldErrors: Record<string, string> = {};
  for (const issue of parsed.error.issues) fieldErrors[String(issue.path[0] ?? "form")] ??= issue.message;
  throw new AppError("INVALID_INPUT", "Some of this cannot be used. Correct the marked fields and send it again.", { fieldErrors });
}

function targetOf<A extends Access, I extends z.ZodType, R>({ target }: Definition<A, I, R>, tx: ScopedTx, input: z.infer<I>): Promise<Target | null> {
  if (typeof target === "function") return target(tx, input);
  return Promise.resolve(targetAcross(journalOf(tx).caller.principal, target));
}

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
    fieldErrors: error.fieldErrors,
    ...(error instanceof Denied ? { explanation: error.explanation } : {}),
    ...(error.link ? { link: error.link } : {}),
  };
}
