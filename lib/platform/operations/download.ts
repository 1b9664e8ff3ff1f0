import type { z } from "zod";
import type { Access } from "@/lib/platform/authz/decide";
import type { Requirement } from "@/lib/platform/authz/requirement";
import { register } from "./registry";
import type { Step } from "./step";

/** A query whose answer is too long for one transaction: text in parts. It knows nothing of requests and files. */
export type Download<A extends Access, I extends z.ZodType> = {
  /** `<domain>.<what>`; unique and recorded. */
  readonly name: `${string}.${string}`;
  readonly permission: A;
  readonly across: Requirement["across"];
  /** Typed as JSON: adapters decode addresses. */
  readonly input: I;
  /** Yields the text in parts. Data is read only through `step`. `finally` also runs when the reader goes away. */
  readonly body: (context: { readonly input: z.output<I>; readonly step: Step<A> }) => AsyncGenerator<string, void>;
};

/** Declares a download. Declarations hold no logic: only `executeDownload` runs them. */
export function download<A extends Access, I extends z.ZodType>(declaration: Download<A, I>): Download<A, I> {
  const { name, permission: access, across } = declaration;
  register({ kind: "query", name, access, across, recordsChange: false });
  return declaration;
}
