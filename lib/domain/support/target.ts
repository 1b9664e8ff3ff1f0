import "server-only";
import { journalOf } from "@/lib/platform/audit/journal";
import { nobodysThing, type Target } from "@/lib/platform/authz/decide";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { consider } from "@/lib/platform/unit-of-work/authorize";
import { subjectOf } from "./rules";

/**
 * The owner of a thread: the person who opened it; for readers with access to the panel, its entity. A
 * missing thread belongs to nobody.
 */
export async function threadTarget(tx: ScopedTx, id: string): Promise<Target> {
  const { principal } = journalOf(tx).caller;
  const request = await tx.supportRequest.findUnique({ where: { id }, select: { id: true, entityId: true, userId: true, subject: true } });
  if (!request) return nobodysThing(principal, { type: "support_request", id, label: id, entityId: null });
  const helps = consider(tx, "panel", { entityId: principal.entity.id }).outcome === "grant";
  return { entityId: request.entityId, subject: subjectOf(request), ...(helps ? {} : { ownerId: request.userId }) };
}
