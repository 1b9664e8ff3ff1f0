import type { ChangeEvent, Changes } from "@/lib/platform/audit/event";

/** A person or, for events about everybody, the directory itself. */
type Subject = { readonly type: string; readonly id: string; readonly label: string; readonly entityId: string | null };

export const writeRetried = (target: Subject, kind: string, attempts: number): ChangeEvent => ({
  action: "directory.write_retried",
  target,
  changes: { [kind]: { from: `${attempts} attempts`, to: "pending" } },
});

export const failedWritesRetried = (target: Subject, count: number): ChangeEvent => ({
  action: "directory.failed_writes_retried",
  target,
  changes: { failed: { from: count, to: 0 } },
});

export const comparisonRequested = (target: Subject): ChangeEvent => ({ action: "directory.comparison_requested", target, changes: {} });

export const portalValueWritten = (target: Subject, changes: Changes, reason: string): ChangeEvent => ({
  action: "directory.portal_value_written",
  target,
  changes,
  reason,
});

export const directoryValueTaken = (target: Subject, changes: Changes, reason: string): ChangeEvent => ({
  action: "directory.directory_value_taken",
  target,
  changes,
  reason,
});
