import "server-only";
import { SYSTEM } from "@/lib/platform/authz/principal";
import type { SystemTx } from "@/lib/platform/db/scoped-tx";
import { SQL_NULL } from "@/lib/platform/db/values";
import type { ChangeEvent } from "./event";
import { insertEvents, type NewEvent } from "./insert";

/** The portal itself, as the actor of a row. */
export const SYSTEM_COLUMNS = {
  actorKind: SYSTEM.kind,
  actorName: SYSTEM.displayName,
  clientId: null,
  actorUserId: null,
  actorOid: null,
  actorLogin: null,
  actorEntityId: null,
  actorRole: null,
} as const;

/** The row of one change that the portal itself makes. `requestId` ties the changes of one run together. */
export const systemRow = (requestId: string, change: ChangeEvent): NewEvent => ({
  kind: "change",
  purpose: null,
  ...SYSTEM_COLUMNS,
  globalUsed: false,
  permission: null,
  action: change.action,
  targetEntityId: change.target.entityId,
  targetType: change.target.type,
  targetId: change.target.id,
  targetLabel: change.target.label,
  outcome: "grant",
  reasonCode: null,
  result: "committed",
  changes: Object.keys(change.changes).length > 0 ? change.changes : SQL_NULL,
  reason: change.reason ?? null,
  pageView: false,
  requestId,
  sessionId: null,
  sourceAddress: null,
  userAgent: null,
});

/**
 * Puts changes that nobody asked for at this moment (an end date reached, a write the directory took) on the record, in the
 * caller's transaction. Throws AUDIT_UNAVAILABLE.
 */
export const recordBySystem = (tx: SystemTx, requestId: string, changes: readonly ChangeEvent[]): Promise<void> =>
  insertEvents(
    tx,
    changes.map((change) => systemRow(requestId, change)),
  );
