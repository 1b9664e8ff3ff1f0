import type { Grant } from "@/lib/platform/authz/grant";
import { EXPIRED, mayPropose, openSince, requesterNotAllowed } from "@/lib/platform/authz/may-still-ask";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { ConfigurationProposal } from "@/lib/platform/db/types";
import { AppError, invalidInput } from "@/lib/platform/errors";
import { refuse } from "@/lib/platform/unit-of-work/refuse";
import { type Change, checksOf, problemsOf, warningsOf } from "./checks";
import { hashOf } from "./hash";
import { isProposer, type Standing, standingOf } from "./proposal-state";
import type { ConfigurationContent } from "./schema";

type Proposal = ConfigurationProposal;
type Decide = Grant<"Market.Config.Approve">;

export const SELF_APPROVAL = {
  sentence: "You proposed this yourself, with this or another account of yours, and a change takes two people.",
  remedy: "Ask a colleague who may approve configuration to decide. With the account that proposed it you can withdraw it until then.",
} as const;

const subjectOf = ({ id, baseNumber, proposerName }: Proposal) => ({
  type: "configuration_proposal",
  id,
  label: `Change of version ${baseNumber} by ${proposerName}`,
  entityId: null,
});

/** The proposer does not decide, through another role or another account of theirs. */
export function assertNotOneself(proposal: Proposal, grant: Decide): void {
  if (isProposer(proposal, grant.principal))
    refuse(grant, { code: "SELF_APPROVAL", message: `${SELF_APPROVAL.sentence} ${SELF_APPROVAL.remedy}` }, subjectOf(proposal));
}

/** Only the proposer withdraws, and only with the account that proposed. */
export function assertProposer(proposal: Proposal, grant: Grant<"Market.Config.Manage">): void {
  if (proposal.proposerId === grant.principal.userId) return;
  const message = `Only ${proposal.proposerName}, who proposed it, can withdraw it. You may reject it if you may approve.`;
  refuse(grant, { code: "NOT_AUTHORISED", message }, subjectOf(proposal));
}

const became: Record<Exclude<Standing, "pending">, (proposal: Proposal) => string> = {
  scheduled: ({ deciderName }) => `${deciderName} approved it already; it waits for its time.`,
  applied: ({ deciderName, appliedNumber }) => `${deciderName} approved it already; it is version ${appliedNumber}.`,
  rejected: ({ deciderName }) => `${deciderName} rejected it already.`,
  withdrawn: ({ proposerName }) => `${proposerName} withdrew it in the meantime.`,
  superseded: ({ decisionReason }) =>
    decisionReason ? `It has ended: ${decisionReason}` : "Another change came into force in the meantime and superseded it.",
};

/**
 * A proposal expires, and ends when its proposer may no longer propose. A job settles both; this rule applies
 * until it has.
 */
export function assertStillAsked(proposal: Proposal, proposer: UserPrincipal | null, now: Date): void {
  if (proposal.proposedAt <= openSince(now)) throw new AppError("STALE_BASE", `This proposal is not open any more. ${EXPIRED}`);
  if (!proposer || !mayPropose(proposer)) throw new AppError("STALE_BASE", `${requesterNotAllowed(proposal.proposerName)} A colleague may propose it anew.`);
}

/** Each proposal has one outcome. */
export function assertPending(proposal: Proposal): void {
  const standing = standingOf(proposal);
  if (standing !== "pending") throw tooLate(proposal, standing);
}

/** An approved proposal can be withdrawn until it applies. */
export function assertOpen(proposal: Proposal): void {
  const standing = standingOf(proposal);
  if (standing !== "pending" && standing !== "scheduled") throw tooLate(proposal, standing);
}

const tooLate = (proposal: Proposal, standing: Exclude<Standing, "pending">) =>
  new AppError("ILLEGAL_TRANSITION", `${became[standing](proposal)} Open it again to see how it stands.`);

/** A decision applies to the content shown: the form names its hash, which the stored content must still have. */
export function assertContentAsShown(proposal: Proposal, content: ConfigurationContent, shown: string): void {
  if (proposal.hash !== shown || hashOf(content) !== shown)
    throw new AppError("STALE_BASE", "This is not what the form showed, so nothing was decided. Open the proposal again and read it again.");
}

/** A change must be based on the version in force. */
export function assertBaseCurrent(baseNumber: number, current: number): void {
  if (baseNumber !== current)
    throw new AppError(
      "STALE_BASE",
      `Version ${current} came into force since, and this page showed a change of version ${baseNumber}. Open it again to see what it changes now.`,
    );
}

/** A draft edit names the draft version that was shown. */
export function assertDraftUnchanged(version: number, seen: number): void {
  if (version !== seen)
    throw new AppError(
      "STALE_BASE",
      "You changed your draft in another window since. Open it again to see how it stands now; what you typed is still here to copy.",
    );
}

export function assertNotPast(effectiveAt: Date | null, now: Date): void {
  if (effectiveAt && effectiveAt < now) throw invalidInput({ effectiveAt: "This time has passed. Name a later one, or none for as soon as it is approved." });
}

/** Automatic checks run when a change is proposed and again when it is approved, since days pass in between. */
export function assertChecksPass(change: Change): void {
  const problems = problemsOf(change);
  if (problems.length > 0) throw new AppError("INVALID_INPUT", `The checks found a problem. ${problems.join(" ")}`);
}

/**
 * The present warnings must be confirmed by name, so a warning that appeared after the page was drawn blocks
 * the approval.
 */
export function assertWarningsConfirmed(change: Change, confirmed: readonly string[]): void {
  const open = checksOf(change).filter(({ name, level }) => level === "warning" && !confirmed.includes(name));
  if (open.length === 0) return;
  const says = open.map((check) => check.says).join(" ");
  throw new AppError("INVALID_INPUT", `Nothing was approved: the checks warn of something that you have not confirmed. ${says}`, {
    fieldErrors: { confirmed: warningsOf(open).length === 1 ? `Confirm this to go on: ${says}` : `Confirm these to go on: ${says}` },
  });
}
