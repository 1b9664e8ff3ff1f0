import { assignableRoles, needsSecondPerson } from "@/lib/platform/authz/assignable";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import { type RoleKey, roleLabel } from "@/lib/platform/authz/roles";
import { AppError } from "@/lib/platform/errors";
import type { Reason } from "@/lib/platform/unit-of-work/refuse";
import { INVITATION_STATES, type StateOfInvitation } from "./state";

/** Why an invitation cannot give a role: the sender may not assign it, or it takes two people; null when it can. */
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

/** The states from which each step is allowed. Source: the domain's people, invitations. */
const FROM = {
  resend: ["pending", "revoked", "expired"],
  revoke: ["pending"],
  delete: ["pending", "revoked", "expired"],
} as const satisfies Record<string, readonly StateOfInvitation[]>;

export type Step = keyof typeof FROM;
/** In the order in which they are offered. */
export const STEPS = ["delete", "revoke", "resend"] as const satisfies readonly Step[];

/** Whether a step is allowed from a state; used by pages and checked again by commands. */
export const leadsOn = (step: Step, state: StateOfInvitation): boolean => FROM[step].some((from) => from === state);

const DONE = { resend: "sent again", revoke: "revoked", delete: "deleted" } as const satisfies Record<Step, string>;

export function assertStepAllowed(step: Step, state: StateOfInvitation): void {
  if (leadsOn(step, state)) return;
  const { label, meaning } = INVITATION_STATES[state];
  throw new AppError("ILLEGAL_TRANSITION", `It is ${label.toLowerCase()} now and cannot be ${DONE[step]}. ${meaning} Go back to see how it stands.`);
}

/** Optimistic lock: a form names the sending it saw, so it cannot undo another resend unseen. */
export function assertUnchanged({ sentAt }: { readonly sentAt: Date }, seen: Date): void {
  if (sentAt.getTime() !== seen.getTime())
    throw new AppError("STALE_BASE", "This invitation was sent again while you had this page open. Open it again to see how it stands now.");
}

/** Nobody can join a suspended entity. */
export function assertEntityActive({ status, shortName }: { readonly status: "active" | "suspended"; readonly shortName: string }): void {
  if (status !== "active")
    throw new AppError("ILLEGAL_TRANSITION", `${shortName} is suspended, and nobody can join it. Reinstate it first.`, {
      fieldErrors: { entity: `${shortName} is suspended.` },
    });
}
