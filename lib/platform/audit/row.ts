import "server-only";
import type { AuditEvent } from "@/lib/platform/db/types";
import { columnsOf } from "@/lib/platform/db/values";
import type { Changes } from "./event";

/** An entry as the log lists it. */
export const ROW = {
  id: true,
  at: true,
  kind: true,
  purpose: true,
  actorName: true,
  actorKind: true,
  actorLogin: true,
  actorRole: true,
  globalUsed: true,
  permission: true,
  action: true,
  targetEntityId: true,
  targetType: true,
  targetId: true,
  targetLabel: true,
  outcome: true,
  reasonCode: true,
  result: true,
  changes: true,
  reason: true,
} as const;

/** What else an entry holds. */
export const REST = {
  actorUserId: true,
  actorOid: true,
  clientId: true,
  actorEntityId: true,
  requestId: true,
  sessionId: true,
  sourceAddress: true,
  userAgent: true,
} as const;

type WithChanges<T> = Omit<T, "changes"> & { readonly changes: Changes | null };
/** As the database answers. */
export type StoredRow = Pick<AuditEvent, keyof typeof ROW>;
export type StoredDetail = StoredRow & Pick<AuditEvent, keyof typeof REST>;
export type AuditRow = WithChanges<StoredRow>;
export type AuditDetail = WithChanges<StoredDetail>;

export const ROW_COLUMNS = columnsOf(Object.keys(ROW));
export const DETAIL_COLUMNS = columnsOf([...Object.keys(ROW), ...Object.keys(REST)]);

/** Stored changes as they were written; null where there are none. */
export const asChanges = (stored: unknown): Changes | null =>
  stored !== null && typeof stored === "object" && !Array.isArray(stored) ? (stored as Changes) : null;

export const rowOf = <T extends StoredRow>(row: T): WithChanges<T> => ({ ...row, changes: asChanges(row.changes) });
