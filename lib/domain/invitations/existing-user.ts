import { AppError } from "@/lib/platform/errors";

/** Whom an address is known as in the entity that it is to be invited into; pure. */
export type Known = {
  readonly userId: string | null;
  /** Whether that user has been terminated. */
  readonly terminated: boolean;
  readonly invitationId: string | null;
};

type Wanted = { readonly entityId: string; readonly email: string; readonly comesBack: boolean };

/**
 * Why somebody who is known is not invited; null where they are. An invitation may say that they were here before: a user whose account
 * the directory made anew has a new one that nobody knows, and whoever was terminated comes back through an operator with Global only.
 * The user whom the portal knows is not touched by either.
 */
export function whyNotInvitedAgain(
  { userId, terminated, invitationId }: Known,
  { entityId, email, comesBack }: Wanted,
  mayBringBack: boolean,
): AppError | null {
  if (invitationId) return alreadyInvited(invitationId);
  if (!userId || (comesBack && (mayBringBack || !terminated))) return null;
  const about = { type: "user", id: userId, label: email, entityId };
  const link = { href: `/admin/users/${userId}`, label: "Open the user" };
  if (terminated) {
    const next = mayBringBack ? "To let them come back, tick “They were here before”." : "Only an operator with Global can let them come back: ask one.";
    return new AppError(
      mayBringBack ? "ALREADY_EXISTS" : "BEYOND_OWN_PERMISSIONS",
      `Somebody with this address was terminated here. ${next} What they were before stays on record.`,
      {
        fieldErrors: { email: "A person with this address was terminated." },
        link,
        about,
      },
    );
  }
  return new AppError(
    "ALREADY_EXISTS",
    "Somebody with this address is a user of this entity already. Change their role or status on their page instead. If the directory made their account anew, tick “They were here before”.",
    { fieldErrors: { email: "A user of this entity has this address." }, link, about },
  );
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
