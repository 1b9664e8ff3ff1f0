import "server-only";
import { heldStandingOf } from "@/lib/domain/standing";
import { record } from "@/lib/platform/audit/record";
import type { Grant } from "@/lib/platform/authz/grant";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { ConfigurationProposal } from "@/lib/platform/db/types";
import { AppError } from "@/lib/platform/errors";
import { applyProposal } from "./apply";
import { approved, proposed, rejected, withdrawn } from "./audit-events";
import { differencesBetween } from "./difference";
import { lockedDraft, versionInForce } from "./drafts";
import { hashOf } from "./hash";
import { lockConfiguration, lockedProposal } from "./lock";
import { notifyApprovers, notifyProposer } from "./notify";
import type { Approve, Propose, Reject, Repeat } from "./proposal-schema";
import { standingOf } from "./proposal-state";
import { rebased } from "./rebase";
import {
  assertBaseCurrent,
  assertChecksPass,
  assertContentAsShown,
  assertNotOneself,
  assertNotPast,
  assertOpen,
  assertPending,
  assertProposer,
  assertStillAsked,
  assertWarningsConfirmed,
} from "./rules";
import { type ConfigurationContent, draftContent } from "./schema";
import { getVersion, type Version } from "./versions";

type Manage = Grant<"Market.Config.Manage">;
type Decide = Grant<"Market.Config.Approve">;

/** Proposes the person's own draft to a second person. The draft is deleted; the proposal's content never changes. */
export async function propose(tx: ScopedTx, grant: Manage, { version, base, reason, effectiveAt }: Propose): Promise<ConfigurationProposal> {
  const now = await lockConfiguration(tx);
  const { content, current } = await lockedDraft(tx, grant, version);
  assertBaseCurrent(base, current.number);
  assertNotPast(effectiveAt, now);
  const proposal = await put(tx, grant, { current, content, reason, effectiveAt, now });
  await tx.configurationDraft.delete({ where: { authorId: grant.principal.userId } });
  return proposal;
}

/**
 * Repeats a superseded proposal's change on the version in force, or reverts an applied one. The caller becomes
 * the proposer of the new proposal.
 */
export async function repeatProposal(tx: ScopedTx, grant: Manage, { id, reason }: Repeat): Promise<ConfigurationProposal> {
  const now = await lockConfiguration(tx);
  const origin = await lockedProposal(tx, id);
  const current = await versionInForce(tx);
  const content = rebased({ ...(await changesToRepeat(tx, grant, origin)), onto: current.content });
  return put(tx, grant, { current, content, reason, effectiveAt: null, originId: origin.id, now });
}

/** The change of a proposal, from and to; reversed for an applied one. Throws when there is nothing to repeat. */
export async function changesToRepeat(
  tx: ScopedTx,
  grant: Manage,
  origin: ConfigurationProposal,
): Promise<{ readonly base: ConfigurationContent; readonly changed: ConfigurationContent }> {
  const standing = standingOf(origin);
  if (standing === "pending" || standing === "scheduled")
    throw new AppError("ILLEGAL_TRANSITION", "This proposal is still open. Wait for what becomes of it, or withdraw it first.");
  const before = await getVersion(tx, grant, origin.baseNumber);
  if (!before) throw new Error(`There is no version ${origin.baseNumber}.`);
  const content = draftContent.parse(origin.content);
  return standing === "applied" ? { base: content, changed: before.content } : { base: before.content, changed: content };
}

type New = { current: Version; content: ConfigurationContent; reason: string; effectiveAt: Date | null; originId?: string; now: Date };

async function put(tx: ScopedTx, grant: Manage, { current, content, now, ...fields }: New): Promise<ConfigurationProposal> {
  assertChecksPass({ base: current.content, content, from: fields.effectiveAt ?? now });
  const { userId, oid, login, email, displayName, entity } = grant.principal;
  const proposal = await tx.configurationProposal.create({
    data: {
      ...fields,
      content,
      hash: hashOf(content),
      baseNumber: current.number,
      proposerId: userId,
      proposerOid: oid,
      proposerLogin: login,
      proposerEmail: email,
      proposerName: displayName,
      proposerEntityId: entity.id,
      proposedAt: now,
    },
  });
  record(tx, grant, proposed(proposal, differencesBetween(current.content, content)));
  await notifyApprovers(tx, grant, proposal, "proposed");
  return proposal;
}

export async function withdrawProposal(tx: ScopedTx, grant: Manage, { id }: { id: string }): Promise<ConfigurationProposal> {
  const now = await lockConfiguration(tx);
  const before = await lockedProposal(tx, id);
  assertProposer(before, grant);
  assertOpen(before);
  const after = await tx.configurationProposal.update({ where: { id }, data: { state: "withdrawn", settledAt: now } });
  record(tx, grant, withdrawn(before));
  await notifyApprovers(tx, grant, before, "withdrawn");
  return after;
}

/** Approves exactly the content that was shown. It applies at once, or at its effective time. */
export async function approveProposal(tx: ScopedTx, grant: Decide, { id, hash, confirmed = [] }: Approve): Promise<ConfigurationProposal> {
  const proposer = await heldProposer(tx, id);
  const now = await lockConfiguration(tx);
  const before = await lockedProposal(tx, id);
  assertNotOneself(before, grant);
  assertPending(before);
  assertStillAsked(before, proposer, now);
  const content = draftContent.parse(before.content);
  assertContentAsShown(before, content, hash);
  const current = await versionInForce(tx);
  assertBaseCurrent(before.baseNumber, current.number);
  const isDue = !before.effectiveAt || before.effectiveAt <= now;
  const change = { base: current.content, content, from: isDue ? now : (before.effectiveAt ?? now) };
  assertChecksPass(change);
  assertWarningsConfirmed(change, confirmed);
  const decided = await tx.configurationProposal.update({ where: { id }, data: { state: "approved", ...decisionOf(grant, now) } });
  record(tx, grant, approved(decided));
  const { entity } = grant.principal;
  if (!isDue) {
    await notifyProposer(tx, decided, "scheduled", entity.id, grant.principal);
    return decided;
  }
  const { events, superseded } = await applyProposal(tx, decided, content, now);
  for (const event of events) record(tx, grant, event);
  await notifyProposer(tx, decided, "approved", entity.id, grant.principal);
  for (const one of superseded) await notifyProposer(tx, one, "superseded", entity.id);
  return decided;
}

/** The proposer's present standing. Read before the configuration lock, because people are always locked first. */
async function heldProposer(tx: ScopedTx, id: string): Promise<UserPrincipal | null> {
  const proposal = await tx.configurationProposal.findUnique({ where: { id }, select: { proposerId: true } });
  return proposal && heldStandingOf(tx, proposal.proposerId);
}

export async function rejectProposal(tx: ScopedTx, grant: Decide, { id, hash, reason }: Reject): Promise<ConfigurationProposal> {
  const now = await lockConfiguration(tx);
  const before = await lockedProposal(tx, id);
  assertNotOneself(before, grant);
  assertPending(before);
  assertContentAsShown(before, draftContent.parse(before.content), hash);
  const after = await tx.configurationProposal.update({
    where: { id },
    data: { state: "rejected", decisionReason: reason, settledAt: now, ...decisionOf(grant, now) },
  });
  record(tx, grant, rejected(after, reason));
  await notifyProposer(tx, after, "rejected", grant.principal.entity.id, grant.principal);
  return after;
}

const decisionOf = ({ principal }: Decide, now: Date) => ({
  deciderId: principal.userId,
  deciderOid: principal.oid,
  deciderEmail: principal.email,
  deciderName: principal.displayName,
  decidedAt: now,
});
