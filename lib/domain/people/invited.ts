import "server-only";
import { ENTITY_NAME, type EntityName } from "@/lib/domain/entities";
import type { Grant } from "@/lib/platform/authz/grant";
import { scopeOf } from "@/lib/platform/authz/scope-of";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { databaseTime } from "@/lib/platform/db/time";
import type { Invitation } from "@/lib/platform/db/types";

/** Somebody whose link can still be used. */
export type Invitee = Pick<Invitation, "id" | "name" | "email" | "role" | "expiresAt"> & { readonly entity: EntityName };

/** Longer than a link can be used for, so that the search ends. */
const SINCE = 8 * 24 * 60 * 60 * 1000;

/** Up to so many people who are invited and have not joined, the latest first; of one entity, or of all within the grant. */
export async function invitees(
  tx: ScopedTx,
  grant: Grant<"Invitations.View">,
  { entity, take }: { entity?: string | undefined; take: number },
): Promise<readonly Invitee[]> {
  const now = await databaseTime(tx);
  const open = { state: "pending", expiresAt: { gt: now }, sentAt: { gt: new Date(now.getTime() - SINCE) } } as const;
  return tx.invitation.findMany({
    where: { AND: [...scopeOf(tx, grant).where, open, ...(entity ? [{ entityId: entity }] : [])] },
    orderBy: [{ sentAt: "desc" }, { id: "desc" }],
    take,
    select: { id: true, name: true, email: true, role: true, expiresAt: true, entity: { select: ENTITY_NAME } },
  });
}
