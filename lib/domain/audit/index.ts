import "server-only";

/** The server side of this domain that other folders may use. */

export type { ActivityView } from "./activity";
export type { LogExport } from "./export";
export { activityQuery, auditDownload, auditEntryQuery, auditExportQuery, auditListQuery } from "./queries";
export { activityParams, logParams, logSearch } from "./schema";
export type { Entry, LogView } from "./view";
