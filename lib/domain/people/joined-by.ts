import "server-only";
import type { Grant } from "@/lib/platform/authz/grant";
import { scopeOf } from "@/lib/platform/authz/scope-of";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { Invitation } from "@/lib/platform/db/types";

/** The invitation through which a person joined their entity; null when they joined another way. */
export async function invitationAcceptedBy(
  tx: ScopedTx,
  grant: Grant<"Invitations.View">,
  person: { readonly id: string; readonly entityId: string },
): Promise<Pick<Invitation, "id" | "sentAt"> | null> {
  return tx.invitation.findFirst({
    // The entity filter keeps the search inside that entity's invitations.
    where: { AND: [...scopeOf(tx, grant).where, { entityId: person.entityId, accepterId: person.id }] },
    orderBy: [{ sentAt: "desc" }, { id: "desc" }],
    select: { id: true, sentAt: true },
  });
}
