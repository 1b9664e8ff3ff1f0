import type { Access } from "@/lib/platform/authz/decide";
import type { Grant } from "@/lib/platform/authz/grant";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";

/** Runs a part of a download in a scoped transaction of its own, for which the session is read and the permission decided anew. */
export type Step<A extends Access> = <T>(work: (context: { readonly tx: ScopedTx; readonly grant: Grant<A> }) => Promise<T>) => Promise<T>;
