import type { Grant } from "@/lib/platform/authz/grant";
import { AppError } from "@/lib/platform/errors";
import { refuse } from "@/lib/platform/unit-of-work/refuse";

/** The user who already has an address in the entity it is invited into; pure. */
export type Known = {
  readonly userId: string | null;
  /** Whether that user is terminated. */
  readonly terminated: boolean;
  readonly invitationId: string | null;
};

type Wanted = { readonly entityId: string; readonly email: string; readonly comesBack: boolean };

/**
 * Refuses to invite an existing user of the entity: an invitation must not act on a user. Exceptions, when the
 * sender ticks that they were here before: a user whose directory account was recreated, and a terminated user
 * (only an operator with Global may readmit one). Neither changes the existing user.
 */
export function assertMayInviteAgain(
  grant: Grant<"Invitations.Send">,
  { userId, terminated, invitationId }: Known,
  { entityId, email, comesBack }: Wanted,
  mayBringBack: boolean,
): void {
  if (invitationId) throw alreadyInvited(invitationId);
  if (!userId || (comesBack && (mayBringBack || !terminated))) return;
  const about = { type: "user", id: userId, label: email, entityId };
  const link = { href: `/admin/users/${userId}`, label: "Open the user" } as const;
  if (terminated) {
    const next = mayBringBack ? "To let them come back, tick “They were here before”." : "Only an operator with Global can let them come back: ask one.";
    const message = `Somebody with this address was terminated here. ${next} What they were before stays on record.`;
    const fieldErrors = { email: "A person with this address was terminated." };
    refuse(grant, { code: mayBringBack ? "ALREADY_EXISTS" : "BEYOND_OWN_PERMISSIONS", message, fieldErrors, link }, about);
  }
  const message =
    "Somebody with this address is a user of this entity already. Change their role or status on their page instead. If the directory made their account anew, tick “They were here before”.";
  refuse(grant, { code: "ALREADY_EXISTS", message, fieldErrors: { email: "A user of this entity has this address." }, link }, about);
}

/** Why a row of a list is left out. */
export function knownAs({ userId, terminated }: Known): string {
  if (terminated) return "Terminated. An operator with Global can let them come back, inviting them one by one.";
  return userId ? "A user already." : "Invited already.";
}

export function alreadyInvited(invitationId: string | null): AppError {
  return new AppError(
    "ALREADY_INVITED",
    "This address has an invitation to this entity already. Send that one again instead: it gets a new link and seven fresh days.",
    {
      fieldErrors: { email: "This address is invited already." },
      ...(invitationId ? { link: { href: `/admin/invitations/${invitationId}`, label: "Open the invitation" } } : {}),
    },
  );
}
