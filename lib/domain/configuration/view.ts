import "server-only";
import { EVERY_ENTITY } from "@/lib/platform/authz/decide";
import { type Explanation, explain, explainRule } from "@/lib/platform/authz/explain";
import type { Grant } from "@/lib/platform/authz/grant";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { databaseTime } from "@/lib/platform/db/time";
import type { ConfigurationProposal } from "@/lib/platform/db/types";
import { consider } from "@/lib/platform/unit-of-work/authorize";
import { type Check, checksOf } from "./checks";
import { changesToRepeat } from "./commands";
import { differencesBetween, type FieldDifference } from "./difference";
import { type Draft, ownDraft } from "./drafts";
import { isProposer, type Standing, standingOf } from "./proposal-state";
import { countOpen, getProposal } from "./proposals";
import { conflictsOf, rebased } from "./rebase";
import { SELF_APPROVAL } from "./rules";
import { type ConfigurationContent, draftContent } from "./schema";
import { readSection, type Section } from "./sections";
import { configurationInForce, getVersion, type Version } from "./versions";

type Manage = Grant<"Market.Config.Manage">;

/** The preview of repeating or reverting a proposal. */
export type Repeat = {
  readonly kind: "again" | "undo";
  readonly onto: number;
  readonly differences: readonly FieldDifference[];
  readonly conflicts: readonly FieldDifference[];
};

export type ProposalView = {
  readonly proposal: ConfigurationProposal;
  readonly standing: Standing;
  readonly content: ConfigurationContent;
  readonly differences: readonly FieldDifference[];
  /** As of now; only for a pending proposal. */
  readonly checks: readonly Check[] | null;
  /** How many other open proposals an approval would supersede. */
  readonly others: number;
  /** Whether this person may decide, or why not; null when there is nothing to decide. */
  readonly decision: "allowed" | Explanation | null;
  readonly mayWithdraw: boolean;
  readonly mayReadLog: boolean;
  readonly repeat: Repeat | null;
};

/** Everything on a proposal's page; null when there is none. */
export async function readProposalView(tx: ScopedTx, grant: Manage, id: string): Promise<ProposalView | null> {
  const proposal = await getProposal(tx, grant, id);
  const base = proposal && (await getVersion(tx, grant, proposal.baseNumber));
  if (!proposal || !base) return null;
  const content = draftContent.parse(proposal.content);
  const standing = standingOf(proposal);
  const isOpen = standing === "pending" || standing === "scheduled";
  const counts = await countOpen(tx, grant);
  return {
    proposal,
    standing,
    content,
    differences: differencesBetween(base.content, content),
    checks: standing === "pending" ? checksOf({ base: base.content, content, from: await dateOfEffect(tx, proposal) }) : null,
    others: counts.pending + counts.scheduled - 1,
    decision: standing === "pending" ? decisionFor(tx, grant, proposal) : null,
    mayWithdraw: isOpen && proposal.proposerId === grant.principal.userId,
    mayReadLog: consider(tx, "Market.Operate", EVERY_ENTITY).outcome === "grant",
    repeat: isOpen ? null : await repeatOf(tx, grant, proposal),
  };
}

async function dateOfEffect(tx: ScopedTx, { effectiveAt }: ConfigurationProposal): Promise<Date> {
  const now = await databaseTime(tx);
  return effectiveAt && effectiveAt > now ? effectiveAt : now;
}

/** Uses the same decision and rule as the command. */
function decisionFor(tx: ScopedTx, { principal }: Manage, proposal: ConfigurationProposal): "allowed" | Explanation {
  const target = { entityId: principal.entity.id };
  const decision = consider(tx, "Market.Config.Approve", target);
  if (decision.outcome === "deny") return explain(principal, decision);
  return isProposer(proposal, principal) ? explainRule(principal, "Market.Config.Approve", target, SELF_APPROVAL) : "allowed";
}

async function repeatOf(tx: ScopedTx, grant: Manage, proposal: ConfigurationProposal): Promise<Repeat | null> {
  const current = await configurationInForce(tx);
  if (!current) return null;
  const rebase = { ...(await changesToRepeat(tx, grant, proposal)), onto: current.content };
  const differences = differencesBetween(current.content, rebased(rebase));
  return { kind: proposal.appliedNumber ? "undo" : "again", onto: current.number, differences, conflicts: conflictsOf(rebase) };
}

export type DraftView = {
  readonly draft: Draft | null;
  readonly current: Version;
  /** The draft's content; without a draft, the version in force. */
  readonly content: ConfigurationContent;
  readonly differences: readonly FieldDifference[];
  readonly checks: readonly Check[];
};

/** The person's own draft with its changes and checks; null when there is no configuration to change. */
export async function readDraftView(tx: ScopedTx, grant: Manage): Promise<DraftView | null> {
  const current = await configurationInForce(tx);
  if (!current) return null;
  const draft = await ownDraft(tx, grant);
  const change = { base: current.content, content: draft?.content ?? current.content, from: await databaseTime(tx) };
  return { draft, current, content: change.content, differences: differencesBetween(change.base, change.content), checks: checksOf(change) };
}

/** The draft with the section of that name; null when there is none. */
export async function readDraftSection(tx: ScopedTx, grant: Manage, name: string): Promise<{ view: DraftView; part: Section } | null> {
  const part = readSection(name);
  const view = part ? await readDraftView(tx, grant) : null;
  return part && view ? { view, part } : null;
}
