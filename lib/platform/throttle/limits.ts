/**
 * How many times something may be done per window. `exceeded` starts the sentence for the person: "You have … 5
 * times".
 */
export type Limit = { readonly name: string; readonly most: number; readonly minutes: number; readonly exceeded: string };

const HOUR = 60;

/**
 * Every limit of the portal, per subject: the person, the recipient's mailbox or the source address, as its
 * name says.
 */
export const LIMITS = {
  accessRequestsByPerson: { name: "access-requests-by-person", most: 5, minutes: HOUR, exceeded: "You have asked for access" },
  supportMessagesByPerson: { name: "support-messages-by-person", most: 20, minutes: HOUR, exceeded: "You have written to support" },
  lettersResentByPerson: { name: "letters-resent-by-person", most: 60, minutes: HOUR, exceeded: "You have sent letters again" },
  lettersFromEntity: { name: "letters-from-entity", most: 5, minutes: HOUR, exceeded: "Your entity has sent letters" },
  /** All entities together, beyond the first of each. */
  lettersAgain: { name: "letters-again", most: 15, minutes: HOUR, exceeded: "Letters have been sent again" },
  lettersByPerson: { name: "letters-by-person", most: 30, minutes: HOUR, exceeded: "You have caused letters" },
  exportsByPerson: { name: "exports-by-person", most: 60, minutes: HOUR, exceeded: "You have downloaded a list" },
  signInsFromAddress: { name: "sign-ins-from-address", most: 120, minutes: 1, exceeded: "Signing in has been started from your network address" },
  invitationReviewsFromAddress: {
    name: "invitation-reviews-from-address",
    most: 60,
    minutes: 1,
    exceeded: "Invitations have been looked up from your network address",
  },
} as const satisfies Readonly<Record<string, Limit>>;
