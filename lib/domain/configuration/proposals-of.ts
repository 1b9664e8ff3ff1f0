import "server-only";
import type { ChangeEvent } from "@/lib/platform/audit/event";
import { mayPropose, requesterNotAllowed } from "@/lib/platform/authz/may-still-ask";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { ScopedTx, SystemTx } from "@/lib/platform/db/scoped-tx";
import type { ConfigurationProposal } from "@/lib/platform/db/types";
import { ended } from "./audit-events";
import { lockConfiguration } from "./lock";
import { notifyProposer } from "./notify";
import { OPEN } from "./proposal-state";

/**
 * Supersedes the open proposals, pending or scheduled, of a person who may no longer propose. Returns the
 * events to record. The configuration lock comes after locks of people, here as in every decision.
 */
export async function supersedeProposalsOf(tx: ScopedTx | SystemTx, person: UserPrincipal): Promise<readonly ChangeEvent[]> {
  if (mayPropose(person)) return [];
  const theirs = { AND: [OPEN, { proposerId: person.userId }] };
  if (!(await tx.configurationProposal.findFirst({ where: theirs, select: { id: true } }))) return [];
  const at = await lockConfiguration(tx);
  const open = await tx.configurationProposal.findMany({ where: theirs, orderBy: { id: "asc" } });
  const events: ChangeEvent[] = [];
  for (const proposal of open) events.push(await endProposal(tx, proposal, at, requesterNotAllowed(person.displayName)));
  return events;
}

/** Supersedes one open proposal and notifies its proposer. The caller holds the lock. */
export async function endProposal(tx: ScopedTx | SystemTx, proposal: ConfigurationProposal, at: Date, why: string): Promise<ChangeEvent> {
  const after = await tx.configurationProposal.update({ where: { id: proposal.id }, data: { state: "superseded", settledAt: at, decisionReason: why } });
  await notifyProposer(tx, after, "ended", proposal.proposerEntityId);
  return ended(proposal, why);
}
