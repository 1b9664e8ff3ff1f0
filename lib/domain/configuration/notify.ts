import "server-only";
import { queueMail } from "@/lib/domain/mail";
import { type ConfigurationNews, signatureOf } from "@/lib/domain/mail/model";
import type { Grant } from "@/lib/platform/authz/grant";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import { rolesHolding } from "@/lib/platform/authz/roles";
import type { ScopedTx, SystemTx } from "@/lib/platform/db/scoped-tx";
import type { ConfigurationProposal } from "@/lib/platform/db/types";
import { env } from "@/lib/platform/env";
import { marketInstant } from "@/lib/platform/time/market-clock";
import { isProposer } from "./proposal-state";

type Proposal = ConfigurationProposal;

/** A bound above what any exchange has. */
const MOST_APPROVERS = 50;

/** Asks everyone who may decide a proposal: active, with the right to approve, and not its proposer. */
export async function notifyApprovers(
  tx: ScopedTx,
  { principal }: Grant<"Market.Config.Manage">,
  proposal: Proposal,
  news: "proposed" | "withdrawn",
): Promise<void> {
  const holders = await tx.user.findMany({
    where: { role: { in: [...rolesHolding("Market.Config.Approve")] }, status: "active", entity: { status: "active" } },
    select: { id: true, oid: true, login: true, email: true },
    orderBy: { id: "asc" },
    take: MOST_APPROVERS,
  });
  const others = holders.filter(({ id, oid, login }) => !isProposer(proposal, { userId: id, oid, login }));
  await queueMail(
    tx,
    others.map(({ email }) => letter(proposal, news, { to: email, entityId: principal.entity.id }, { proposer: signatureOf(principal) })),
  );
}

/**
 * Tells the proposer the outcome. `entityId` is the acting entity, which owns the messages. `decider` is the
 * person who decided just now; absent when the schedule acts.
 */
export const notifyProposer = (
  tx: ScopedTx | SystemTx,
  proposal: Proposal,
  news: ConfigurationNews,
  entityId: string,
  decider?: UserPrincipal,
): Promise<void> => queueMail(tx, [letter(proposal, news, { to: proposal.proposerEmail, entityId }, decider && { decider: signatureOf(decider) })]);

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
