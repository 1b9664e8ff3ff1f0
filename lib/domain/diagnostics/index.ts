import "server-only";

/** What the rest of the portal may use of this domain on the server. */

export { heartbeatJob } from "./process";
export { type Diagnostics, MOST, readDiagnostics } from "./queries";
