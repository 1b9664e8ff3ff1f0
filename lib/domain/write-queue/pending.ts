import "server-only";
import type { Grant } from "@/lib/platform/authz/grant";
import { assertGrantOf } from "@/lib/platform/authz/scope-of";
import type { ScopedTx, SystemTx } from "@/lib/platform/db/scoped-tx";
import type { DirectoryWrite, Prisma } from "@/lib/platform/db/types";

/** What the portal says and the directory does not know yet: the writes that are waiting, and those that were given up. */

/** Still to be told. A failed write counts: until somebody retries it or changes the person again, the portal's value stands. */
export const UNFINISHED = ["pending", "failed"] as const satisfies readonly DirectoryWrite["state"][];

/** How a person stands with the directory. */
export type DirectoryState = {
  /** `failed` when any of their writes was given up. */
  readonly state: (typeof UNFINISHED)[number];
  /** What is to be told, in order. */
  readonly kinds: readonly DirectoryWrite["kind"][];
  /** When the oldest of these changes was made. */
  readonly since: Date;
  readonly lastError: string | null;
};

/** So many are looked up by their ids; of more, some are met wherever a list begins. */
const FEW = 1_000;

/**
 * The filter "pending in directory", for lists of users. Row-level security keeps the planner from seeing how few they are, and it
 * would ask about each person of the list; one index knows them.
 */
export async function wherePendingInDirectory(tx: ScopedTx): Promise<Prisma.UserWhereInput> {
  const found = new Set<string>();
  for (const state of UNFINISHED) {
    const writes = await tx.directoryWrite.findMany({
      where: { state, userId: { not: null } },
      // Sort by (state, …): state is constant here, so the index applies.
      orderBy: [{ state: "asc" }, { userId: "asc" }],
      take: FEW + 1,
      select: { userId: true },
    });
    if (writes.length > FEW) return { directoryWrite: { some: { state: { in: [...UNFINISHED] } } } };
    for (const { userId } of writes) if (userId) found.add(userId);
  }
  return { id: { in: [...found] } };
}

/**
 * Which of these users the directory is behind on, and how; users without an entry are in step. One query, whatever the number.
 * Row-level security confines it to the people the caller can see.
 */
export async function directoryStateOf(tx: ScopedTx, grant: Grant<"Users.View">, userIds: readonly string[]): Promise<ReadonlyMap<string, DirectoryState>> {
  assertGrantOf(tx, grant);
  const writes = await tx.directoryWrite.findMany({
    where: { userId: { in: [...userIds] }, state: { in: [...UNFINISHED] } },
    orderBy: { position: "asc" },
    select: { userId: true, kind: true, state: true, createdAt: true, lastError: true },
  });
  const states = new Map<string, DirectoryState>();
  for (const { userId, kind, state, createdAt, lastError } of writes) {
    if (userId === null) continue;
    const known = states.get(userId);
    states.set(userId, {
      state: state === "failed" || known?.state === "failed" ? "failed" : "pending",
      kinds: [...(known?.kinds ?? []), kind],
      since: known?.since ?? createdAt,
      lastError: lastError ?? known?.lastError ?? null,
    });
  }
  return states;
}

/** What of a person's standing is the portal's to say for now: whether their role, and whether Global, is not settled. */
export type Unsettled = { readonly role: boolean; readonly global: boolean };

/**
 * A token that was issued this many seconds or less after a write was done may not know of it yet: directories take a moment to
 * put a change into their tokens.
 */
const TOKEN_LAG_SECONDS = 60;

/**
 * Whether the portal's value stands against what a token issued at `issuedAt` says: a write is unfinished, or was finished so
 * shortly before that the token may not carry it. Source of the rule: the domain's "source of truth".
 */
export async function unsettledOf(tx: SystemTx, userId: string, issuedAt: Date): Promise<Unsettled> {
  const settledBefore = new Date(issuedAt.getTime() - TOKEN_LAG_SECONDS * 1_000);
  const writes = await tx.directoryWrite.findMany({
    where: { userId, kind: { in: ["set_role", "set_global"] }, OR: [{ state: { in: [...UNFINISHED] } }, { state: "done", doneAt: { gt: settledBefore } }] },
    select: { kind: true },
  });
  return { role: writes.some(({ kind }) => kind === "set_role"), global: writes.some(({ kind }) => kind === "set_global") };
}
