"use server";

import { formAction } from "@/lib/adapters/web/form-action";
import {
  approveProposalOperation,
  discardDraftOperation,
  editDraftOperation,
  proposeOperation,
  rejectProposalOperation,
  repeatProposalOperation,
  withdrawProposalOperation,
} from "@/lib/domain/configuration";
import { readApproval, readProposal, readSectionForm } from "@/lib/domain/configuration/model";

// Drafts are private and not audited. Proposing one records every field it changes.

export const editDraftAction = formAction(editDraftOperation, {
  decode: readSectionForm,
  next: () => "/admin/configuration/draft",
  says: () => "You saved this in your draft. Nothing changes until it is proposed and approved.",
});

export const discardDraftAction = formAction(discardDraftOperation, { next: () => "/admin/configuration", says: () => "You discarded your draft." });

export const proposeAction = formAction(proposeOperation, { decode: readProposal, next: ({ id }) => `/admin/configuration/proposals/${id}` });

export const repeatProposalAction = formAction(repeatProposalOperation, { next: ({ id }) => `/admin/configuration/proposals/${id}` });

export const withdrawProposalAction = formAction(withdrawProposalOperation, { next: ({ id }) => `/admin/configuration/proposals/${id}` });

export const approveProposalAction = formAction(approveProposalOperation, { decode: readApproval, next: ({ id }) => `/admin/configuration/proposals/${id}` });

export const rejectProposalAction = formAction(rejectProposalOperation, { next: ({ id }) => `/admin/configuration/proposals/${id}` });
