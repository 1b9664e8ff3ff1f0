import "server-only";
import type { Grant } from "@/lib/platform/authz/grant";
import { assertGrantOf } from "@/lib/platform/authz/scope-of";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { Prisma } from "@/lib/platform/db/types";
import type { Dated } from "@/lib/platform/lists/dated";
import { latestComparisons } from "./queries";

/** What operators have to put right in the directory: each function tells up to so many, the longest waiting first. */
type ChangeRoles = Grant<"Users.Promote">;

/** Terminated people whose removal from the directory's groups is not done yet, whatever the state of the write. */
export const terminatedInGroups = (tx: ScopedTx, grant: ChangeRoles, take: number): Promise<readonly Dated[]> =>
  writes(tx, grant, take, { state: { in: ["pending", "failed"] }, kind: { in: ["set_role", "set_global"] }, user: { status: "terminated" } });

/** Dead-lettered writes about everybody else. */
export const failedWrites = (tx: ScopedTx, grant: ChangeRoles, take: number): Promise<readonly Dated[]> =>
  writes(tx, grant, take, { state: "failed", OR: [{ userId: null }, { user: { status: { not: "terminated" } } }] });

async function writes(tx: ScopedTx, grant: ChangeRoles, take: number, where: Prisma.DirectoryWriteWhereInput): Promise<readonly Dated[]> {
  assertGrantOf(tx, grant);
  const rows = await tx.directoryWrite.findMany({
    where,
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    take,
    select: { createdAt: true, user: { select: { id: true, displayName: true } }, address: true },
  });
  // A guest is no user, and has no page.
  return rows.map(({ createdAt, user, address }) => ({ id: user?.id ?? null, name: user?.displayName ?? address ?? "A guest", at: createdAt }));
}

/** Terminated people to whom the directory still gave a role when it was last compared. */
export const terminatedDrift = (tx: ScopedTx, grant: ChangeRoles, take: number): Promise<readonly Dated[]> =>
  unsettled(tx, grant, take, { user: { status: "terminated" } });

/** The other differences of the latest comparison with a result. */
export const unsettledDrift = (tx: ScopedTx, grant: ChangeRoles, take: number): Promise<readonly Dated[]> =>
  unsettled(tx, grant, take, { user: { status: { not: "terminated" } } });

async function unsettled(tx: ScopedTx, grant: ChangeRoles, take: number, where: Prisma.DirectoryDriftWhereInput): Promise<readonly Dated[]> {
  const { result } = await latestComparisons(tx, grant);
  if (!result) return [];
  const rows = await tx.directoryDrift.findMany({
    where: { AND: [{ comparisonId: result.id, settledAt: null }, where] },
    orderBy: { id: "asc" },
    take,
    select: { id: true, user: { select: { displayName: true } } },
  });
  return rows.map(({ id, user }) => ({ id, name: user.displayName, at: result.finishedAt ?? result.requestedAt }));
}
