import { assignableRoles, needsSecondPerson } from "@/lib/platform/authz/assignable";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import { type RoleKey, roleLabel } from "@/lib/platform/authz/roles";
import { AppError } from "@/lib/platform/errors";
import type { Reason } from "@/lib/platform/unit-of-work/refuse";
import { INVITATION_STATES, type StateOfInvitation } from "./state";

/** Nobody grants what they could not grant, and some roles take two people; null where the role may be given by an invitation. */
export function whyNotInvitable(principal: Pick<UserPrincipal, "role">, role: RoleKey): Reason | null {
  if (!assignableRoles(principal).includes(role)) {
    const message = `Your role does not let you give the role ${roleLabel(role)}. Choose another role, or ask an operator.`;
    return { code: "BEYOND_OWN_PERMISSIONS", message, fieldErrors: { role: `You cannot give the role ${roleLabel(role)}.` } };
  }
  if (needsSecondPerson(role)) {
    const instead = "Invite the person as a viewer, then propose the promotion on their page: a second operator decides.";
    const message = `Becoming ${roleLabel(role)} always takes two operators, so it is never part of an invitation. ${instead}`;
    return { code: "APPROVAL_REQUIRED", message, fieldErrors: { role: instead } };
  }
  return null;
}

/** From which states each step leads on. Source: the domain's people, invitations. */
const FROM = {
  resend: ["pending", "revoked", "expired"],
  revoke: ["pending"],
  delete: ["pending", "revoked", "expired"],
} as const satisfies Record<string, readonly StateOfInvitation[]>;

export type Step = keyof typeof FROM;

/** Whether a step leads on from a state: what a page offers, and what a command asks again. */
export const leadsOn = (step: Step, state: StateOfInvitation): boolean => FROM[step].some((from) => from === state);

const DONE = { resend: "sent again", revoke: "revoked", delete: "deleted" } as const satisfies Record<Step, string>;

export function assertStepAllowed(step: Step, state: StateOfInvitation): void {
  if (leadsOn(step, state)) return;
  const { label, meaning } = INVITATION_STATES[state];
  throw new AppError("ILLEGAL_TRANSITION", `It is ${label.toLowerCase()} now and cannot be ${DONE[step]}. ${meaning} Go back to see how it stands.`);
}

/** A form names the sending it saw; somebody else's resending in between must not be undone unseen. */
export function assertUnchanged({ sentAt }: { readonly sentAt: Date }, seen: Date): void {
  if (sentAt.getTime() !== seen.getTime())
    throw new AppError("STALE_BASE", "This invitation was sent again while you had this page open. Open it again to see how it stands now.");
}

/** Nobody can join an entity that is suspended. */
export function assertEntityActive({ status, shortName }: { readonly status: "active" | "suspended"; readonly shortName: string }): void {
  if (status !== "active")
    throw new AppError("ILLEGAL_TRANSITION", `${shortName} is suspended, and nobody can join it. Reinstate it first.`, {
      fieldErrors: { entity: `${shortName} is suspended.` },
    });
}
