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

type Unsettled = { readonly terminated: readonly Dated[]; readonly others: readonly Dated[] };

/** The unsettled differences of the latest comparison with a result: those of terminated people, and the others. */
export async function unsettledDrift(tx: ScopedTx, grant: ChangeRoles, take: number): Promise<Unsettled> {
  const { result } = await latestComparisons(tx, grant);
  if (!result) return { terminated: [], others: [] };
  const about = async (user: Prisma.UserWhereInput): Promise<readonly Dated[]> => {
    const rows = await tx.directoryDrift.findMany({
      where: { comparisonId: result.id, settledAt: null, user },
      orderBy: { id: "asc" },
      take,
      select: { id: true, user: { select: { displayName: true } } },
    });
    return rows.map(({ id, user: { displayName } }) => ({ id, name: displayName, at: result.finishedAt ?? result.requestedAt }));
  };
  return { terminated: await about({ status: "terminated" }), others: await about({ status: { not: "terminated" } }) };
}
