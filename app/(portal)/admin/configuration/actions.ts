"use server";

import { defineAction } from "@/lib/actions/define-action";
import { approveProposal, propose, rejectProposal, repeatProposal, withdrawProposal } from "@/lib/configuration/commands";
import { discardDraft, editDraft } from "@/lib/configuration/drafts";
import { approveInput, draftInput, proposeInput, rejectInput, repeatInput, withdrawInput } from "@/lib/configuration/proposal-schema";
import { sectionInput } from "@/lib/configuration/sections";

// A draft is nobody's business yet: what becomes of it goes on the record as a proposal, with every field that it changes.

export const editDraftAction = defineAction({
  name: "configuration.editDraft",
  permission: "Market.Config.Manage",
  input: sectionInput,
  target: "own-entity",
  audit: "none",
  run: ({ tx, grant, input }) => editDraft(tx, grant, input),
  next: () => "/admin/configuration/draft",
});

export const discardDraftAction = defineAction({
  name: "configuration.discardDraft",
  permission: "Market.Config.Manage",
  input: draftInput,
  target: "own-entity",
  audit: "none",
  run: ({ tx, grant, input }) => discardDraft(tx, grant, input.version),
  next: () => "/admin/configuration",
});

export const proposeAction = defineAction({
  name: "configuration.propose",
  permission: "Market.Config.Manage",
  input: proposeInput,
  target: "own-entity",
  run: ({ tx, grant, input }) => propose(tx, grant, input),
  next: ({ id }) => `/admin/configuration/proposals/${id}`,
});

export const repeatProposalAction = defineAction({
  name: "configuration.repeat",
  permission: "Market.Config.Manage",
  input: repeatInput,
  about: "configuration_proposal",
  target: "own-entity",
  run: ({ tx, grant, input }) => repeatProposal(tx, grant, input),
  next: ({ id }) => `/admin/configuration/proposals/${id}`,
});

export const withdrawProposalAction = defineAction({
  name: "configuration.withdraw",
  permission: "Market.Config.Manage",
  input: withdrawInput,
  about: "configuration_proposal",
  target: "own-entity",
  run: ({ tx, grant, input }) => withdrawProposal(tx, grant, input),
  next: ({ id }) => `/admin/configuration/proposals/${id}`,
});

export const approveProposalAction = defineAction({
  name: "configuration.approve",
  permission: "Market.Config.Approve",
  input: approveInput,
  about: "configuration_proposal",
  target: "own-entity",
  run: ({ tx, grant, input }) => approveProposal(tx, grant, input),
  next: ({ id }) => `/admin/configuration/proposals/${id}`,
});

export const rejectProposalAction = defineAction({
  name: "configuration.reject",
  permission: "Market.Config.Approve",
  input: rejectInput,
  about: "configuration_proposal",
  target: "own-entity",
  run: ({ tx, grant, input }) => rejectProposal(tx, grant, input),
  next: ({ id }) => `/admin/configuration/proposals/${id}`,
});
