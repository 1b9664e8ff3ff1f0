import "server-only";
import type { Access } from "@/lib/authz/decide";
import type { Grant } from "@/lib/authz/grant";
import type { ScopedTx } from "@/lib/db/scope";
import type { AuditEvent } from "@/lib/generated/prisma/client";
import type { Changes } from "./event";

export type HistoryEntry = Pick<AuditEvent, "id" | "at" | "action" | "actorName" | "actorRole" | "reason" | "requestId"> & { readonly changes: Changes | null };

/** The latest changes of one thing, newest first: who, when, from what to what, and why. */
export async function historyOf(tx: ScopedTx, _grant: Grant<Access>, target: { type: string; id: string }, take = 25): Promise<readonly HistoryEntry[]> {
  const rows = await tx.auditEvent.findMany({
    where: { kind: "change", targetType: target.type, targetId: target.id },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    take,
    select: { id: true, at: true, action: true, actorName: true, actorRole: true, reason: true, requestId: true, changes: true },
  });
  return rows.map((row) => ({ ...row, changes: asChanges(row.changes) }));
}

/** Stored changes as they were written; null where there are none. */
export const asChanges = (stored: unknown): Changes | null =>
  stored !== null && typeof stored === "object" && !Array.isArray(stored) ? (stored as Changes) : null;
