import "server-only";
import { uuidv7 } from "uuidv7";
import { hashInvitationToken, newInvitationToken } from "@/lib/domain/invitations";
import { changesOf } from "@/lib/platform/audit/changes";
import { recordSignIn } from "@/lib/platform/audit/sign-in";
import { roleInfo, roleKeys } from "@/lib/platform/authz/roles";
import { AppError } from "@/lib/platform/errors";
import { inSystem } from "@/lib/platform/unit-of-work/scope";

const SEVEN_DAYS = 7 * 24 * 60 * 60 * 1000;

/** The exchange's own entity, created if it does not exist. */
const OPERATOR_ENTITY = { code: "AEX", legalName: "Aotearoa Energy Exchange Limited", shortName: "AEX", trades: false };

export type Bootstrap = { readonly token: string; readonly entity: string; readonly expiresAt: Date };

/**
 * Invites the first operator. The token is returned once and only its hash is stored. Repeated before acceptance, only the latest
 * token works. Throws ALREADY_EXISTS when there is an operator, who can invite others.
 */
export function inviteFirstOperator(email: string): Promise<Bootstrap> {
  return inSystem(async (tx) => {
    const role = roleKeys.find((key) => roleInfo(key).mayBeGlobal);
    if (!role) throw new Error("No role may be Global.");
    await tx.$queryRaw`SELECT pg_advisory_xact_lock(7042028)::text`;
    if (await tx.user.findFirst({ where: { role, status: "active" }, select: { id: true } })) {
      throw new AppError("ALREADY_EXISTS", "There is an operator already. Ask them for an invitation.");
    }
    const entity = (await tx.entity.findUnique({ where: { code: OPERATOR_ENTITY.code } })) ?? (await tx.entity.create({ data: OPERATOR_ENTITY }));
    const withdrawn = await tx.$executeRaw`
      UPDATE invitation SET state = 'revoked', revoked_at = now() WHERE role = ${role} AND sender_id IS NULL AND state = 'pending'`;
    const token = newInvitationToken();
    const expiresAt = new Date(Date.now() + SEVEN_DAYS);
    const invitation = await tx.invitation.create({ data: { entityId: entity.id, email, role, tokenHash: hashInvitationToken(token), expiresAt } });
    await recordSignIn(
      tx,
      { userId: null, oid: null, name: "Command line", login: null, entityId: entity.id, role: null },
      { requestId: uuidv7(), sessionId: null, sourceAddress: null, userAgent: null },
      [
        {
          kind: "change",
          action: "invitation.bootstrapped",
          outcome: "grant",
          changes: changesOf(null, invitation, ["email", "role"]),
          reason: `The first operator, invited from the command line${withdrawn > 0 ? "; the link before this one was withdrawn" : ""}.`,
        },
      ],
    );
    return { token, entity: entity.shortName, expiresAt };
  });
}
