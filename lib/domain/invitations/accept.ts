import "server-only";
import { sameAddress } from "@/lib/domain/people/model";
import { heldAt } from "@/lib/domain/standing/model";
import { guestOf } from "@/lib/domain/write-queue";
import { invitableRoles, needsSecondPerson } from "@/lib/platform/authz/assignable";
import { EVERY_ENTITY } from "@/lib/platform/authz/decide";
import { principalOf, type UserPrincipal } from "@/lib/platform/authz/principal";
import { wouldBeGranted } from "@/lib/platform/authz/usable";
import type { SystemTx } from "@/lib/platform/db/scoped-tx";
import { databaseTime } from "@/lib/platform/db/time";
import type { Prisma } from "@/lib/platform/db/types";
import { stateOf } from "./state";
import { hashInvitationToken, isInvitationToken } from "./token";

/** Why an invitation cannot be accepted. */
export type NotAcceptable =
  /** No invitation has this token: altered, truncated, from another portal, replaced by a newer one, or deleted. */
  | "INVITATION_NOT_USABLE"
  | "INVITATION_EXPIRED"
  | "INVITATION_USED"
  | "INVITATION_REVOKED"
  /** The sender is gone, or may no longer give this role. */
  | "INVITATION_ROLE_WITHDRAWN"
  | "ENTITY_SUSPENDED";

const FACTS = {
  id: true,
  entityId: true,
  email: true,
  name: true,
  role: true,
  comesBack: true,
  state: true,
  expiresAt: true,
  entity: true,
  sender: { include: { entity: true, roleGrants: { where: { endedAt: null } } } },
} as const;

type Facts = Prisma.InvitationGetPayload<{ select: typeof FACTS }>;
export type Invitee = { readonly oid: string; readonly email: string };

/** The invitation of a token, and what blocks its acceptance, if anything; by the database's clock. */
export async function invitationBehind(tx: SystemTx, token: unknown): Promise<{ readonly invitation: Facts; readonly problem: NotAcceptable | null } | null> {
  if (!isInvitationToken(token)) return null;
  const invitation = await tx.invitation.findUnique({ where: { tokenHash: hashInvitationToken(token) }, select: FACTS });
  return invitation && { invitation, problem: problemOf(invitation, await databaseTime(tx)) };
}

/**
 * The same, locked until the transaction ends: of concurrent acceptances the first wins, and the others find it
 * used.
 */
export async function lockInvitation(tx: SystemTx, token: string): ReturnType<typeof invitationBehind> {
  if (isInvitationToken(token)) await tx.$queryRaw`SELECT id FROM invitation WHERE token_hash = ${hashInvitationToken(token)} FOR NO KEY UPDATE`;
  return invitationBehind(tx, token);
}

function problemOf(invitation: Facts, now: Date): NotAcceptable | null {
  const state = stateOf(invitation, now);
  if (state === "accepted") return "INVITATION_USED";
  if (state === "revoked") return "INVITATION_REVOKED";
  if (state === "expired") return "INVITATION_EXPIRED";
  if (invitation.entity.status === "suspended") return "ENTITY_SUSPENDED";
  return isStillGiven(invitation, now) ? null : "INVITATION_ROLE_WITHDRAWN";
}

/**
 * Checked again at acceptance: the sender is active, may invite into this entity, and may give this role.
 * Invitations from the command line have no sender.
 */
function isStillGiven({ sender, role, entityId }: Facts, now: Date): boolean {
  if (!sender) return true;
  const principal = principalOfSender(sender, now);
  return wouldBeGranted(principal, "Invitations.Send", { entityId }) && !needsSecondPerson(role) && invitableRoles(principal).some((key) => key === role);
}

/** The sender's present standing: an expired role counts for nothing, settled or not. */
function principalOfSender({ id: userId, ...facts }: NonNullable<Facts["sender"]>, now: Date): UserPrincipal {
  const { role, global } = heldAt(facts, facts.roleGrants, now);
  return principalOf({ ...facts, userId, role, globalAppRole: global }, { entityAdminViewsConfig: false });
}

/** Whether a person is the invited one: by the account this portal created for the address, else by the address. */
export async function isFor(tx: SystemTx, { email }: Pick<Facts, "email">, person: Invitee): Promise<boolean> {
  const guest = await guestOf(tx, email);
  return guest ? guest === person.oid : sameAddress(email, person.email);
}

/**
 * Whether a terminated person is readmitted: when the invitation says so and its sender may do it, as operators
 * with Global may.
 */
export const bringsBack = ({ comesBack, sender }: Pick<Facts, "comesBack" | "sender">, now: Date): boolean =>
  comesBack && sender !== null && wouldBeGranted(principalOfSender(sender, now), "Invitations.Send", EVERY_ENTITY);
