import "server-only";
import type { SystemTx } from "@/lib/platform/db/scoped-tx";
import { SQL_NULL } from "@/lib/platform/db/values";
import type { ChangeEvent } from "./event";
import { insertEvents } from "./insert";

/** The name under which the portal itself is on the record. */
export const SYSTEM_ACTOR = "Rolebook";

/**
 * Puts changes that nobody asked for at this moment (an end date reached, a write the directory took) on the record, in the
 * caller's transaction. `requestId` ties the changes of one run together. Throws AUDIT_UNAVAILABLE.
 */
export const recordBySystem = (tx: SystemTx, requestId: string, changes: readonly ChangeEvent[]): Promise<void> =>
  insertEvents(
    tx,
    changes.map((change) => ({
      kind: "change" as const,
      actorName: SYSTEM_ACTOR,
      action: change.action,
      targetEntityId: change.target.entityId,
      targetType: change.target.type,
      targetId: change.target.id,
      targetLabel: change.target.label,
      outcome: "grant" as const,
      result: "committed",
      changes: Object.keys(change.changes).length > 0 ? change.changes : SQL_NULL,
      reason: change.reason ?? null,
      requestId,
    })),
  );
