import "server-only";
import type { Grant } from "@/lib/authz/grant";
import type { Principal } from "@/lib/authz/principal";
import { rolesHolding } from "@/lib/authz/roles";
import type { ScopedTx, SystemTx } from "@/lib/db/scope";
import type { ConfigurationProposal } from "@/lib/db/types";
import { env } from "@/lib/env";
import { queueMail } from "@/lib/mail/outbox";
import { signatureOf } from "@/lib/mail/signature";
import type { ConfigurationNews } from "@/lib/mail/templates";
import { isProposer } from "./standing";
import { marketInstant } from "./trading-time";

type Proposal = ConfigurationProposal;

/** As many as any exchange has; more would be a list that nobody meant. */
const MOST_APPROVERS = 50;

/** Asks everyone who may decide about a proposal: who may approve, is active, and did not make it. */
export async function writeToApprovers(
  tx: ScopedTx,
  { principal }: Grant<"Market.Config.Manage">,
  proposal: Proposal,
  news: "proposed" | "withdrawn",
): Promise<void> {
  const holders = await tx.user.findMany({
    where: { role: { in: [...rolesHolding("Market.Config.Approve")] }, status: "active", entity: { status: "active" } },
    select: { id: true, oid: true, email: true },
    orderBy: { id: "asc" },
    take: MOST_APPROVERS,
  });
  const others = holders.filter(({ id, oid }) => !isProposer(proposal, { userId: id, oid }));
  await queueMail(
    tx,
    others.map(({ email }) => letter(proposal, news, { to: email, entityId: principal.entity.id }, { proposer: signatureOf(principal) })),
  );
}

/**
 * Tells whoever proposed what became of it. `entityId` is the entity that acts: the messages are its business. `decider` is who decided
 * just now; nobody did where the schedule acts.
 */
export const writeToProposer = (tx: ScopedTx | SystemTx, proposal: Proposal, news: ConfigurationNews, entityId: string, decider?: Principal): Promise<void> =>
  queueMail(tx, [letter(proposal, news, { to: proposal.proposerEmail, entityId }, decider && { decider: signatureOf(decider) })]);

function letter(proposal: Proposal, news: ConfigurationNews, envelope: { to: string; entityId: string }, by: { proposer?: string; decider?: string } = {}) {
  const { id, baseNumber, proposerName, deciderName, reason, decisionReason, effectiveAt } = proposal;
  return {
    ...envelope,
    template: "configuration" as const,
    params: {
      news,
      base: baseNumber,
      proposer: by.proposer ?? proposerName,
      decider: by.decider ?? deciderName ?? "",
      reason: news === "rejected" || news === "ended" ? (decisionReason ?? "") : reason,
      from: effectiveAt ? marketInstant(effectiveAt) : "",
      link: `${env().APP_URL}/admin/configuration/proposals/${id}`,
    },
  };
}
