import { changesOf } from "@/lib/platform/audit/changes";
import type { ChangeEvent } from "@/lib/platform/audit/event";
import type { Grant } from "@/lib/platform/authz/grant";
import type { BulkRun, User } from "@/lib/platform/db/types";
import type { ExportUsers } from "./schema";

type Person = Pick<User, "id" | "entityId" | "displayName">;

export const aboutUser = ({ id, entityId, displayName }: Person): ChangeEvent["target"] => ({ type: "user", id, label: displayName, entityId });

export const userEdited = (before: User, after: User): ChangeEvent => ({
  action: "user.edited",
  target: aboutUser(after),
  changes: changesOf(before, after, ["displayName", "email"]),
});

export const userStatusChanged = (before: User, after: User, reason: string): ChangeEvent => ({
  action: "user.status_changed",
  target: aboutUser(after),
  changes: changesOf(before, after, ["status", "global"]),
  reason,
});

export const userSessionEnded = (user: Person): ChangeEvent => ({
  action: "user.session_ended",
  target: aboutUser(user),
  changes: { session: { from: "open", to: "ended" } },
});

export const userSessionsEnded = (user: Person, open: number, reason?: string): ChangeEvent => ({
  action: "user.sessions_ended",
  target: aboutUser(user),
  changes: { openSessions: { from: open, to: 0 } },
  ...(reason ? { reason } : {}),
});

const list = ({ principal: { entity } }: Grant<"Users.View">): ChangeEvent["target"] => ({
  type: "user_list",
  id: entity.id,
  label: "Users",
  entityId: entity.id,
});

/** What an export contained: its filters, and its format. */
export type Exported = { readonly people: string; readonly format: ExportUsers["format"] };

const taken = ({ people, format }: Exported): ChangeEvent["changes"] => ({ people: { from: null, to: people }, format: { from: null, to: format } });

export const usersExportStarted = (grant: Grant<"Users.View">, exported: Exported): ChangeEvent => ({
  action: "users.export_started",
  target: list(grant),
  changes: taken(exported),
});

export const usersExported = (grant: Grant<"Users.View">, exported: Exported, { rows, complete }: { rows: number; complete: boolean }): ChangeEvent => ({
  action: "users.exported",
  target: list(grant),
  changes: { ...taken(exported), rows: { from: null, to: rows }, complete: { from: null, to: complete } },
});

const runTarget = ({ principal: { entity } }: Grant<"Users.Manage">, { id }: BulkRun): ChangeEvent["target"] => ({
  type: "bulk_run",
  id,
  label: "Users",
  entityId: entity.id,
});

export const bulkStarted = (grant: Grant<"Users.Manage">, run: BulkRun): ChangeEvent => ({
  action: "users.bulk_started",
  target: runTarget(grant, run),
  changes: changesOf(null, run, ["operation", "status", "scope", "total"]),
  reason: run.reason,
});

export const bulkContinued = (grant: Grant<"Users.Manage">, run: BulkRun, { done, failed }: { done: number; failed: number }): ChangeEvent => ({
  action: "users.bulk_continued",
  target: runTarget(grant, run),
  changes: { done: { from: null, to: done }, failed: { from: null, to: failed } },
  reason: run.reason,
});

export const bulkStopped = (grant: Grant<"Users.Manage">, run: BulkRun, waiting: number): ChangeEvent => ({
  action: "users.bulk_stopped",
  target: runTarget(grant, run),
  changes: { waiting: { from: waiting, to: 0 } },
  reason: run.reason,
});
