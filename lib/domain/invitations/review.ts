import "server-only";
import { signatureOf } from "@/lib/domain/mail/model";
import { isRoleKey, roleInfo, roleLabel } from "@/lib/platform/authz/roles";
import { inAnonymousScope } from "@/lib/platform/unit-of-work/scope";
import { invitationBehind, type NotAcceptable } from "./accept";

/** What the holder of an invitation's token sees before signing in. */
export type Review =
  | {
      readonly kind: "open";
      readonly email: string;
      readonly entityId: string;
      readonly entity: string;
      readonly role: string;
      readonly description: string;
      /** The sender's address as in the mail, since a name alone proves nothing. Null when the portal sent it. */
      readonly sender: string | null;
      readonly expiresAt: Date;
    }
  | { readonly kind: "closed"; readonly why: NotAcceptable };

/** Reads only; the invitation stays valid. Throws UNAVAILABLE in an outage. */
export function reviewInvitation(token: string | undefined): Promise<Review> {
  return inAnonymousScope(async (tx) => {
    const found = await invitationBehind(tx, token);
    if (!found) return { kind: "closed", why: "INVITATION_NOT_USABLE" };
    const { invitation, problem } = found;
    if (problem) return { kind: "closed", why: problem };
    const { email, entityId, entity, role, sender, expiresAt } = invitation;
    return {
      kind: "open",
      email,
      entityId,
      entity: entity.legalName,
      role: roleLabel(role),
      description: isRoleKey(role) ? roleInfo(role).description : "",
      sender: sender && signatureOf(sender),
      expiresAt,
    };
  });
}
