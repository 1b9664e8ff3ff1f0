import "server-only";
import { record } from "@/lib/audit/record";
import type { Grant } from "@/lib/authz/grant";
import { isRoleKey } from "@/lib/authz/roles";
import { isUniqueViolation } from "@/lib/db/failures";
import type { ScopedTx } from "@/lib/db/scope";
import { databaseTime } from "@/lib/db/time";
import type { Entity, Invitation } from "@/lib/db/types";
import { writeAllToDirectory, writeToDirectory } from "@/lib/directory/outbox";
import { AppError } from "@/lib/errors";
import { withdrawMail } from "@/lib/mail/outbox";
import { invitationDeleted, invitationResent, invitationRevoked, invitationSent } from "./audit-events";
import { mailInvitations } from "./mail";
import { mustBeActive, mustBeAsSeen, mustLeadOn, type Step, whyNotInvitable } from "./rules";
import type { EndInvitation, ResendInvitation, SendInvitation } from "./schema";
import { stateOf } from "./state";
import { DAYS_VALID, insertInvitations, type NewInvitation, whoIsKnown } from "./stored";
import { hashInvitationToken, newInvitationToken } from "./token";

export type SendInvitations = Grant<"Invitations.Send">;

/** Invites one person. Throws ALREADY_EXISTS, ALREADY_INVITED, BEYOND_OWN_PERMISSIONS, APPROVAL_REQUIRED, ILLEGAL_TRANSITION. */
export async function sendInvitation(tx: ScopedTx, grant: SendInvitations, input: SendInvitation): Promise<{ id: string }> {
  const refusal = whyNotInvitable(grant.principal, input.role);
  if (refusal) throw refusal;
  const entity = await entityOf(tx, grant);
  mustBeActive(entity);
  const wanted = { entityId: entity.id, email: input.email, name: input.name, role: input.role };
  const [known] = await whoIsKnown(tx, [wanted]);
  if (known) throw alreadyKnown(known.userId ? { user: known.userId } : { invitation: known.invitationId });
  const [sent] = await sendAll(tx, grant, [wanted]);
  // Somebody else invited this address at the same moment.
  if (!sent) throw alreadyKnown({ invitation: (await whoIsKnown(tx, [wanted]))[0]?.invitationId ?? null });
  return sent;
}

/**
 * Stores invitations with their mail, their writes to the directory and their entries on the record; those whose address was
 * invited at the same moment are left out. The caller has applied the rules. Seven statements, however many there are.
 */
export async function sendAll(tx: ScopedTx, grant: SendInvitations, wanted: readonly NewInvitation[]): Promise<readonly { id: string }[]> {
  const stored = await insertInvitations(tx, grant.principal.userId, wanted);
  await mailInvitations(tx, grant.principal, stored);
  await writeAllToDirectory(
    tx,
    stored.map(({ id, entityId, role }) => ({ person: { entityId, invitationId: id }, changes: [{ kind: "invite_guest" }, { kind: "set_role", role }] })),
  );
  for (const invitation of stored) record(tx, grant, invitationSent(invitation));
  return stored;
}

/** The same invitation with a new link and seven fresh days, from whoever sends it now; earlier links open nothing any more. */
export async function resendInvitation(tx: ScopedTx, grant: SendInvitations, input: ResendInvitation): Promise<Invitation> {
  const { before, state, now } = await locked(tx, input.id);
  mustLeadOn("resend", state);
  mustBeAsSeen(before, input.seen);
  const entity = await entityOf(tx, grant);
  mustBeActive(entity);
  const wanted = { entityId: entity.id, email: before.email };
  const [known] = await whoIsKnown(tx, [wanted]);
  if (known?.userId) throw alreadyKnown({ user: known.userId });
  if (known?.invitationId && known.invitationId !== before.id) throw alreadyKnown({ invitation: known.invitationId });
  const role = before.role;
  if (!isRoleKey(role)) throw new AppError("BEYOND_OWN_PERMISSIONS", "The role it names does not exist any more. Send a new invitation instead.");
  const refusal = whyNotInvitable(grant.principal, role);
  if (refusal) throw refusal;
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
  await writeToDirectory(tx, { entityId: after.entityId, invitationId: after.id }, [{ kind: "invite_guest" }, { kind: "set_role", role }]);
  record(tx, grant, invitationResent({ ...before, state }, after));
  return after;
}

