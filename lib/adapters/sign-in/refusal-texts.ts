import { isRoleKey, roleLabel } from "@/lib/platform/authz/roles";
import type { RefusalCode } from "./refusal";

export type RefusalText = { readonly title: string; readonly what: string; readonly next: string };

type Query = { readonly roles: string | undefined; readonly groups: string | undefined; readonly directory?: string | undefined };

/** What happened and what to do next, for each refusal code. */
const TEXTS: Readonly<Record<RefusalCode | "USER_FROZEN", (query: Query) => RefusalText>> = {
  NO_ROLE_GROUP: ({ groups }) => ({
    title: "You have no role here yet",
    what: `Your account was recognised, but it is in no role group of this portal${/^\d{1,4}$/.test(groups ?? "") ? ` (groups found: ${groups}, none of them a role group)` : ""}.`,
    next: "Ask an entity admin of your organisation, or an operator of the exchange, to put your account into exactly one role group. Then sign in again.",
  }),
  SEVERAL_ROLE_GROUPS: ({ roles }) => ({
    title: "You have more than one role",
    what: `A person has exactly one role, and your account is in several role groups: ${rolesFound(roles)}.`,
    next: "Ask an entity admin of your organisation, or an operator of the exchange, to take your account out of all of these but one. Then sign in again.",
  }),
  NOT_INVITED: () => ({
    title: "You are not invited yet",
    what: "Your account was recognised, but nobody has invited it to this portal.",
    next: "Ask an entity admin of your organisation for an invitation, and open the link in it before you sign in.",
  }),
  INVITATION_NOT_USABLE: () => ({
    title: "This link is not an invitation",
    what: "It is not complete, was altered in transit, or was replaced by a newer link.",
    next: "Open the link in the latest message that you got, or copy it whole. If that does not help, ask for the invitation to be sent again.",
  }),
  INVITATION_EXPIRED: () => ({
    title: "This invitation has expired",
    what: "An invitation works for seven days, and this one’s have passed.",
    next: "Ask the person who invited you to send it again: the same invitation gets a new link and seven more days.",
  }),
  INVITATION_USED: () => ({
    title: "This invitation was used already",
    what: "It works once, and someone has already joined with it.",
    next: "If that was you, just sign in. If it was not, tell the person who invited you at once.",
  }),
  INVITATION_REVOKED: () => ({
    title: "This invitation was withdrawn",
    what: "Someone who manages your organisation here withdrew it before it was used.",
    next: "Ask the person who invited you; they can send it again.",
  }),
  INVITATION_ROLE_WITHDRAWN: () => ({
    title: "This invitation is no longer backed by its sender",
    what: "The sender has left, or may no longer assign its role. The invitation is still unused.",
    next: "Ask another entity admin of your organisation, or an operator of the exchange, to send it again.",
  }),
  INVITATION_FOR_ANOTHER_ADDRESS: () => ({
    title: "This invitation is for another address",
    what: "You signed in with an account whose address is not the one that was invited. The invitation is still unused.",
    next: "Sign in with the account that the invitation was sent to, or ask for an invitation of this address.",
  }),
  USER_DEACTIVATED: () => ({
    title: "Your account is deactivated",
    what: "Your account still exists, but has no access for now.",
    next: "An entity admin of your organisation or an operator of the exchange can activate it again; the reason is on record there.",
  }),
  USER_TERMINATED: () => ({
    title: "Your account has been terminated",
    what: "It was closed for good, and only its record is kept.",
    next: "If that is a mistake, write to the operators of the exchange.",
  }),
  USER_FROZEN: () => ({
    title: "Your account is frozen",
    what: "You can sign in and view what your role shows, but you cannot change anything: no trading, no credit, no administration.",
    next: "An entity admin of your organisation or an operator of the exchange can lift it; the reason is on record there.",
  }),
  ENTITY_SUSPENDED: () => ({
    title: "Your organisation is suspended",
    what: "None of its people can use the portal while it is suspended.",
    next: "An operator of the exchange can reinstate it; the reason is on record there.",
  }),
  WRONG_TENANT: () => signInFault("Your account belongs to another organisation's directory than the one this portal trusts."),
  WRONG_ISSUER: () => signInFault("The directory's answer did not come from the directory that this portal trusts."),
  WRONG_AUDIENCE: () => signInFault("The directory's answer was made for another application."),
  CLAIMS_UNREADABLE: () => signInFault("The directory's answer did not say who you are."),
  SIGN_IN_FAILED: () =>
    signInFault("The directory sent no usable answer. This happens when a sign-in is left unfinished, takes too long, or is started in another window."),
  CONSENT_MISSING: ({ directory }) => ({
    title: "The directory does not let this portal sign people in yet",
    what: `An administrator of the directory has not granted the portal the permissions that it asks for, or has taken them back${numberOf(directory)}.`,
    next: "Ask an administrator of Microsoft Entra ID to grant admin consent under App registrations, API permissions of this portal. Then sign in again.",
  }),
  PORTAL_NOT_KNOWN_TO_DIRECTORY: ({ directory }) => ({
    title: "The directory does not accept this portal",
    what: `The portal's client secret has expired or is wrong, or its registration in the directory has changed${numberOf(directory)}. Your account is not the cause.`,
    next: "Tell the operators of the exchange: the portal’s administrator must create a new client secret in Microsoft Entra ID, set ENTRA_CLIENT_SECRET and restart the portal.",
  }),
  ACCOUNT_NOT_ALLOWED: ({ directory }) => ({
    title: "The directory does not let your account in",
    what: `Your account is blocked, is not assigned to this portal, or is not in the directory${numberOf(directory)}.`,
    next: "Ask your own IT support first. If they see nothing wrong, ask an operator of the exchange to check the account's assignment to the portal.",
  }),
  DIRECTORY_POLICY: ({ directory }) => ({
    title: "The directory asks for more before it lets you in",
    what: `A sign-in policy was not met: a second factor, a managed device or a permitted network, for example${numberOf(directory)}.`,
    next: "Sign in again and follow what the directory asks for. If it still refuses, ask your own IT support which policy applies.",
  }),
  DIRECTORY_TRY_AGAIN: ({ directory }) => ({
    title: "The directory could not finish the sign-in",
    what: `It reported a temporary problem, or the sign-in took too long${numberOf(directory)}. Nobody was signed in or out.`,
    next: "Try again in a moment. If it keeps happening, tell the operators of the exchange.",
  }),
  DIRECTORY_ERROR: ({ directory }) => ({
    title: "The directory reported an error",
    what: `It refused the sign-in for a reason that the portal does not know${numberOf(directory)}.`,
    next: "Try again once. If it happens again, tell the operators of the exchange the number above and when you tried.",
  }),
  CLOCKS_DIFFER: () => ({
    title: "The clocks of the portal and the directory differ",
    what: "The directory's answer is dated more than five minutes away from the portal's time, so it cannot be accepted. Your account is not the cause.",
    next: "Tell the operators of the exchange: the portal’s administrator must synchronise the server’s clock (NTP). Then sign in again.",
  }),
  OTHER_ADDRESS: () => ({
    title: "Sign in from here",
    what: "You opened the portal at a different address. Signing in works only at the portal’s own address, which is this one.",
    next: "Sign in below, and bookmark this address.",
  }),
  TOO_MANY_ATTEMPTS: () => ({
    title: "Too many attempts from your network",
    what: "Signing in or looking up invitations was tried too often from your network address within a minute.",
    next: "Wait a minute, then try again.",
  }),
  DIRECTORY_UNREACHABLE: () => ({
    title: "The directory cannot be reached",
    what: "The portal could not ask the directory who you are. Nobody was signed in or out.",
    next: "Try again in a moment. If it keeps happening, tell the operators of the exchange.",
  }),
  PORTAL_UNAVAILABLE: () => ({
    title: "The portal cannot sign you in right now",
    what: "Its database did not answer. Nobody was signed in or out, and nothing was changed.",
    next: "Try again in a moment. If it keeps happening, tell the operators of the exchange.",
  }),
};

/** The directory's error number, for support. */
const numberOf = (directory: string | undefined): string => (/^\d{4,8}$/.test(directory ?? "") ? ` (AADSTS${directory})` : "");

const signInFault = (what: string): RefusalText => ({
  title: "Signing in did not work",
  what,
  next: "Start again from the sign-in page. If it fails again, tell an operator of the exchange when you tried.",
});

const rolesFound = (roles: string | undefined): string => {
  const known = (roles ?? "").split(" ").filter(isRoleKey).map(roleLabel);
  return known.length > 0 ? new Intl.ListFormat("en-NZ").format(known) : "at least two";
};

/** The text for a reason in the address; an unknown reason gets the general text. */
export function refusalText(reason: string | undefined, query: Query): RefusalText {
  const known = Object.entries(TEXTS).find(([code]) => code === reason)?.[1] ?? TEXTS.SIGN_IN_FAILED;
  return known(query);
}
