import type { z } from "zod";
import type { Access } from "@/lib/platform/authz/decide";
import type { Grant } from "@/lib/platform/authz/grant";
import type { Requirement } from "@/lib/platform/authz/requirement";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { register } from "./registry";

/** A query, independent of the adapter: it knows nothing of pages, addresses or streams. */
export type Query<A extends Access, I extends z.ZodType, R> = {
  /** `<domain>.<what>`; unique and recorded. */
  readonly name: `${string}.${string}`;
  readonly permission: A;
  /** Whether it needs the permission in the own entity, or in every entity. */
  readonly across: Requirement["across"];
  /** Typed as JSON: adapters decode addresses. */
  readonly input: I;
  /** Null when the caller cannot see the subject, which is a denial like any other. */
  readonly read: (context: { readonly tx: ScopedTx; readonly grant: Grant<A>; readonly input: z.output<I> }) => Promise<R | null>;
};

/** Declares a query. Declarations hold no logic: only `executeQuery` runs them. */
export function query<A extends Access, I extends z.ZodType, R>(declaration: Query<A, I, R>): Query<A, I, R> {
  const { name, permission: access, across } = declaration;
  register({ kind: "query", name, access, across, recordsChange: false });
  return declaration;
}
