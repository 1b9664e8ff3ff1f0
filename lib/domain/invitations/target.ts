import "server-only";
import { journalOf } from "@/lib/platform/audit/journal";
import { nobodysThing, type Target } from "@/lib/platform/authz/decide";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";

/** The entity of an invitation; null when this person cannot see it. */
export async function entityOfInvitation(tx: ScopedTx, id: string): Promise<Target | null> {
  const invitation = await tx.invitation.findUnique({ where: { id }, select: { entityId: true, email: true } });
  return invitation && { entityId: invitation.entityId, subject: { type: "invitation", id, label: invitation.email, entityId: invitation.entityId } };
}

/**
 * The named entity, or the own one. The decision checks whether the caller may invite into it, the command
 * whether it exists.
 */
export async function entityToInviteInto(tx: ScopedTx, { entity, email }: { readonly entity?: string | undefined; readonly email: string }): Promise<Target> {
  const entityId = entity ?? journalOf(tx).caller.principal.entity.id;
  return { entityId, subject: { type: "invitation", id: email, label: email, entityId } };
}

/** The owner of a list, which the database shows to them only: a missing one counts as somebody else's. */
export async function ownList(tx: ScopedTx, id: string): Promise<Target> {
  const { principal } = journalOf(tx).caller;
  const list = await tx.inviteList.findUnique({ where: { id }, select: { userId: true } });
  const subject = { type: "invite_list", id, label: id, entityId: null };
  return list ? { entityId: principal.entity.id, ownerId: list.userId, subject } : nobodysThing(principal, subject);
}
