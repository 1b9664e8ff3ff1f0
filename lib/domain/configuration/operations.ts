import "server-only";
import { operation } from "@/lib/platform/operations/operation";
import { approveProposal, propose, rejectProposal, repeatProposal, withdrawProposal } from "./commands";
import { discardDraft, editDraft } from "./drafts";
import { approveInput, draftInput, proposeInput, rejectInput, repeatInput, withdrawInput } from "./proposal-schema";
import { sectionInput } from "./sections";

export const editDraftOperation = operation({
  name: "configuration.editDraft",
  permission: "Market.Config.Manage",
  input: sectionInput,
  target: "own-entity",
  audit: "none",
  run: ({ tx, grant, input }) => editDraft(tx, grant, input),
});

export const discardDraftOperation = operation({
  name: "configuration.discardDraft",
  permission: "Market.Config.Manage",
  input: draftInput,
  target: "own-entity",
  audit: "none",
  run: ({ tx, grant, input }) => discardDraft(tx, grant, input.version),
});

export const proposeOperation = operation({
  name: "configuration.propose",
  permission: "Market.Config.Manage",
  input: proposeInput,
  target: "own-entity",
  run: ({ tx, grant, input }) => propose(tx, grant, input),
});

export const repeatProposalOperation = operation({
  name: "configuration.repeat",
  permission: "Market.Config.Manage",
  input: repeatInput,
  about: "configuration_proposal",
  target: "own-entity",
  run: ({ tx, grant, input }) => repeatProposal(tx, grant, input),
});

export const withdrawProposalOperation = operation({
  name: "configuration.withdraw",
  permission: "Market.Config.Manage",
  input: withdrawInput,
  about: "configuration_proposal",
  target: "own-entity",
  run: ({ tx, grant, input }) => withdrawProposal(tx, grant, input),
});

export const approveProposalOperation = operation({
  name: "configuration.approve",
  permission: "Market.Config.Approve",
  input: approveInput,
  about: "configuration_proposal",
  target: "own-entity",
  run: ({ tx, grant, input }) => approveProposal(tx, grant, input),
});

export const rejectProposalOperation = operation({
  name: "configuration.reject",
  permission: "Market.Config.Approve",
  input: rejectInput,
  about: "configuration_proposal",
  target: "own-entity",
  run: ({ tx, grant, input }) => rejectProposal(tx, grant, input),
});
