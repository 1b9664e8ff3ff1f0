import "server-only";
import { withdrawMail } from "@/lib/domain/mail";
import { dropGuest, inviteGuests } from "@/lib/domain/write-queue";
import { record } from "@/lib/platform/audit/record";
import { EVERY_ENTITY } from "@/lib/platform/authz/decide";
import type { Grant } from "@/lib/platform/authz/grant";
import { isRoleKey } from "@/lib/platform/authz/roles";
import { scopeOf } from "@/lib/platform/authz/scope-of";
import { isUniqueViolation } from "@/lib/platform/db/failures";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { databaseTime } from "@/lib/platform/db/time";
import type { Entity, Invitation } from "@/lib/platform/db/types";
import { LIMITS } from "@/lib/platform/throttle/limits";
import { assertWithinLimits } from "@/lib/platform/throttle/throttle";
import { consider } from "@/lib/platform/unit-of-work/authorize";
import { type Reason, refuse } from "@/lib/platform/unit-of-work/refuse";
import { invitationDeleted, invitationResent, invitationRevoked, invitationSent } from "./audit-events";
import { alreadyInvited, assertMayInviteAgain } from "./existing-user";
import { DAYS_VALID, findExistingUsers, insertInvitations, type NewInvitation, type SentInvitation } from "./insert-invitations";
import { mailInvitations } from "./mail";
import { assertOpenInvitationLimit } from "./open-limit";
import { assertEntityActive, assertStepAllowed, assertUnchanged, type Step, whyNotInvitable } from "./rules";
import type { EndInvitation, ResendInvitation, SendInvitation } from "./schema";
import { stateOf } from "./state";
import { hashInvitationToken, newInvitationToken } from "./token";

export type SendInvitations = Grant<"Invitations.Send">;

/**
 * Invites one person. Throws ALREADY_EXISTS, ALREADY_INVITED, BEYOND_OWN_PERMISSIONS, APPROVAL_REQUIRED,
 * ILLEGAL_TRANSITION, TOO_MANY.
 */
export async function sendInvitation(tx: ScopedTx, grant: SendInvitations, input: SendInvitation): Promise<{ id: string }> {
  const refusal = whyNotInvitable(grant.principal, input.role);
  if (refusal) return refuse(grant, refusal);
  const entity = await entityOf(tx, grant);
  assertEntityActive(entity);
  const wanted = { entityId: entity.id, email: input.email, name: input.name, role: input.role, comesBack: input.comesBack };
  const [known] = await findExistingUsers(tx, [wanted]);
  if (known) assertMayInviteAgain(grant, known, wanted, mayBringBack(tx));
  const [sent] = await sendAll(tx, grant, [wanted]);
  // Another transaction invited this address at the same moment.
  if (!sent) throw alreadyInvited((await findExistingUsers(tx, [wanted]))[0]?.invitationId ?? null);
  return { id: sent.id };
}

/**
 * Inserts invitations with their mail, directory guest and audit events; skips addresses invited at the same
 * moment. The caller has applied the rules. Seven statements, however many there are.
 */
export async function sendAll(tx: ScopedTx, grant: SendInvitations, wanted: readonly NewInvitation[]): Promise<readonly SentInvitation[]> {
  await assertOpenInvitationLimit(tx, wanted);
  const stored = await insertInvitations(tx, grant.principal.userId, wanted);
  await mailInvitations(tx, grant.principal, stored);
  await inviteGuests(tx, stored);
  for (const invitation of stored) record(tx, grant, invitationSent(invitation));
  return stored;
}

