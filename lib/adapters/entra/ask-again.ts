import "server-only";
import type { Reconcile, Standing } from "@/lib/domain/directory/model";
import type { Caller } from "@/lib/platform/audit/event";
import { EVERY_ENTITY } from "@/lib/platform/authz/decide";
import { authorize } from "@/lib/platform/unit-of-work/authorize";
import { inScope } from "@/lib/platform/unit-of-work/scope";
import { standingOf } from "./graph";

/**
 * The directory's current values for a person in a comparison; null when there is no such row. One transaction authorises the
 * read, the directory answers outside any transaction, and the command compares in another. Throws `DirectoryUnavailable`.
 */
export async function askAgain(caller: Caller, action: string, { id }: Pick<Reconcile, "id">): Promise<Standing | null> {
  const oid = await inScope(caller, action, async (tx) => {
    authorize(tx, "Users.Promote", { ...EVERY_ENTITY, subject: { type: "directory_drift", id, label: id, entityId: null } });
    const drift = await tx.directoryDrift.findUnique({ where: { id }, select: { user: { select: { oid: true } } } });
    return drift?.user.oid ?? null;
  });
  return oid ? standingOf(oid) : null;
}
