import "server-only";
import type { ChangeEvent } from "@/lib/platform/audit/event";
import type { ScopedTx, SystemTx } from "@/lib/platform/db/scoped-tx";
import type { ConfigurationProposal } from "@/lib/platform/db/types";
import { applied, superseded } from "./audit-events";
import { OPEN } from "./proposal-state";
import type { ConfigurationContent } from "./schema";

/** The outcome of applying a proposal. */
export type Applied = { readonly events: readonly ChangeEvent[]; readonly superseded: readonly ConfigurationProposal[] };

/**
 * Makes an approved proposal the next version and supersedes every other proposal on the same base. The caller
 * holds the lock and has checked the base; the database refuses an unapproved version, and a second one.
 */
export async function applyProposal(tx: ScopedTx | SystemTx, proposal: ConfigurationProposal, content: ConfigurationContent, at: Date): Promise<Applied> {
  const number = proposal.baseNumber + 1;
  await tx.configurationProposal.update({ where: { id: proposal.id }, data: { appliedNumber: number, settledAt: at } });
  await tx.configurationVersion.create({
    data: { number, content, hash: proposal.hash, note: proposal.reason, authorId: proposal.proposerId, authorName: proposal.proposerName, appliedAt: at },
  });
  const others = await supersedeBelow(tx, number, at);
  return { events: [applied(proposal), ...others.map((one) => superseded(one, number))], superseded: others };
}

/** Supersedes every open proposal based on a version before `number`; returns them as they were. */
async function supersedeBelow(tx: ScopedTx | SystemTx, number: number, at: Date): Promise<readonly ConfigurationProposal[]> {
  const open = { AND: [OPEN, { baseNumber: { lt: number } }] };
  const others = await tx.configurationProposal.findMany({ where: open, orderBy: { id: "asc" } });
  await tx.configurationProposal.updateMany({ where: open, data: { state: "superseded", settledAt: at } });
  return others;
}
