import "server-only";

/** The server side of this domain that other folders may use. */

export { type Draft, ownDraft } from "./drafts";
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
export { countOpen, listProposals, proposalsToDecide } from "./proposals";
export { supersedeProposalsOf } from "./proposals-of";
export {
  type ComparedVersion,
  compareVersion,
  currentVersion,
  listVersions,
  readVersionNumber,
  type Version,
  type VersionRow,
  versionListParams,
} from "./queries";
export { configurationJob, expireProposals } from "./schedule";
export { type DraftView, type ProposalView, type Repeat, readDraftView, readProposalView } from "./view";
