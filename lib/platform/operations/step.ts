import type { Access } from "@/lib/platform/authz/decide";
import type { Grant } from "@/lib/platform/authz/grant";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";

/**
 * Runs one part of a download in its own scoped transaction, which reads the session and decides the permission
 * again.
 */
export type Step<A extends Access> = <T>(work: (context: { readonly tx: ScopedTx; readonly grant: Grant<A> }) => Promise<T>) => Promise<T>;
