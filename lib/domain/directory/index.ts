import "server-only";

/** What the rest of the portal may use of this domain on the server. */

export { adoptFromDirectory, directorySays } from "./adopt-from-directory";
export type { Settled } from "./commands";
export {
  requestComparisonOperation,
  retryFailedWritesOperation,
  retryWriteOperation,
  takeDirectoryValueOperation,
  writePortalValueOperation,
} from "./operations";
export { type Comparison, type DriftDetail, type DriftRow, driftListQuery, driftQuery, type WriteRow, writeListQuery } from "./queries";
