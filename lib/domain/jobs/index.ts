import "server-only";

/** What the rest of the portal may use of this domain on the server. */

export { discardJobOperation, retryJobOperation } from "./operations";
export { failedJobs, type JobRow, jobListQuery } from "./queries";
