import { type Held, type Holding, takesTwo, takesTwoAgain } from "@/lib/domain/standing/model";
import { assignableRoles } from "@/lib/platform/authz/assignable";
import { EXPIRED, mayAskForRole, openSince, requesterNotAllowed } from "@/lib/platform/authz/may-still-ask";
import { type Account, countsAsGlobal, isSamePerson, type UserPrincipal } from "@/lib/platform/authz/principal";
import { roleLabel } from "@/lib/platform/authz/roles";
import type { RoleRequest, User } from "@/lib/platform/db/types";
import { AppError, invalidInput } from "@/lib/platform/errors";
import { type Reason, refuse } from "@/lib/platform/unit-of-work/refuse";
import type { AssignRoles } from "./lock";

export type Person = Pick<User, "id" | "entityId" | "oid" | "login" | "displayName" | "role" | "global" | "status" | "authzVersion" | "roleEndsAt">;
type Request = Pick<RoleRequest, "state" | "decisionReason" | "endsAt">;
type Requested = Pick<RoleRequest, "requesterId" | "requesterOid" | "requesterLogin">;

/** Nobody changes their own role or requests another; a second account of the same person is the same person. */
export const whyNotOwnRole = (person: Account, principal: UserPrincipal): Reason | null =>
  isSamePerson(person, principal) ? { code: "SELF_APPROVAL", message: "Nobody changes their own role. Ask a colleague who looks after users to do it." } : null;

/** A change names the role, status and Global that were shown; if any has changed since, it is stale. */
export function assertStandingUnchanged({ authzVersion, displayName }: Person, seen: number): void {
  if (authzVersion !== seen)
    throw new AppError("STALE_BASE", `${displayName}’s role or status was changed in the meantime. Open this again to see how they stand now.`);
}

/**
 * A request was made for a person in a certain role. The database ends it when that changes, or when they are
 * frozen or shut out.
 */
export function assertRequestStillFits({ role, global, displayName }: Person, { fromRole, fromGlobal }: Pick<RoleRequest, "fromRole" | "fromGlobal">): void {
  if (role !== fromRole || global !== fromGlobal)
    throw new AppError("STALE_BASE", `${displayName}’s role was changed since this was asked. Reject it, and ask again if it is still needed.`);
}

/** An expired temporary role is settled first, because settling changes the standing. */
export function assertNoExpiredRole({ roleEndsAt, displayName }: Person, at: Date): void {
  if (roleEndsAt && roleEndsAt <= at)
    throw new AppError("STALE_BASE", `A temporary role of ${displayName} has just run out. Open this again in a moment to see how they stand now.`);
}

/** Terminated is final: a role would mean nothing. */
export function assertNotTerminated({ status, displayName }: Person): void {
  if (status === "terminated") throw new AppError("ILLEGAL_TRANSITION", `${displayName} is terminated, for good: their role stays as the record has it.`);
}

/**
 * Nobody gives what they may not give: neither a role they cannot assign, nor Global that they do not hold or
 * that would not count.
 */
export function assertMayAssignRole(grant: AssignRoles, to: Held): void {
  const beyond = (message: string) => refuse(grant, { code: "BEYOND_OWN_PERMISSIONS", message });
  if (!assignableRoles(grant.principal).some((role) => role === to.role))
    beyond(`${roleLabel(to.role)} is not a role that you may give. Choose another, or ask an operator of the exchange.`);
  if (to.global && !countsAsGlobal(to.role, true)) beyond(`Global does not go with ${roleLabel(to.role)}. Choose the role without it.`);
  if (to.global && !grant.principal.global) beyond("Only somebody who holds Global may give it. Choose the role without it, or ask such a colleague.");
}

export function assertOneMayGive(grant: AssignRoles, person: Person, held: readonly Holding[], to: Holding): void {
  if (!takesTwo(held, to)) return;
  const message = `${roleLabel(to.role)} is given by two people together, and so is more time for it. Propose it, and a colleague of yours decides.`;
  refuse(grant, { code: "APPROVAL_REQUIRED", message }, subjectOf(person));
}

