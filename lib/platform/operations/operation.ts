import type { z } from "zod";
import type { Access, Target } from "@/lib/platform/authz/decide";
import type { Grant } from "@/lib/platform/authz/grant";
import type { Requester, UserPrincipal } from "@/lib/platform/authz/principal";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { register } from "./registry";

/** Whoever is refused is on the record with what they were refused: an operation on something says what its `id` is the id of. */
type Named<I> = I extends { readonly id: string } ? { readonly about: string } : { readonly about?: never };

/** A question to somebody outside, such as the directory. */
export type Question<F> = { readonly of: string; readonly answer?: (found: F) => void };

type Context<A extends Access, I extends z.ZodType, F, P extends Requester> = {
  readonly tx: ScopedTx;
  readonly grant: Grant<A, P>;
  readonly input: z.output<I>;
  readonly found: F;
};

/** Who may ask for it: people alone, unless it is made for clients as well. */
type Run<A extends Access, I extends z.ZodType, R, F> =
  | { readonly callers?: "people"; readonly run: (context: Context<A, I, F, UserPrincipal>) => Promise<R> }
  | { readonly callers: "anyone"; readonly run: (context: Context<A, I, F, Requester>) => Promise<R> };

/** What an operation is, whatever the way in: nothing in it knows of forms, cookies or pages. */
export type Operation<A extends Access, I extends z.ZodType, R, F = undefined> = Run<A, I, R, F> & {
  /** `<domain>.<verb>`; unique, and on the record. */
  readonly name: `${string}.${string}`;
  /** What it takes. `"signed-in"` must be written out, for what people do to their own things. */
  readonly permission: A;
  readonly input: I;
  /** Whose things are touched. Null for something that this caller cannot see, which is a denial like any other. */
  readonly target: "own-entity" | "every-entity" | ((tx: ScopedTx, input: z.output<I>) => Promise<Target | null>);
  /** Nothing on record changes; without this, committing without a recorded change throws. */
  readonly audit?: "none";
  /** What a way in must find out before any transaction is open; `run` gets the answer as `found`. */
  readonly asks?: Question<F>;
  readonly about?: string;
};

/** Declares an operation. Declarations hold no logic: `execute` is the only thing that runs them. */
export function operation<A extends Access, I extends z.ZodType, R, F = undefined>(
  declaration: Operation<A, I, R, F> & Named<z.output<I>>,
): Operation<A, I, R, F> {
  register({ kind: "operation", name: declaration.name, access: declaration.permission, recordsChange: declaration.audit !== "none" });
  return declaration;
}
