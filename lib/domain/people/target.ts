import "server-only";
import { journalOf } from "@/lib/platform/audit/journal";
import { nobodysThing, type Target } from "@/lib/platform/authz/decide";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";

/** Things of one's own, which the database shows to nobody else: what is not there for this person is somebody else's, or nobody's. */

/** Whose a saved view is. */
export const ownView = async (tx: ScopedTx, id: string): Promise<Target> =>
  ownThing(tx, "saved_view", id, await tx.savedView.findUnique({ where: { id }, select: { userId: true, name: true } }));

/** Whose a bulk run is. */
export const ownRun = async (tx: ScopedTx, id: string): Promise<Target> =>
  ownThing(tx, "bulk_run", id, await tx.bulkRun.findUnique({ where: { id }, select: { userId: true } }));

function ownThing(tx: ScopedTx, type: string, id: string, found: { readonly userId: string; readonly name?: string } | null): Target {
  const { principal } = journalOf(tx).caller;
  const subject = { type, id, label: found?.name ?? id, entityId: null };
  return found ? { entityId: principal.entity.id, ownerId: found.userId, subject } : nobodysThing(principal, subject);
}
