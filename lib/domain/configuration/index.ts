import "server-only";

/** The server side of this domain that other folders may use. */

export type { Draft } from "./drafts";
export { insertFirstVersion } from "./first-version";
export {
  approveProposalOperation,
  discardDraftOperation,
  editDraftOperation,
  proposeOperation,
  rejectProposalOperation,
  repeatProposalOperation,
  withdrawProposalOperation,
} from "./operations";
export { proposalsWaitingFor } from "./pending-count";
export { proposalsToDecide } from "./proposals";
export { supersedeProposalsOf } from "./proposals-of";
export {
  againstParams,
  configurationQuery,
  configurationVersionQuery,
  configurationVersionViewQuery,
  configurationViewQuery,
  draftQuery,
  draftSectionQuery,
  proposalListQuery,
  proposalQuery,
} from "./queries";
export { configurationJob, expireProposals } from "./schedule";
export type { ComparedVersion, Version, VersionRow } from "./versions";
export type { DraftView, ProposalView, Repeat } from "./view";