export async function revokeInvitation(tx: ScopedTx, grant: SendInvitations, input: EndInvitation): Promise<Invitation> {
  const { before, state, now } = await forStep(tx, "revoke", input);
  const after = await tx.invitation.update({ where: { id: before.id }, data: { state: "revoked", revokedAt: now } });
  await withdrawMail(tx, after.id, "The invitation was revoked.");
  await leaveDirectory(tx, after);
  record(tx, grant, invitationRevoked({ ...before, state }, after, input.reason));
  return after;
}

/** For good: the row is gone, and the record keeps what it was. */
export async function deleteInvitation(tx: ScopedTx, grant: SendInvitations, input: EndInvitation): Promise<void> {
  const { before, state } = await forStep(tx, "delete", input);
  await withdrawMail(tx, before.id, "The invitation was deleted.");
  // Nothing is left to ask the directory about; what it has been told already is taken back, as revoking has done before.
  await tx.directoryWrite.updateMany({ where: { invitationId: before.id, state: "pending" }, data: { state: "superseded" } });
  if (before.state === "pending" && before.oid) await leaveDirectory(tx, before);
  await tx.invitation.delete({ where: { id: before.id } });
  record(tx, grant, invitationDeleted({ ...before, state }, input.reason));
}

async function forStep(tx: ScopedTx, step: Step, input: ResendInvitation) {
  const found = await locked(tx, input.id);
  mustLeadOn(step, found.state);
  mustBeAsSeen(found.before, input.seen);
  return found;
}

/** Locked until the transaction ends, so that revoking and accepting take turns; as it stands by the database's clock. */
async function locked(tx: ScopedTx, id: string) {
  await tx.$queryRaw`SELECT id FROM invitation WHERE id = ${id}::uuid FOR UPDATE`;
  const before = await tx.invitation.findUnique({ where: { id } });
  if (!before) throw new AppError("NOT_AUTHORISED", "There is no such invitation any more. Go back to the list and choose one.");
  const now = await databaseTime(tx);
  return { before, now, state: stateOf(before, now) };
}

const leaveDirectory = (tx: ScopedTx, { id, entityId, oid }: Invitation) =>
  writeToDirectory(tx, { entityId, invitationId: id, oid }, [{ kind: "set_role", role: null }]);

/** The entity that the grant is about. */
async function entityOf(tx: ScopedTx, { target }: SendInvitations): Promise<Entity> {
  const entity = "entityId" in target ? await tx.entity.findUnique({ where: { id: target.entityId } }) : null;
  if (!entity) throw new AppError("NOT_AUTHORISED", "There is no such entity. Go back and choose one.");
  return entity;
}

/** The constraint has the last word where another invitation of this address is sent at the same moment. */
async function unlessInvited<T>(write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    if (isUniqueViolation(error)) throw alreadyKnown({ invitation: null });
    throw error;
  }
}

function alreadyKnown(as: { user: string } | { invitation: string | null }): AppError {
  if ("user" in as) {
    return new AppError("ALREADY_EXISTS", "Somebody with this address is a user of this entity already. Change their role or status on their page instead.", {
      fieldErrors: { email: "A user of this entity has this address." },
      link: { href: `/admin/users/${as.user}`, label: "Open the user" },
    });
  }
  return new AppError(
    "ALREADY_INVITED",
    "This address has an invitation to this entity already. Send that one again instead: it gets a new link and seven fresh days.",
    {
      fieldErrors: { email: "This address is invited already." },
      ...(as.invitation ? { link: { href: `/admin/invitations/${as.invitation}`, label: "Open the invitation" } } : {}),
    },
  );
}
