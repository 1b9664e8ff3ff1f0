import "server-only";
import { changesOf } from "@/lib/audit/changes";
import type { SignInEvent } from "@/lib/audit/sign-in";
import { countsAsGlobal } from "@/lib/authz/principal";
import { isRoleKey, type RoleKey } from "@/lib/authz/roles";
import type { SystemTx } from "@/lib/db/scope";
import { databaseTime } from "@/lib/db/time";
import type { Entity, User } from "@/lib/db/types";
import { handOverWrites } from "@/lib/directory/outbox";
import { unsettledOf } from "@/lib/directory/pending";
import { isFor, lockInvitation } from "@/lib/invitations/accept";
import type { Identity, RoleFinding } from "./entra-claims";
import { SignInRefused } from "./refusal";

/** Somebody who may come in, and what is to go on the record with it. */
export type Admitted = { readonly user: User & { entity: Entity }; readonly events: readonly SignInEvent[] };

/** The one role that the directory gives; refused where it gives none, or several. */
export function roleIn(finding: RoleFinding): RoleKey {
  if (finding.kind === "none") throw new SignInRefused({ code: "NO_ROLE_GROUP", otherGroups: finding.otherGroups });
  if (finding.kind === "several") throw new SignInRefused({ code: "SEVERAL_ROLE_GROUPS", roles: finding.roles });
  return finding.role;
}

/**
 * First sign-in: only by an invitation, which is locked, asked again, and used up here. As long as the directory has not been told
 * of the invitation's role, that role stands; what it is still to be told is from here on about the user.
 */
export async function join(tx: SystemTx, identity: Identity, finding: RoleFinding, token: string | undefined): Promise<Admitted> {
  if (!token) {
    // Whoever has no role either learns of that first: it is what they have to ask for.
    roleIn(finding);
    throw new SignInRefused({ code: "NOT_INVITED" });
  }
  const found = await lockInvitation(tx, token);
  if (!found) throw new SignInRefused({ code: "INVITATION_NOT_USABLE" });
  const { id, entityId, email, role: invitedAs } = found.invitation;
  const about = { type: "invitation", id, label: email, entityId };
  if (found.problem) throw new SignInRefused({ code: found.problem }, about);
  if (!isFor(found.invitation, identity)) throw new SignInRefused({ code: "INVITATION_FOR_ANOTHER_ADDRESS" }, about);
  const unsettled = await unsettledOf(tx, { invitationId: id }, identity.issuedAt);
  const role = unsettled.role && isRoleKey(invitedAs) ? invitedAs : roleIn(finding);
  const user = await tx.user.create({
    data: {
      entityId,
      tid: identity.tid,
      oid: identity.oid,
      email: identity.email,
      displayName: identity.displayName,
      role,
      global: countsAsGlobal(role, identity.globalAppRole),
    },
    include: { entity: true },
  });
  const acceptedAt = await databaseTime(tx);
  await tx.invitation.update({ where: { id }, data: { state: "accepted", acceptedAt, accepterId: user.id, oid: identity.oid } });
  await handOverWrites(tx, id, user.id);
  const events: SignInEvent[] = [
    { kind: "change", action: "invitation.accepted", outcome: "grant", target: about, changes: { state: { from: "pending", to: "accepted" } } },
    { kind: "change", action: "user.joined", outcome: "grant", changes: changesOf(null, user, ["email", "displayName", "role", "global"]) },
  ];
  if (invitedAs !== role) {
    events.push({
      kind: "change",
      action: "user.updated_from_directory",
      outcome: "grant",
      changes: { role: { from: invitedAs, to: role } },
      reason: "Invited in one role, in the group of another: the directory wins.",
    });
  }
  return { user, events };
}
