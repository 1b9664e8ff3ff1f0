import "server-only";

/** The server side of this domain that other folders may use. */

export { heartbeatJob } from "./process";
export { type Diagnostics, diagnosticsQuery, MOST } from "./queries";
