import "server-only";

/** The server side of this domain that other folders may use. */

export { dormantPeople, endingRoles } from "./attention";
export { bulkResultsFile } from "./bulk-file";
export { type BulkResult, type BulkRunView, bulkResults, type Chosen, getBulkRun, peopleIn, unfinishedRuns } from "./bulk-queries";
export { type EntityView, entityViewQuery, ownEntityQuery } from "./entity-view";
export { exportedUsers } from "./export";
export {
  continueBulkOperation,
  deleteViewOperation,
  editUserOperation,
  endSessionOperation,
  endSessionsOperation,
  saveViewOperation,
  setUserStatusOperation,
  signOutOperation,
  startBulkOperation,
  terminateUserOperation,
} from "./operations";
export { getUser, type UserDetail, type UserRow, userOrder } from "./queries";
export { finishedBulkChanges } from "./retention";
export type { View } from "./saved-views";
export { selectionHash } from "./selection";
export { type OpenSession, openSessions } from "./sessions";
export { readUserList } from "./view";
