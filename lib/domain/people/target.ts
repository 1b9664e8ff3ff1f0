import "server-only";
import { journalOf } from "@/lib/platform/audit/journal";
import { nobodysThing, type Target } from "@/lib/platform/authz/decide";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";

/** Targets of own things, which the database shows to their owner only: a missing one counts as somebody else's. */

/** The owner of a saved view. */
export const ownView = async (tx: ScopedTx, id: string): Promise<Target> =>
  ownThing(tx, "saved_view", id, await tx.savedView.findUnique({ where: { id }, select: { userId: true, name: true } }));

/** The owner of a bulk run. */
export const ownRun = async (tx: ScopedTx, id: string): Promise<Target> =>
  ownThing(tx, "bulk_run", id, await tx.bulkRun.findUnique({ where: { id }, select: { userId: true } }));

function ownThing(tx: ScopedTx, type: string, id: string, found: { readonly userId: string; readonly name?: string } | null): Target {
  const { principal } = journalOf(tx).caller;
  const subject = { type, id, label: found?.name ?? id, entityId: null };
  return found ? { entityId: principal.entity.id, ownerId: found.userId, subject } : nobodysThing(principal, subject);
}
