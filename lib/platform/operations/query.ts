import type { z } from "zod";
import type { Access } from "@/lib/platform/authz/decide";
import type { Grant } from "@/lib/platform/authz/grant";
import type { Requirement } from "@/lib/platform/authz/requirement";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { register } from "./registry";

/** What a read is, whatever the way in: nothing in it knows of pages, addresses or streams. */
export type Query<A extends Access, I extends z.ZodType, R> = {
  /** `<domain>.<what>`; unique, and on the record. */
  readonly name: `${string}.${string}`;
  readonly permission: A;
  /** Whether it takes the permission for one's own entity, or for every entity. */
  readonly across: Requirement["across"];
  /** Typed as JSON carries it: a way in decodes addresses. */
  readonly input: I;
  /** Null for what is not there for whoever asks, which is a refused access like any other. */
  readonly read: (context: { readonly tx: ScopedTx; readonly grant: Grant<A>; readonly input: z.output<I> }) => Promise<R | null>;
};

/** Declares a query. Declarations hold no logic: `executeQuery` is the only thing that runs them. */
export function query<A extends Access, I extends z.ZodType, R>(declaration: Query<A, I, R>): Query<A, I, R> {
  register({ kind: "query", name: declaration.name, access: declaration.permission, recordsChange: false });
  return declaration;
}
