import "server-only";
import { refresh, revalidatePath } from "next/cache";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import { journalOf, noteAsked } from "@/lib/audit/journal";
import { isSameOrigin } from "@/lib/auth/request";
import { currentVisitor } from "@/lib/auth/visitor";
import { authorize } from "@/lib/authz/authorize";
import { type Access, NOT_VISIBLE, type Target, targetAcross } from "@/lib/authz/decide";
import { Denied } from "@/lib/authz/denied";
import type { Grant } from "@/lib/authz/grant";
import type { Principal } from "@/lib/authz/principal";
import { asAppError } from "@/lib/db/failures";
import { inScope, inWriteScope, type ScopedTx } from "@/lib/db/scope";
import type { Actor } from "@/lib/db/standing";
import { AppError, type ErrorSubject } from "@/lib/errors";
import { log } from "@/lib/log";
import { DRAWN_FOR, fieldsOf, withFilesAsText } from "./input";
import { register } from "./registry";
import type { ActionError, ActionState } from "./result";

/** What a form's `id` can be the id of, as the record calls it. */
type Thing =
  | "user"
  | "entity"
  | "invitation"
  | "mail"
  | "role_request"
  | "configuration_proposal"
  | "directory_write"
  | "directory_drift"
  | "support_request"
  | "bulk_run"
  | "saved_view";

/** Whoever is refused is on the record with what they were refused: an action on something says what that is. */
type Named<I> = I extends { readonly id: string } ? { readonly about: Thing } : { readonly about?: never };

type Definition<A extends Access, I extends z.ZodType, R, T = unknown, P = unknown> = Declared<A, I, R, T, P> & Named<z.infer<I>>;
type Declared<A extends Access, I extends z.ZodType, R, T = unknown, P = unknown> = {
  /** `<slice>.<verb>`; unique, and on the record. */
  readonly name: `${string}.${string}`;
  /** What it takes. `"signed-in"` must be written out, for what people do to their own things. */
  readonly permission: A;
  readonly input: I;
  /** Whose things are touched. Null for something that this caller cannot see, which is a denial like any other. */
  readonly target: "own-entity" | "every-entity" | ((tx: ScopedTx, input: z.infer<I>) => Promise<Target | null>);
  /** What has to be asked elsewhere first, such as of the directory: no transaction is open meanwhile. It decides by itself who may have it asked. */
  readonly lookUp?: (caller: Actor, input: z.infer<I>) => Promise<P>;
  readonly run: (context: { readonly tx: ScopedTx; readonly grant: Grant<A>; readonly input: z.infer<I>; readonly found: P }) => Promise<R>;
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
 * Makes a server action out of a declaration. In this order: principal, origin, whose form, parse, scope, target, decide and record, run,
 * change record, commit, revalidate, result. Every failure comes back as a typed error together with what was typed.
 */
export function defineAction<A extends Access, I extends z.ZodType, R, T = never, P = undefined>(definition: Definition<A, I, R, T, P>): Action<T> {
  register({ name: definition.name, access: definition.permission, recordsChange: definition.audit !== "none" });
  return async (_previous, form) => {
    const fields = fieldsOf(await withFilesAsText(form, definition.files ?? []));
    const { [DRAWN_FOR]: drawnFor, ...rest } = fields ?? {};
    const values = fields && rest;
    const attempt = await perform(definition, values, drawnFor);
    if ("error" in attempt) return { status: "failed", error: attempt.error, values: values ?? {} };
    // What changed may be counted in any layout that the browser keeps: the strip's badges, the top bar.
    if (definition.audit !== "none") refresh();
    for (const path of definition.revalidate ?? []) revalidatePath(path);
    if (attempt.next) redirect(attempt.next);
    return { status: "done", ...(definition.answer ? { answer: definition.answer(attempt.result) } : {}) };
  };
}

async function perform<A extends Access, I extends z.ZodType, R, P>(
  definition: Declared<A, I, R, unknown, P> & { readonly about?: Thing },
  values: Record<string, string> | null,
  drawnFor: string | undefined,
): Promise<{ result: R; next: string | undefined } | { error: ActionError }> {
  try {
    const caller = await callerOf();
    const asked = { access: definition.permission, subject: subjectOf(definition.about, values) };
    const refusal = foreignOrigin(await headers()) ?? (values && foreignForm(caller.principal, drawnFor));
    if (refusal) {
      await inScope(caller, definition.name, async (tx) => {
        noteAsked(journalOf(tx), asked.access, asked.subject);
        throw refusal;
      });
    }
    const input = parse(definition.input, values);
    const found = (await definition.lookUp?.(caller, input)) as P;
    const work = async (tx: ScopedTx) => {
      const grant = authorize(tx, definition.permission, (await targetOf(definition, tx, input)) ?? NOT_VISIBLE);
      const value = await definition.run({ tx, grant, input, found });
      if (definition.audit !== "none" && journalOf(tx).changes.length === 0) throw new Error(`${definition.name} committed without recording a change.`);
      // Before the commit: what fails from there on would tell of a failure that was none.
      return { result: value, next: definition.next?.(value, input) };
    };
    return await inWriteScope(caller, definition.name, work, asked);
  } catch (error) {
    return { error: errorFor(error, definition.name) };
  }
}

async function callerOf(): Promise<Actor> {
  const visitor = await currentVisitor();
  if (visitor.kind === "signed-out")
    throw new AppError("AUTH_EXPIRED", "You are signed out. Sign in again in another tab, then come back and send this again: nothing you typed is lost.");
  return visitor.caller;
}

const foreignOrigin = (from: Headers): AppError | null =>
  isSameOrigin(from)
    ? null
    : new AppError("NOT_AUTHORISED", "This did not come from a page of the portal, so it was refused. Open the page again and repeat it there.");

/** A form is carried out only as the person whom it was drawn for. */
function foreignForm({ userId, displayName }: Principal, drawnFor: string | undefined): AppError | null {
  if (drawnFor === userId) return null;
  const why = drawnFor
    ? `Somebody else opened this form, and you are signed in as ${displayName} now, so this was not done.`
    : "This form does not say who opened it, so this was not done.";
  return new AppError("NOT_AUTHORISED", `${why} Open the page again and send it from there; what you typed is still here to copy.`);
}

/** What the form is about as it was sent, which may be nothing that this person sees, or nothing at all. */
function subjectOf(type: Thing | undefined, values: Record<string, string> | null): ErrorSubject | undefined {
  const { data: id } = z.uuid().safeParse(values?.id);
  return type && id ? { type, id, label: id, entityId: null } : undefined;
}

function parse<I extends z.ZodType>(schema: I, values: Record<string, string> | null): z.infer<I> {
  const parsed = schema.safeParse(values);
  if (parsed.success) return parsed.data;
  const fieldErrors: Record<string, string> = {};
  for (const issue of parsed.error.issues) fieldErrors[String(issue.path[0] ?? "form")] ??= issue.message;
  throw new AppError("INVALID_INPUT", "Some of this cannot be used. Correct the marked fields and send it again.", { fieldErrors });
}

function targetOf<A extends Access, I extends z.ZodType, R, P>(
  { target }: Declared<A, I, R, unknown, P>,
  tx: ScopedTx,
  input: z.infer<I>,
): Promise<Target | null> {
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
