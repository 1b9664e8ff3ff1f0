import "server-only";
import { invitableRoles, needsSecondPerson } from "@/lib/authz/assignable";
import { wouldBeGranted } from "@/lib/authz/held";
import { principalOf } from "@/lib/authz/principal";
import type { SystemTx } from "@/lib/db/scope";
import { databaseTime } from "@/lib/db/time";
import type { Prisma } from "@/lib/db/types";
import { sameAddress } from "./address";
import { stateOf } from "./state";
import { hashInvitationToken, isInvitationToken } from "./token";

/** Why an invitation lets nobody in. */
export type NotAcceptable =
  /** No invitation has this token: altered, cut off, of another portal, replaced by a newer one, or deleted. */
  | "INVITATION_NOT_USABLE"
  | "INVITATION_EXPIRED"
  | "INVITATION_USED"
  | "INVITATION_REVOKED"
  /** Whoever sent it is gone, or could not give this role any more. */
  | "INVITATION_ROLE_WITHDRAWN"
  | "ENTITY_SUSPENDED";

const FACTS = {
  id: true,
  entityId: true,
  email: true,
  name: true,
  oid: true,
  role: true,
  state: true,
  expiresAt: true,
  entity: true,
  sender: { include: { entity: true } },
} as const;

type Facts = Prisma.InvitationGetPayload<{ select: typeof FACTS }>;
export type Invitee = { readonly oid: string; readonly email: string };

/** The invitation behind a token, and what keeps it from being accepted, if anything; by the database's clock. */
export async function invitationBehind(tx: SystemTx, token: unknown): Promise<{ readonly invitation: Facts; readonly problem: NotAcceptable | null } | null> {
  if (!isInvitationToken(token)) return null;
  const invitation = await tx.invitation.findUnique({ where: { tokenHash: hashInvitationToken(token) }, select: FACTS });
  return invitation && { invitation, problem: problemOf(invitation, await databaseTime(tx)) };
}

/**
 * The same, locked until the transaction ends: of any number who accept at one moment, the first is let in, and the others find it
 * used.
 */
export async function lockInvitation(tx: SystemTx, token: string): ReturnType<typeof invitationBehind> {
  if (isInvitationToken(token)) await tx.$queryRaw`SELECT id FROM invitation WHERE token_hash = ${hashInvitationToken(token)} FOR UPDATE`;
  return invitationBehind(tx, token);
}

function problemOf(invitation: Facts, now: Date): NotAcceptable | null {
  const state = stateOf(invitation, now);
  if (state === "accepted") return "INVITATION_USED";
  if (state === "revoked") return "INVITATION_REVOKED";
  if (state === "expired") return "INVITATION_EXPIRED";
  if (invitation.entity.status === "suspended") return "ENTITY_SUSPENDED";
  return isStillGiven(invitation) ? null : "INVITATION_ROLE_WITHDRAWN";
}

/** Asked again at acceptance: the sender is there, may invite into this entity, and may give this role. The command line is nobody's. */
function isStillGiven({ sender, role, entityId }: Facts): boolean {
  if (!sender) return true;
  const { id: userId, global: globalAppRole, ...facts } = sender;
  const principal = principalOf({ ...facts, userId, globalAppRole }, { entityAdminViewsConfig: false });
  return wouldBeGranted(principal, "Invitations.Send", { entityId }) && !needsSecondPerson(role) && invitableRoles(principal).some((key) => key === role);
}

/** Whether somebody is the one who was invited: by the directory's own id where it has made a guest, else by the address. */
export const isFor = ({ oid, email }: Pick<Facts, "oid" | "email">, person: Invitee): boolean => (oid ? oid === person.oid : sameAddress(email, person.email));
