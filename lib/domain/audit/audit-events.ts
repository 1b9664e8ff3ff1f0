import type { ChangeEvent } from "@/lib/platform/audit/event";

/** What is exported: the search as typed, with its clock, and the format. */
export type Exported = { readonly search: string; readonly zone: string; readonly format: string };

const LOG: ChangeEvent["target"] = { type: "audit_log", id: "audit_log", label: "Audit log", entityId: null };

const told = (values: Readonly<Record<string, string | number | boolean>>): ChangeEvent["changes"] =>
  Object.fromEntries(Object.entries(values).map(([field, to]) => [field, { from: null, to }]));

export const logExportStarted = (exported: Exported): ChangeEvent => ({ action: "audit.export_started", target: LOG, changes: told(exported) });

export const logExported = (exported: Exported, { rows, complete }: { readonly rows: number; readonly complete: boolean }): ChangeEvent => ({
  action: "audit.exported",
  target: LOG,
  changes: told({ ...exported, rows, complete }),
});
