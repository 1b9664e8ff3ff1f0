import "server-only";
import { signatureOf } from "@/lib/domain/mail/model";
import { heldStandingOf, lockedUser } from "@/lib/domain/standing";
import { record } from "@/lib/platform/audit/record";
import type { Grant } from "@/lib/platform/authz/grant";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { RoleRequest, User } from "@/lib/platform/db/types";
import { refuse } from "@/lib/platform/unit-of-work/refuse";
import { applyRole, baseOf, holdingsOf } from "./apply";
import { roleApproved, roleRejected, roleWithdrawn } from "./audit-events";
import { type AssignRoles, lockedRequest } from "./lock";
import { notifyPerson, notifyRequester } from "./notify";
import { insertRoleRequest } from "./request-role";
import {
  assertEndNotPassed,
  assertEndWithinYear,
  assertMayAssignRole,
  assertNoExpiredRole,
  assertNothingComesBack,
  assertNotTerminated,
  assertOneMayGive,
  assertOwnRequest,
  assertPending,
  assertRequestStillFits,
  assertRoleDiffers,
  assertStandingUnchanged,
  assertStillAsked,
  whyNotDecider,
  whyNotOwnRole,
} from "./rules";
import type { DecisionInput, RoleChange, WithdrawInput } from "./schema";

/** Changes a role directly, if one person may give it alone. It takes effect on the person's next request. */
export async function changeRole(tx: ScopedTx, grant: Grant<"Users.Promote">, input: RoleChange): Promise<User> {
  const { person, at } = await wanted(tx, grant, input);
  const { endsAt, reason } = input;
  const to = { role: input.role, global: input.global };
  assertOneMayGive(grant, person, await holdingsOf(tx, person, at), { ...to, endsAt });
  const after = await applyRole(tx, grant, person, { to, endsAt, reason, at, askedById: grant.principal.userId, requestId: null });
  await notifyPerson(tx, after, { to, endsAt, reason }, signatureOf(grant.principal));
  return after;
}

/** Requests a role, for somebody else to decide. One open request per person. */
export async function requestRole(tx: ScopedTx, grant: Grant<"Users.Manage">, input: RoleChange): Promise<RoleRequest> {
  const { person } = await wanted(tx, grant, input);
  const { role, global, endsAt, reason } = input;
  return insertRoleRequest(tx, grant, person, { role, global, endsAt }, reason);
}

/** The rules of every role change, requested or direct. */
async function wanted(tx: ScopedTx, grant: AssignRoles, input: RoleChange): Promise<{ readonly person: User; readonly at: Date }> {
  const { user: person, at } = await lockedUser(tx, grant, input.id);
  const to = { role: input.role, global: input.global };
  const why = whyNotOwnRole(person, grant.principal);
  if (why) refuse(grant, why);
  assertNotTerminated(person);
  assertNoExpiredRole(person, at);
  assertStandingUnchanged(person, input.seen);
  assertMayAssignRole(grant, to);
  assertRoleDiffers(person, to);
  assertEndWithinYear(input.endsAt, at);
  assertNothingComesBack(grant, person, baseOf(person), { ...to, endsAt: input.endsAt });
  return { person, at };
}

/** Approves a request and gives the role, both or neither. */
export async function approveRequest(tx: ScopedTx, grant: Grant<"Users.Promote">, input: DecisionInput): Promise<RoleRequest> {
  const { request, requester, person, at } = await decidable(tx, grant, input.id);
  const { principal } = grant;
  const to = { role: request.toRole, global: request.toGlobal };
  assertNotTerminated(person);
  assertNoExpiredRole(person, at);
  assertRequestStillFits(person, request);
  assertEndNotPassed(request, at);
  assertStillAsked(request, requester, at);
  assertMayAssignRole(grant, to);
  assertNothingComesBack(grant, person, baseOf(person), { ...to, endsAt: request.endsAt });
  // Decided before the role is given: the change of role would supersede a pending request.
  const after = await decide(
    tx,
    request,
    { state: "approved", decidedById: principal.userId, decidedByName: principal.displayName, decidedAt: at },
    input.reason,
  );
  record(tx, grant, roleApproved(person, request, after, input.reason));
  const { endsAt, reason } = request;
  const promoted = await applyRole(tx, grant, person, { to, endsAt, reason, at, askedById: request.requesterId, requestId: request.id });
  await notifyPerson(tx, promoted, { to, endsAt, reason }, signatureOf(principal));
  await notifyRequester(tx, request, person, { decision: "approved", by: signatureOf(principal), reason: input.reason });
  return after;
}

export async function rejectRequest(tx: ScopedTx, grant: Grant<"Users.Promote">, input: DecisionInput): Promise<RoleRequest> {
  const { request, person, at } = await decidable(tx, grant, input.id);
  const { userId, displayName } = grant.principal;
  const after = await decide(tx, request, { state: "rejected", decidedById: userId, decidedByName: displayName, decidedAt: at }, input.reason);
  record(tx, grant, roleRejected(person, request, after, input.reason));
  await notifyRequester(tx, request, person, { decision: "rejected", by: signatureOf(grant.principal), reason: input.reason });
  return after;
}

async function decidable(tx: ScopedTx, grant: Grant<"Users.Promote">, id: string) {
  const found = await lockedRequest(tx, grant, id);
  assertPending(found.request);
  const requester = await heldStandingOf(tx, found.request.requesterId);
  const why = whyNotDecider(found.request, found.person, grant.principal);
  if (why) refuse(grant, why);
  return { ...found, requester };
}

/** Withdraws one's own request. It stays listed. */
export async function withdrawRequest(tx: ScopedTx, grant: Grant<"Users.Manage">, input: WithdrawInput): Promise<RoleRequest> {
  const { request, person, at } = await lockedRequest(tx, grant, input.id);
  assertOwnRequest(grant, request);
  assertPending(request);
  const { userId, displayName } = grant.principal;
  const after = await decide(tx, request, { state: "withdrawn", decidedById: userId, decidedByName: displayName, decidedAt: at }, null);
  record(tx, grant, roleWithdrawn(person, request, after));
  return after;
}

type Outcome = Pick<RoleRequest, "state" | "decidedById" | "decidedByName" | "decidedAt">;

const decide = (tx: ScopedTx, { id }: RoleRequest, outcome: Outcome, decisionReason: string | null): Promise<RoleRequest> =>
  tx.roleRequest.update({ where: { id }, data: { ...outcome, decisionReason } });
