import "server-only";
import type { Caller } from "@/lib/audit/event";
import { authorize } from "@/lib/authz/authorize";
import { EVERY_ENTITY } from "@/lib/authz/decide";
import { inScope } from "@/lib/db/scope";
import { standingOf } from "./graph";
import type { Standing } from "./rules";
import type { Reconcile } from "./schema";

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
