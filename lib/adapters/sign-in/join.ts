import "server-only";
import { directorySays } from "@/lib/domain/directory";
import { bringsBack, isFor, lockInvitation } from "@/lib/domain/invitations";
import { cancelGuest, forgetGuest, writeToDirectory } from "@/lib/domain/write-queue";
import { changesOf } from "@/lib/platform/audit/changes";
import type { SignInEvent } from "@/lib/platform/audit/sign-in";
import { needsSecondPerson } from "@/lib/platform/authz/assignable";
import { countsAsGlobal } from "@/lib/platform/authz/principal";
import { isRoleKey, type RoleKey } from "@/lib/platform/authz/roles";
import type { SystemTx } from "@/lib/platform/db/scoped-tx";
import { databaseTime } from "@/lib/platform/db/time";
import type { Entity, User } from "@/lib/platform/db/types";
import type { Identity, RoleFinding } from "./entra-claims";
import { SignInRefused } from "./refusal";

/** An admitted user, and the events to audit with the sign-in. */
export type Admitted = { readonly user: User & { entity: Entity }; readonly events: readonly SignInEvent[] };

/** The directory's single role group; refuses none or several. */
export function roleIn(finding: RoleFinding): RoleKey {
  if (finding.kind === "none") throw new SignInRefused({ code: "NO_ROLE_GROUP", otherGroups: finding.otherGroups });
  if (finding.kind === "several") throw new SignInRefused({ code: "SEVERAL_ROLE_GROUPS", roles: finding.roles });
  return finding.role;
}

/**
 * First sign-in, which needs an invitation: it is locked, rechecked and used up here. Only now is the accepting account known, so the
 * role's directory write is queued in this transaction. `former` is a terminated user invited to rejoin; their old row is unchanged.
 */
export async function join(tx: SystemTx, identity: Identity, finding: RoleFinding, token: string | undefined, former: User | null): Promise<Admitted> {
  if (!token) {
    // Report a missing role first, as that is what to ask for.
    roleIn(finding);
    throw new SignInRefused({ code: "NOT_INVITED" });
  }
  const found = await lockInvitation(tx, token);
  if (former && !(found && bringsBack(found.invitation, await databaseTime(tx)))) throw new SignInRefused({ code: "USER_TERMINATED" });
  if (!found) throw new SignInRefused({ code: "INVITATION_NOT_USABLE" });
  const { id, entityId, email, role: invitedAs } = found.invitation;
  const about = { type: "invitation", id, label: email, entityId };
  if (found.problem) throw new SignInRefused({ code: found.problem }, about);
  if (!(await isFor(tx, found.invitation, identity))) throw new SignInRefused({ code: "INVITATION_FOR_ANOTHER_ADDRESS" }, about);
  const given = roleGiven(invitedAs, finding, former);
  const role = given ?? roleIn(finding);
  const joinedAt = await databaseTime(tx);
  if (former) await tx.user.update({ where: { id: former.id }, data: { returnedAt: joinedAt, version: { increment: 1 } } });
  const global = !former && countsAsGlobal(role, identity.globalAppRole);
  if (finding.kind === "one" && finding.role === role) await directorySays(tx, identity, { role, global });
  const user = await tx.user.create({
    data: {
      entityId,
      tid: identity.tid,
      oid: identity.oid,
      email: identity.email,
      displayName: identity.displayName,
      role,
      global,
    },
    include: { entity: true },
  });
  await tx.invitation.update({ where: { id }, data: { state: "accepted", acceptedAt: joinedAt, accepterId: user.id } });
  await cancelGuest(tx, id);
  await forgetGuest(tx, identity.oid);
  await writeToDirectory(tx, { entityId, userId: user.id }, [
    ...(given ? [{ kind: "set_role", role: given } as const] : []),
    ...(former ? [{ kind: "set_global", global: false } as const] : []),
  ]);
  return { user, events: eventsOf(user, about, invitedAs, former) };
}

/**
 * The invitation's role, to be written to the directory. Null when the directory already has a role: an invitation moves nobody,
 * and never into a role that needs two people. A returning user gets the invitation's role, as termination ended the old one.
 */
function roleGiven(invitedAs: string, finding: RoleFinding, former: User | null): RoleKey | null {
  if (!isRoleKey(invitedAs) || needsSecondPerson(invitedAs)) return null;
  return former || finding.kind === "none" ? invitedAs : null;
}

function eventsOf(user: User, about: NonNullable<SignInEvent["target"]>, invitedAs: string, former: User | null): SignInEvent[] {
  const reason = former ? { reason: "Terminated before, and invited to come back. What they were before stays on record." } : {};
  const events: SignInEvent[] = [
    { kind: "change", action: "invitation.accepted", outcome: "grant", target: about, changes: { state: { from: "pending", to: "accepted" } } },
    { kind: "change", action: "user.joined", outcome: "grant", changes: changesOf(null, user, ["email", "displayName", "role", "global"]), ...reason },
  ];
  if (invitedAs !== user.role) {
    events.push({
      kind: "change",
      action: "user.updated_from_directory",
      outcome: "grant",
      changes: { role: { from: invitedAs, to: user.role } },
      reason: "Invited in one role, in the group of another: the directory wins.",
    });
  }
  return events;
}
