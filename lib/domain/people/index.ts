import "server-only";

/** The server side of this domain that other folders may use. */

export { dormantPeople, endingRoles } from "./attention";
export { bulkChanges } from "./bulk";
export { type BulkResult, type BulkRunView, bulkFormQuery, bulkRunQuery, type Chosen, RUN_ROWS } from "./bulk-queries";
export type { EntityView } from "./entity-view";
export type { Invitee } from "./invited";
export {
  deleteViewOperation,
  editUserOperation,
  endSessionOperation,
  endSessionsOperation,
  saveViewOperation,
  setUserStatusOperation,
  signOutOperation,
  startBulkOperation,
  stopBulkOperation,
  terminateUserOperation,
} from "./operations";
export {
  bulkResultsDownload,
  entityViewQuery,
  managedUserQuery,
  ownEntityQuery,
  userListQuery,
  userQuery,
  usersDownload,
  userToTerminateQuery,
} from "./queries";
export { finishedBulkChanges } from "./retention";
export type { View } from "./saved-views";
export { selectionHash } from "./selection";
export type { OpenSession } from "./sessions";
export type { ManagedUser, UserView } from "./user-view";
export { type UserDetail, type UserRow, userOrder } from "./users";
