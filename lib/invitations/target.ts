import "server-only";
import { journalOf } from "@/lib/audit/journal";
import type { Target } from "@/lib/authz/decide";
import type { ScopedTx } from "@/lib/db/scope";

/** Whose invitation it is; null where this person cannot see it. */
export async function entityOfInvitation(tx: ScopedTx, id: string): Promise<Target | null> {
  return tx.invitation.findUnique({ where: { id }, select: { entityId: true } });
}

/** The entity that is named, or one's own. Whether it may be invited into is for the decision to say, and whether it is there for the command. */
export const entityToInviteInto = async (tx: ScopedTx, { entity }: { readonly entity?: string | undefined }): Promise<Target> => ({
  entityId: entity ?? journalOf(tx).caller.principal.entity.id,
});
