import { changesOf } from "@/lib/platform/audit/changes";
import type { ChangeEvent } from "@/lib/platform/audit/event";

/** What is exported: the search as typed, with its clock, and the format. */
export type Exported = { readonly search: string; readonly zone: string; readonly format: string };

const LOG: ChangeEvent["target"] = { type: "audit_log", id: "audit_log", label: "Audit log", entityId: null };

const FIELDS = ["search", "zone", "format"] as const;

export const logExportStarted = (exported: Exported): ChangeEvent => ({
  action: "audit.export_started",
  target: LOG,
  changes: changesOf(null, exported, FIELDS),
});

export const logExported = (exported: Exported, { rows, complete }: { readonly rows: number; readonly complete: boolean }): ChangeEvent => ({
  action: "audit.exported",
  target: LOG,
  changes: changesOf(null, { ...exported, rows, complete }, [...FIELDS, "rows", "complete"]),
});