/** Resends an invitation from the caller, with a new link and seven more days; earlier links stop working. */
export async function resendInvitation(tx: ScopedTx, grant: SendInvitations, input: ResendInvitation): Promise<Invitation> {
  const { before, state, now } = await locked(tx, input.id);
  assertStepAllowed("resend", state);
  assertUnchanged(before, input.seen);
  await assertWithinLimits(tx, [{ limit: LIMITS.lettersResentByPerson, subject: grant.principal.userId }]);
  const entity = await entityOf(tx, grant);
  assertEntityActive(entity);
  const [known] = await findExistingUsers(tx, [before]);
  const other = known && { ...known, invitationId: known.invitationId === before.id ? null : known.invitationId };
  if (other) assertMayInviteAgain(grant, other, before, mayBringBack(tx));
  const role = before.role;
  const refusal = isRoleKey(role) ? whyNotInvitable(grant.principal, role) : ROLE_IS_GONE;
  if (refusal) return refuse(grant, refusal);
  if (state !== "pending") await assertOpenInvitationLimit(tx, [before]);
  const token = newInvitationToken();
  const after = await unlessInvited(
    tx.invitation.update({
      where: { id: before.id },
      data: {
        state: "pending",
        tokenHash: hashInvitationToken(token),
        senderId: grant.principal.userId,
        sentAt: now,
        expiresAt: new Date(now.getTime() + DAYS_VALID * 86_400_000),
        revokedAt: null,
      },
    }),
  );
  await withdrawMail(tx, after.id, "A newer link was sent.");
  await mailInvitations(tx, grant.principal, [{ ...after, token, entityName: entity.shortName }]);
  await inviteGuests(tx, [after]);
  record(tx, grant, invitationResent({ ...before, state }, after));
  return after;
}

const ROLE_IS_GONE: Reason = { code: "BEYOND_OWN_PERMISSIONS", message: "The role it names does not exist any more. Send a new invitation instead." };

export async function revokeInvitation(tx: ScopedTx, grant: SendInvitations, input: EndInvitation): Promise<Invitation> {
  const { before, state, now } = await forStep(tx, "revoke", input);
  const after = await tx.invitation.update({ where: { id: before.id }, data: { state: "revoked", revokedAt: now } });
  await withdrawMail(tx, after.id, "The invitation was revoked.");
  await dropGuest(tx, after);
  record(tx, grant, invitationRevoked({ ...before, state }, after, input.reason));
  return after;
}

/** Permanent: the row is deleted, and the record keeps what it was. */
export async function deleteInvitation(tx: ScopedTx, grant: SendInvitations, input: EndInvitation): Promise<void> {
  const { before, state } = await forStep(tx, "delete", input);
  await withdrawMail(tx, before.id, "The invitation was deleted.");
  await dropGuest(tx, before);
  await tx.invitation.delete({ where: { id: before.id } });
  record(tx, grant, invitationDeleted({ ...before, state }, input.reason));
}

async function forStep(tx: ScopedTx, step: Step, input: ResendInvitation) {
  const found = await locked(tx, input.id);
  assertStepAllowed(step, found.state);
  assertUnchanged(found.before, input.seen);
  return found;
}

/** Locked until the transaction ends, so that revoking and accepting take turns; its state by the database's clock. */
async function locked(tx: ScopedTx, id: string) {
  await tx.$queryRaw`SELECT id FROM invitation WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  const before = await tx.invitation.findUnique({ where: { id } });
  if (!before) return refuse(tx, { code: "NOT_AUTHORISED", message: "There is no such invitation any more. Go back to the list and choose one." });
  const now = await databaseTime(tx);
  return { before, now, state: stateOf(before, now) };
}

/** The right to terminate includes readmission: an operator with Global. */
const mayBringBack = (tx: ScopedTx): boolean => consider(tx, "Invitations.Send", EVERY_ENTITY).outcome === "grant";

/** The entity of the grant. */
async function entityOf(tx: ScopedTx, grant: SendInvitations): Promise<Entity> {
  const { entityId } = scopeOf(tx, grant);
  const entity = entityId && (await tx.entity.findUnique({ where: { id: entityId } }));
  if (!entity) return refuse(grant, { code: "NOT_AUTHORISED", message: "There is no such entity. Go back and choose one." });
  return entity;
}

/** The constraint decides when another invitation of this address is sent at the same moment. */
async function unlessInvited<T>(write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    if (isUniqueViolation(error)) throw alreadyInvited(null);
    throw error;
  }
}
