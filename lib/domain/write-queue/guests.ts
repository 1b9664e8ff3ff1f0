import "server-only";
import { insertEvents } from "@/lib/platform/audit/insert";
import { SYSTEM_COLUMNS } from "@/lib/platform/audit/system";
import type { SystemTx } from "@/lib/platform/db/scoped-tx";
import type { User } from "@/lib/platform/db/types";
import { SQL_NULL } from "@/lib/platform/db/values";
import type { ClaimedWrite } from "./claim";

/** Accounts that this portal made for invitations: the only ones that an invitation can ever make or remove. */

/** What became of the wish for a guest, or of the wish to be without one. */
export type GuestOutcome =
  /** There was no account, and this portal made one. */
  | { readonly kind: "made"; readonly oid: string }
  /** The address has these accounts already; they were left as they are. */
  | { readonly kind: "known"; readonly oids: readonly string[] }
  /** The account that this portal made is not there any more. */
  | { readonly kind: "removed"; readonly oid: string };

/** The account that the portal created for this address, if nobody has joined with it yet. */
export const guestOf = async (tx: SystemTx, address: string): Promise<string | null> =>
  (await tx.directoryGuest.findFirst({ where: { address: address.toLowerCase() }, orderBy: { createdAt: "desc" }, select: { oid: true } }))?.oid ?? null;

/** After joining, a person is no longer a guest: their account is never removed. */
export const forgetGuest = (tx: SystemTx, oid: string) => tx.directoryGuest.deleteMany({ where: { oid } });

/** Of these addresses, the accounts that may go again: made here, no user's in any entity, and invited by nobody any more. */
export async function removableGuests(tx: SystemTx, addresses: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (addresses.length === 0) return new Map();
  const found = await tx.$queryRaw<{ address: string; oid: string }[]>`
    SELECT g.address, g.oid FROM directory_guest g
    WHERE g.address = ANY(${addresses}::text[]) AND NOT EXISTS (SELECT FROM portal_user u WHERE u.oid = g.oid)
      AND NOT EXISTS (SELECT FROM invitation i WHERE lower(i.email COLLATE "C") = g.address AND i.state = 'pending' AND i.expires_at > now())`;
  return new Map(found.map(({ address, oid }) => [address, oid]));
}

/** Remembers, in the transaction that settles the write, which accounts are the portal's own. */
export async function noteGuest(tx: SystemTx, write: ClaimedWrite, outcome: GuestOutcome): Promise<void> {
  if (outcome.kind === "removed") await forgetGuest(tx, outcome.oid);
  if (outcome.kind === "made") await tx.directoryGuest.create({ data: { oid: outcome.oid, address: write.address } });
  if (outcome.kind !== "known") return;
  // One that this portal made, and that the directory does not have under this address any more, is not waited for.
  await tx.directoryGuest.deleteMany({ where: { address: write.address, oid: { notIn: [...outcome.oids] } } });
  await alertAboutUsers(tx, write, outcome.oids);
}

/**
 * An invitation names the account of somebody who is a user already, whatever address the portal knows them by. Nothing of theirs is
 * changed. The alert belongs to the user's own entity: the sender of the invitation learns nothing of another entity's people.
 */
async function alertAboutUsers(tx: SystemTx, { id, invitationId, claim }: ClaimedWrite, oids: readonly string[]): Promise<void> {
  const users = await tx.user.findMany({ where: { oid: { in: [...oids] }, status: { not: "terminated" } } });
  if (users.length === 0) return;
  const invitation = invitationId ? await tx.invitation.findUnique({ where: { id: invitationId }, include: { sender: true } }) : null;
  const sender = invitation?.sender;
  await insertEvents(
    tx,
    users.map((user) => ({
      kind: "decision" as const,
      purpose: "access" as const,
      permission: "Invitations.Send",
      ...SYSTEM_COLUMNS,
      ...(sender && senderColumns(sender)),
      globalUsed: false,
      action: EXISTING_USER_INVITED,
      targetEntityId: user.entityId,
      targetType: "user",
      targetId: user.id,
      targetLabel: user.displayName,
      outcome: "deny" as const,
      reasonCode: "ALREADY_A_USER",
      result: "ALREADY_EXISTS",
      reason: `Invitation ${invitationId ?? id} names the account of somebody who is a user already. Nothing of theirs was changed.`,
      changes: SQL_NULL,
      pageView: false,
      requestId: claim,
      sessionId: null,
      sourceAddress: null,
      userAgent: null,
    })),
  );
}

const senderColumns = ({ id, oid, displayName, entityId, role }: Pick<User, "id" | "oid" | "displayName" | "entityId" | "role">) => ({
  actorKind: "user" as const,
  actorUserId: id,
  actorOid: oid,
  actorName: displayName,
  actorEntityId: entityId,
  actorRole: role,
});

/** A security alert on the record: somebody was, or came, invited who is a user already. */
export const EXISTING_USER_INVITED = "security.existing_user_invited";
