import type { z } from "zod";
import type { Access, Target } from "@/lib/platform/authz/decide";
import type { Grant } from "@/lib/platform/authz/grant";
import type { Requester, UserPrincipal } from "@/lib/platform/authz/principal";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { register } from "./registry";

/** The subject type that `id` refers to, so that a refusal is recorded with its subject. */
type Named<I> = I extends { readonly id: string } ? { readonly about: string } : { readonly about?: never };

/** A question to an external system, such as the directory. */
export type Question<F> = { readonly of: string; readonly answer?: (found: F) => void };

type Context<A extends Access, I extends z.ZodType, F, P extends Requester> = {
  readonly tx: ScopedTx;
  readonly grant: Grant<A, P>;
  readonly input: z.output<I>;
  readonly found: F;
};

/** Who may call it: people only, unless it is also made for clients. */
type Run<A extends Access, I extends z.ZodType, R, F> =
  | { readonly callers?: "people"; readonly run: (context: Context<A, I, F, UserPrincipal>) => Promise<R> }
  | { readonly callers: "anyone"; readonly run: (context: Context<A, I, F, Requester>) => Promise<R> };

/** An operation, independent of the adapter: it knows nothing of forms, cookies or pages. */
export type Operation<A extends Access, I extends z.ZodType, R, F = undefined> = Run<A, I, R, F> & {
  /** `<domain>.<verb>`; unique and recorded. */
  readonly name: `${string}.${string}`;
  /** The required permission. `"signed-in"` must be explicit, for what people do to their own things. */
  readonly permission: A;
  readonly input: I;
  /** The target of the input. Null when this caller cannot see it, which is a denial like any other. */
  readonly target: "own-entity" | "every-entity" | ((tx: ScopedTx, input: z.output<I>) => Promise<Target | null>);
  /** Changes nothing on record; without this, committing without a recorded change throws. */
  readonly audit?: "none";
  /** What must be looked up before any transaction opens; `run` receives the answer as `found`. */
  readonly asks?: Question<F>;
  readonly about?: string;
};

/** Declares an operation. Declarations hold no logic: only `execute` runs them. */
export function operation<A extends Access, I extends z.ZodType, R, F = undefined>(
  declaration: Operation<A, I, R, F> & Named<z.output<I>>,
): Operation<A, I, R, F> {
  register({ kind: "operation", name: declaration.name, access: declaration.permission, recordsChange: declaration.audit !== "none" });
  return declaration;
}
