import type { Prisma } from "@/lib/generated/prisma/client";

declare const scoped: unique symbol;

/**
 * A transaction in one of the portal's restricted roles, for one principal. Only `inScope` and `inWriteScope`
 * mint it.
 */
export type ScopedTx = Prisma.TransactionClient & { readonly [scoped]: "principal" };
/**
 * A transaction for sign-in, sessions, jobs and the command line, where there is no principal. Only `inSystem`
 * and `inAnonymousScope` mint it.
 */
export type SystemTx = Prisma.TransactionClient & { readonly [scoped]: "system" };
