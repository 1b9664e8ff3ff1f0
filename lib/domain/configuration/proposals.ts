import "server-only";
import type { Grant } from "@/lib/platform/authz/grant";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import { assertGrantOf } from "@/lib/platform/authz/scope-of";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { ConfigurationProposal, Prisma } from "@/lib/platform/db/types";
import type { Dated } from "@/lib/platform/lists/dated";
import { keysetPage, keysetQuery, type Page, readCursor } from "@/lib/platform/lists/keyset";
import type { ProposalListParams, Queue } from "./proposal-schema";
import { PENDING, SCHEDULED, SETTLED } from "./proposal-state";

type Manage = Grant<"Market.Config.Manage">;

const ROW = {
  id: true,
  state: true,
  baseNumber: true,
  reason: true,
  effectiveAt: true,
  proposerName: true,
  proposedAt: true,
  deciderName: true,
  appliedNumber: true,
} as const;

export type ProposalRow = Pick<ConfigurationProposal, keyof typeof ROW>;

const QUEUE = { pending: PENDING, scheduled: SCHEDULED, settled: SETTLED } as const satisfies Record<Queue, object>;
const LATEST_FIRST = { field: "proposedAt", direction: "desc" } as const;

/** One page of proposals, the latest first. */
export async function listProposals(tx: ScopedTx, grant: Manage, { show, cursor: text }: ProposalListParams): Promise<Page<ProposalRow>> {
  assertGrantOf(tx, grant);
  const cursor = readCursor(text, "date");
  const { where, ...query } = keysetQuery(LATEST_FIRST, cursor);
  const found = await tx.configurationProposal.findMany({ where: { AND: [...(show ? [QUEUE[show]] : []), ...where] }, ...query, select: ROW });
  return keysetPage(found, cursor, ({ proposedAt }) => proposedAt);
}

/** Counting stops here; no exchange has more open. */
const MOST = 99;

/** The number awaiting a decision; 99 means 99 or more. */
export function countPending(tx: ScopedTx, grant: Manage | Grant<"Market.Config.View">): Promise<number> {
  assertGrantOf(tx, grant);
  return tx.configurationProposal.count({ where: PENDING, take: MOST });
}

/** The proposals that await this person: nobody decides their own, under any account. */
const toDecide = ({ userId, oid, login }: UserPrincipal): Prisma.ConfigurationProposalWhereInput => ({
  ...PENDING,
  proposerId: { not: userId },
  proposerOid: { not: oid },
  OR: [{ proposerLogin: null }, { proposerLogin: { not: login } }],
});

/** How many of these the person may decide. */
export const countForDecision = (tx: ScopedTx, { principal }: Grant<"Market.Config.View">): Promise<number> =>
  tx.configurationProposal.count({ where: toDecide(principal), take: MOST });

/** The same with their proposers' names, the longest waiting first. */
export async function proposalsToDecide(tx: ScopedTx, grant: Grant<"Market.Config.Approve">, take: number): Promise<readonly Dated[]> {
  assertGrantOf(tx, grant);
  const found = await tx.configurationProposal.findMany({
    where: toDecide(grant.principal),
    orderBy: [{ proposedAt: "asc" }, { id: "asc" }],
    take,
    select: { id: true, proposerName: true, proposedAt: true },
  });
  return found.map(({ id, proposerName, proposedAt }) => ({ id, name: proposerName, at: proposedAt }));
}

/** The numbers awaiting a decision and scheduled; 99 means 99 or more. */
export async function countOpen(tx: ScopedTx, grant: Manage): Promise<{ readonly pending: number; readonly scheduled: number }> {
  return { pending: await countPending(tx, grant), scheduled: await tx.configurationProposal.count({ where: SCHEDULED, take: MOST }) };
}

/** One proposal; null when there is none. */
export async function getProposal(tx: ScopedTx, grant: Manage, id: string): Promise<ConfigurationProposal | null> {
  assertGrantOf(tx, grant);
  return tx.configurationProposal.findUnique({ where: { id } });
}
