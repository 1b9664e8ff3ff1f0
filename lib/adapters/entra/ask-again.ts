import "server-only";
import type { Reconcile, Standing } from "@/lib/domain/directory/model";
import type { Caller } from "@/lib/platform/audit/event";
import { EVERY_ENTITY } from "@/lib/platform/authz/decide";
import { authorize } from "@/lib/platform/unit-of-work/authorize";
import { inScope } from "@/lib/platform/unit-of-work/scope";
import { standingOf } from "./graph";

/**
 * What the directory says now of the person of a compared line; null where there is no such line. No transaction waits for the
 * directory's answer: whether the caller may ask is decided in one of its own, and the command compares the answer in another.
 * Throws `DirectoryUnavailable`: an outage settles nothing.
 */
export async function askAgain(caller: Caller, action: string, { id }: Pick<Reconcile, "id">): Promise<Standing | null> {
  const oid = await inScope(caller, action, async (tx) => {
    authorize(tx, "Users.Promote", { ...EVERY_ENTITY, subject: { type: "directory_drift", id, label: id, entityId: null } });
    const drift = await tx.directoryDrift.findUnique({ where: { id }, select: { user: { select: { oid: true } } } });
    return drift?.user.oid ?? null;
  });
  return oid ? standingOf(oid) : null;
}
