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
 * Ends the open proposals of somebody who may not propose as they stand now, pending or approved for a time. Returns what goes on the
 * record. Turns come after locks of people, here and where proposals are decided.
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

/** Ends one open proposal by itself; whoever proposed is told why. The caller has the turn. */
export async function endProposal(tx: ScopedTx | SystemTx, proposal: ConfigurationProposal, at: Date, why: string): Promise<ChangeEvent> {
  const after = await tx.configurationProposal.update({ where: { id: proposal.id }, data: { state: "superseded", settledAt: at, decisionReason: why } });
  await notifyProposer(tx, after, "ended", proposal.proposerEntityId);
  return ended(proposal, why);
}
