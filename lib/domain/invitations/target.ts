import "server-only";
import { journalOf } from "@/lib/platform/audit/journal";
import type { Target } from "@/lib/platform/authz/decide";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";

/** Whose invitation it is; null where this person cannot see it. */
export async function entityOfInvitation(tx: ScopedTx, id: string): Promise<Target | null> {
  const invitation = await tx.invitation.findUnique({ where: { id }, select: { entityId: true, email: true } });
  return invitation && { entityId: invitation.entityId, subject: { type: "invitation", id, label: invitation.email, entityId: invitation.entityId } };
}

/** The entity that is named, or one's own. Whether it may be invited into is for the decision to say, and whether it is there for the command. */
export async function entityToInviteInto(tx: ScopedTx, { entity, email }: { readonly entity?: string | undefined; readonly email: string }): Promise<Target> {
  const entityId = entity ?? journalOf(tx).caller.principal.entity.id;
  return { entityId, subject: { type: "invitation", id: email, label: email, entityId } };
}
