import "server-only";
import { z } from "zod";
import { doorOf } from "@/lib/platform/authz/admin-tabs";
import { download } from "@/lib/platform/operations/download";
import { id } from "@/lib/platform/operations/input";
import { query } from "@/lib/platform/operations/query";
import { readActivityView } from "./activity";
import { exportedLog, readLogExport } from "./export";
import { activityInput, logExportInput, logFileInput, logInput } from "./schema";
import { readEntry, readLogView } from "./view";

/** One page of the record, its bars, and the entry that is open beside it. */
export const auditListQuery = query({
  name: "audit.list",
  ...doorOf("audit"),
  input: logInput,
  read: ({ tx, grant, input }) => readLogView(tx, grant, input),
});

export const auditEntryQuery = query({
  name: "audit.entry",
  ...doorOf("audit"),
  input: z.strictObject({ id }),
  read: ({ tx, grant, input }) => readEntry(tx, grant, input.id),
});

/** How many entries an export of a search would hold. */
export const auditExportQuery = query({
  name: "audit.exportForm",
  ...doorOf("audit"),
  input: logExportInput,
  read: ({ tx, grant, input }) => readLogExport(tx, grant, input),
});

/** A search of the log as a file. */
export const auditDownload = download({
  name: "audit.export",
  ...doorOf("audit"),
  input: logFileInput,
  body: exportedLog,
});

/** What happened in the own entity, as far as it may know. */
export const activityQuery = query({
  name: "audit.activity",
  ...doorOf("activity"),
  input: activityInput,
  read: ({ tx, grant, input }) => readActivityView(tx, grant, input),
});
