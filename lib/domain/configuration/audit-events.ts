import type { ChangeEvent, Changes } from "@/lib/platform/audit/event";
import type { ConfigurationProposal } from "@/lib/platform/db/types";
import type { FieldDifference } from "./difference";

type Proposal = Pick<ConfigurationProposal, "id" | "baseNumber" | "proposerName">;

/** The market's configuration belongs to no entity. */
const event = (what: string, { id, baseNumber, proposerName }: Proposal, changes: Changes, reason?: string): ChangeEvent => ({
  action: `configuration.${what}`,
  target: { type: "configuration_proposal", id, label: `Change of version ${baseNumber} by ${proposerName}`, entityId: null },
  changes,
  ...(reason ? { reason } : {}),
});

const became = (from: string, to: string): Changes => ({ state: { from, to } });

const fieldsOf = (differences: readonly FieldDifference[]): Changes => Object.fromEntries(differences.map(({ path, from, to }) => [path, { from, to }]));

export const proposed = (proposal: Proposal & { reason: string; effectiveAt: Date | null }, differences: readonly FieldDifference[]): ChangeEvent =>
  event(
    "proposed",
    proposal,
    { ...fieldsOf(differences), ...(proposal.effectiveAt ? { effectiveAt: { from: null, to: proposal.effectiveAt.toISOString() } } : {}) },
    proposal.reason,
  );

/** Records the hash that was approved. */
export const approved = (proposal: Proposal & { hash: string }): ChangeEvent =>
  event("approved", proposal, { ...became("pending", "approved"), hash: { from: null, to: proposal.hash } });

export const rejected = (proposal: Proposal, reason: string): ChangeEvent => event("rejected", proposal, became("pending", "rejected"), reason);

export const withdrawn = (proposal: Proposal & { state: string }): ChangeEvent => event("withdrawn", proposal, became(proposal.state, "withdrawn"));

export const superseded = (proposal: Proposal & { state: string }, number: number): ChangeEvent =>
  event("superseded", proposal, { ...became(proposal.state, "superseded"), version: { from: proposal.baseNumber, to: number } });

/** No version follows: the proposal expired, or its proposer may no longer propose. */
export const ended = (proposal: Proposal & { state: string }, reason: string): ChangeEvent =>
  event("superseded", proposal, became(proposal.state, "superseded"), reason);

/** Records the hash that was applied. */
export const applied = (proposal: Proposal & { hash: string }): ChangeEvent =>
  event("applied", proposal, { version: { from: proposal.baseNumber, to: proposal.baseNumber + 1 }, hash: { from: null, to: proposal.hash } });

/** The first version, made before anybody could approve it. */
export const firstConfigured = ({ number, hash }: { number: number; hash: string }): ChangeEvent => ({
  action: "configuration.started",
  target: { type: "configuration_version", id: String(number), label: `Version ${number}`, entityId: null },
  changes: { version: { from: null, to: number }, hash: { from: null, to: hash } },
});
