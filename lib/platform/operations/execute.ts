import "server-only";
import { z } from "zod";
import type { ChangeEvent } from "@/lib/platform/audit/event";
import { journalOf, noteAsked } from "@/lib/platform/audit/journal";
import { type Access, isPermissionAccess, NOT_VISIBLE, type Target, targetAcross } from "@/lib/platform/authz/decide";
import { isUsable, wouldBeGranted } from "@/lib/platform/authz/usable";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { type AppError, type ErrorSubject, invalidInput } from "@/lib/platform/errors";
import type { Refusal } from "@/lib/platform/refusal";
import { authorize, authorizeAnyone } from "@/lib/platform/unit-of-work/authorize";
import { inScope, inWriteScope } from "@/lib/platform/unit-of-work/scope";
import type { Actor } from "@/lib/platform/unit-of-work/standing";
import { issueMessage } from "./issue-message";
import type { Operation } from "./operation";

type Way<I extends z.ZodType, R, F, C> = {
  /** Asks an external system, such as the directory, for what `run` needs. Makes its own decision on who may. */
  readonly lookUp?: (caller: Actor, input: z.output<I>) => Promise<F>;
  /** Runs before the commit: failing later would report a committed change as failed. `changes` are what goes on record. */
  readonly conclude: (result: R, input: z.output<I>, changes: readonly ChangeEvent[]) => C;
};

/**
 * The pipeline of every operation: parse, look up, scope, target, decide and record, run, record the change,
 * commit. Throws `AppError`: INVALID_INPUT by field, a denial, a rule's refusal, or an outage. Refusals are
 * recorded with their subject.
 */
export async function execute<A extends Access, I extends z.ZodType, R, F, C>(
  operation: Operation<A, I, R, F>,
  caller: Actor,
  input: unknown,
  { lookUp, conclude }: Way<I, R, F, C>,
): Promise<C> {
  if (operation.asks && !lookUp) throw new Error(`${operation.name} needs an answer of the ${operation.asks.of}, and this way in does not ask for it.`);
  const parsed = await parse(operation, caller, input);
  const found = (await lookUp?.(caller, parsed)) as F;
  const work = async (tx: ScopedTx) => {
    const target = (await targetOf(operation, tx, parsed)) ?? NOT_VISIBLE;
    const result = await runOf(operation, tx, target, { input: parsed, found });
    const { changes } = journalOf(tx);
    if (operation.audit !== "none" && changes.length === 0) throw new Error(`${operation.name} committed without recording a change.`);
    return conclude(result, parsed, changes);
  };
  return inWriteScope(caller, operation.name, work, askedBy(operation, input));
}

function runOf<A extends Access, I extends z.ZodType, R, F>(
  operation: Operation<A, I, R, F>,
  tx: ScopedTx,
  target: Target,
  { input, found }: { input: z.output<I>; found: F },
): Promise<R> {
  const { permission } = operation;
  return operation.callers === "anyone"
    ? operation.run({ tx, grant: authorizeAnyone(tx, permission, target), input, found })
    : operation.run({ tx, grant: authorize(tx, permission, target), input, found });
}

/** Refuses a request that an adapter will not parse, and records it with its subject. */
export async function refuseUnread<A extends Access, I extends z.ZodType, R, F>(
  operation: Operation<A, I, R, F>,
  caller: Actor,
  input: unknown,
  refusal: Refusal,
): Promise<never> {
  const { access, subject } = askedBy(operation, input);
  return inScope(caller, operation.name, async (tx) => {
    noteAsked(journalOf(tx), access, subject);
    throw refusal;
  });
}

const named = z.object({ id: z.uuid() });

/** The subject of raw input, which may be invisible to this person or missing. */
function askedBy<A extends Access, I extends z.ZodType, R, F>({ permission, about }: Operation<A, I, R, F>, input: unknown) {
  const id = named.safeParse(input).data?.id;
  const subject: ErrorSubject | undefined = about && id ? { type: about, id, label: id, entityId: null } : undefined;
  return { access: permission, subject };
}

async function parse<A extends Access, I extends z.ZodType, R, F>(operation: Operation<A, I, R, F>, caller: Actor, input: unknown): Promise<z.output<I>> {
  const parsed = operation.input.safeParse(input, { error: issueMessage });
  if (parsed.success) return parsed.data;
  await assertMayAsk(operation, caller);
  throw unreadable(parsed.error);
}

/**
 * For unreadable input, before its errors are shown: a caller who could never do this, on any target, is denied on the record. For
 * others nothing is decided, because the target is not known.
 */
export async function assertMayAsk<A extends Access, I extends z.ZodType, R, F>(
  { name, permission, target }: Pick<Operation<A, I, R, F>, "name" | "permission" | "target">,
  caller: Actor,
): Promise<void> {
  const { principal } = caller;
  const across = typeof target === "function" ? "own-entity" : target;
  if (principal.kind !== "user") return;
  const own = targetAcross(principal, across);
  if (isPermissionAccess(permission) ? isUsable(principal, { permission, across }) : wouldBeGranted(principal, permission, own)) return;
  await inScope(caller, name, async (tx) => void authorizeAnyone(tx, permission, own));
}

/** The first problem of each field, in words. */
export function unreadable({ issues }: z.ZodError): AppError {
  const fieldErrors = new Map<string, string>();
  for (const { path, message } of issues) {
    const field = path.join(".") || "form";
    if (!fieldErrors.has(field)) fieldErrors.set(field, message);
  }
  return invalidInput(Object.fromEntries(fieldErrors));
}

async function targetOf<A extends Access, I extends z.ZodType, R, F>(
  { target }: Operation<A, I, R, F>,
  tx: ScopedTx,
  input: z.output<I>,
): Promise<Target | null> {
  return typeof target === "function" ? target(tx, input) : targetAcross(journalOf(tx).caller.principal, target);
}
