import "server-only";

/** The server side of this domain that other folders may use. */

export { adoptFromDirectory, directorySays } from "./adopt-from-directory";
export type { Settled } from "./commands";
export { comparisonJob } from "./comparison-job";
export {
  requestComparisonOperation,
  retryFailedWritesOperation,
  retryWriteOperation,
  takeDirectoryValueOperation,
  writePortalValueOperation,
} from "./operations";
export { type Comparison, type DriftDetail, type DriftRow, driftListQuery, driftQuery, type WriteRow, writeListQuery } from "./queries";
export { failedWrites, terminatedInGroups, unsettledDrift } from "./to-fix";