/**
 * A role that takes two people must not resurface when a lesser temporary role ends: the directory may have
 * removed it meanwhile, and nobody would have given it again.
 */
export function assertNothingComesBack(grant: AssignRoles, person: Person, base: Held, to: Holding): void {
  if (to.endsAt === null || !takesTwoAgain(base, to)) return;
  const message = `${roleLabel(base.role)}${base.global ? " with Global" : ""} is given by two people together, so it does not come back by itself. Change the role for good, and two of you give it again when it is time.`;
  refuse(grant, { code: "APPROVAL_REQUIRED", message }, subjectOf(person));
}

const subjectOf = ({ id, displayName, entityId }: Person) => ({ type: "user", id, label: displayName, entityId });

/** Making a temporary role permanent, or changing its end, counts as a change. */
export function assertRoleDiffers(person: Person, to: Held): void {
  if (person.role === to.role && person.global === to.global && !person.roleEndsAt)
    throw new AppError("INVALID_INPUT", `${person.displayName} has this role already. Choose another one, or go back.`);
}

const LONGEST = 366 * 24 * 3_600_000;

/** An end is in the future, and within a year. */
export function assertEndWithinYear(endsAt: Date | null, at: Date): void {
  if (!endsAt) return;
  const message = endsAt <= at ? "This moment has passed. Choose one ahead." : "Choose a moment within a year; what lasts longer is given for good.";
  if (endsAt <= at || endsAt.getTime() - at.getTime() > LONGEST) throw invalidInput({ endsAt: message });
}

/** A decision is made once, on the standing that the request saw. */
export function assertPending({ state, decisionReason }: Pick<Request, "state" | "decisionReason">): void {
  if (state === "superseded")
    throw new AppError(
      "STALE_BASE",
      decisionReason
        ? `This request has ended. ${decisionReason}`
        : "The person’s role or status was changed after this was asked, so it is superseded. Look at how they stand now; it can be asked anew.",
    );
  if (state !== "pending") throw new AppError("ILLEGAL_TRANSITION", `This request is ${state} already. Open it to see who did that, and why.`);
}

/**
 * A request expires, and ends when its requester may no longer make it. A job settles both; this rule applies
 * until it has.
 */
export function assertStillAsked(request: RoleRequest, requester: UserPrincipal | null, at: Date): void {
  if (request.createdAt <= openSince(at)) throw new AppError("STALE_BASE", `This request is not open any more. ${EXPIRED}`);
  if (!requester || !mayAskForRole(requester, request))
    throw new AppError("STALE_BASE", `${requesterNotAllowed(request.requesterName)} Somebody who may can ask anew.`);
}

/** A role requested until an instant cannot be given after it. */
export function assertEndNotPassed({ endsAt }: Pick<Request, "endsAt">, at: Date): void {
  if (endsAt && endsAt <= at)
    throw new AppError("ILLEGAL_TRANSITION", "This was asked for until a moment that has passed. Reject it, and have it asked anew if it is still wanted.");
}

/** Whether a person made this request, with this or another account. */
export const isRequester = ({ requesterId: id, requesterOid: oid, requesterLogin: login }: Requested, principal: UserPrincipal): boolean =>
  isSamePerson({ id, oid, login }, principal);

/** Two-person rule: neither the requester nor the subject decides, under any account. */
export function whyNotDecider(request: Requested, person: Account, principal: UserPrincipal): Reason | null {
  if (isRequester(request, principal))
    return { code: "SELF_APPROVAL", message: "You asked for this yourself, with this or another account, so a colleague decides. You may withdraw it." };
  return isSamePerson(person, principal) ? { code: "SELF_APPROVAL", message: "This is about your own role, so a colleague decides." } : null;
}

/** Only the requester withdraws, with any account. */
export function assertOwnRequest(grant: AssignRoles, request: Requested): void {
  if (isRequester(request, grant.principal)) return;
  refuse(grant, { code: "NOT_AUTHORISED", message: "Only the person who asked for this may withdraw it. An operator may reject it." });
}
