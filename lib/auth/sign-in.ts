import "server-only";
import { createHash } from "node:crypto";
import { changesOf } from "@/lib/audit/changes";
import type { RequestInfo } from "@/lib/audit/event";
import { recordSignIn, type SignInActor, type SignInEvent } from "@/lib/audit/sign-in";
import { countsAsGlobal } from "@/lib/authz/principal";
import { permissionsOf, type RoleKey } from "@/lib/authz/roles";
import { inSystem, type SystemTx } from "@/lib/db/scope";
import type { Entity, User } from "@/lib/db/types";
import { DirectoryUnavailable } from "@/lib/directory/errors";
import { groupIdsOf } from "@/lib/directory/graph";
import { directorySettings } from "@/lib/directory/settings";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import { type Identity, readIdentity, roleFromGroups } from "./entra-claims";
import { type Refusal, SignInRefused } from "./refusal";
import { endSession, startSession } from "./session";
import type { SessionToken } from "./token";

type Admitted = { readonly user: User & { entity: Entity }; readonly events: readonly SignInEvent[] };

/**
 * Admits a person whose ID token has been verified: finds them by tid and oid, or joins them through the invitation they hold;
 * takes over what the directory says; starts a session. Returns the session's token, or the reason for refusing. Either way it
 * is on the record. An outage throws and admits nobody.
 */
export async function signIn(
  claims: unknown,
  request: RequestInfo,
  held: { invitation?: string | undefined; sessionId?: string | undefined },
): Promise<SessionToken | Refusal> {
  const directory = directorySettings();
  const identity = readIdentity(claims, directory);
  if (typeof identity === "string") return refuse({ code: identity }, null, request);
  try {
    const role = roleOf(identity.groupIds ?? (await groupIdsOf(identity.oid)), directory.roleGroups);
    return await inSystem(async (tx) => {
      const { user, events } = (await update(tx, identity, role)) ?? (await join(tx, identity, role, held.invitation));
      refuseShutOut(user);
      if (held.sessionId) await endSession(tx, held.sessionId, "replaced");
      const sessionId = await startSession(tx, user.id, request);
      await recordSignIn(tx, actorOf(user), { ...request, sessionId }, [...events, ...globalAlert(identity, role), signedIn(user)]);
      return tokenFor(user, sessionId);
    });
  } catch (error) {
    if (error instanceof SignInRefused) return refuse(error.refusal, identity, request);
    if (error instanceof DirectoryUnavailable) {
      log.warn("directory.unreachable", { message: error.message });
      return refuse({ code: "DIRECTORY_UNREACHABLE" }, identity, request);
    }
    throw error;
  }
}

/** Records a refused sign-in and passes the refusal on. */
export async function refuse(refusal: Refusal, identity: Identity | null, request: RequestInfo): Promise<Refusal> {
  await inSystem(async (tx) => {
    const user = identity && (await tx.user.findUnique({ where: { tid_oid: { tid: identity.tid, oid: identity.oid } } }));
    const actor: SignInActor = user
      ? actorOf(user)
      : { userId: null, oid: identity?.oid ?? null, name: identity?.displayName ?? null, entityId: null, role: null };
    await recordSignIn(tx, actor, request, [{ kind: "sign_in", action: "session.refused", outcome: "deny", reasonCode: refusal.code }]);
  });
  return refusal;
}

function roleOf(groupIds: readonly string[], roleGroups: ReadonlyMap<string, string>): RoleKey {
  const finding = roleFromGroups(groupIds, roleGroups);
  if (finding.kind === "none") throw new SignInRefused({ code: "NO_ROLE_GROUP", otherGroups: finding.otherGroups });
  if (finding.kind === "several") throw new SignInRefused({ code: "SEVERAL_ROLE_GROUPS", roles: finding.roles });
  return finding.role;
}

function refuseShutOut({ status, entity }: Admitted["user"]): void {
  if (status === "terminated") throw new SignInRefused({ code: "USER_TERMINATED" });
  if (status === "deactivated") throw new SignInRefused({ code: "USER_DEACTIVATED" });
  if (entity.status === "suspended") throw new SignInRefused({ code: "ENTITY_SUSPENDED" });
}

/** At sign-in the directory wins: what differs is taken over, counted as a new authorization version, and recorded. */
async function update(tx: SystemTx, identity: Identity, role: RoleKey): Promise<Admitted | null> {
  await tx.$queryRaw`SELECT id FROM portal_user WHERE tid = ${identity.tid}::uuid AND oid = ${identity.oid}::uuid FOR UPDATE`;
  const before = await tx.user.findUnique({ where: { tid_oid: { tid: identity.tid, oid: identity.oid } }, include: { entity: true } });
  if (!before) return null;
  const fromDirectory = { role, global: countsAsGlobal(role, identity.globalAppRole), displayName: identity.displayName, email: identity.email };
  const changes = changesOf(before, { ...before, ...fromDirectory }, ["role", "global", "displayName", "email"]);
  if (Object.keys(changes).length === 0) return { user: before, events: [] };
  const authz = "role" in changes || "global" in changes ? { authzVersion: { increment: 1 } } : {};
  const user = await tx.user.update({ where: { id: before.id }, data: { ...fromDirectory, ...authz, updatedAt: new Date() }, include: { entity: true } });
  return { user, events: [{ kind: "change", action: "user.updated_from_directory", outcome: "grant", changes, reason: "At sign-in the directory wins." }] };
}

type Claimed = { id: string; entity_id: string; role: string };

/** First sign-in: only by an invitation, used up in the same statement that checks it. */
async function join(tx: SystemTx, identity: Identity, role: RoleKey, token: string | undefined): Promise<Admitted> {
  if (!token) throw new SignInRefused({ code: "NOT_INVITED" });
  const hash = hashInvitationToken(token);
  const invitation = await tx.invitation.findUnique({ where: { tokenHash: hash }, select: { email: true } });
  if (invitation && invitation.email.toLowerCase() !== identity.email.toLowerCase()) throw new SignInRefused({ code: "INVITATION_FOR_ANOTHER_ADDRESS" });
  const [claimed] = await tx.$queryRaw<Claimed[]>`
    UPDATE invitation SET state = 'accepted', accepted_at = now()
    WHERE token_hash = ${hash} AND state = 'pending' AND expires_at > now()
    RETURNING id, entity_id, role`;
  if (!claimed) throw new SignInRefused({ code: "INVITATION_NOT_USABLE" });
  const user = await tx.user.create({
    data: {
      entityId: claimed.entity_id,
      tid: identity.tid,
      oid: identity.oid,
      email: identity.email,
      displayName: identity.displayName,
      role,
      global: countsAsGlobal(role, identity.globalAppRole),
    },
    include: { entity: true },
  });
  await tx.invitation.update({ where: { id: claimed.id }, data: { accepterId: user.id } });
  const events: SignInEvent[] = [
    { kind: "change", action: "user.joined", outcome: "grant", changes: changesOf(null, user, ["email", "displayName", "role", "global"]) },
  ];
  if (claimed.role !== role) {
    events.push({
      kind: "change",
      action: "user.updated_from_directory",
      outcome: "grant",
      changes: { role: { from: claimed.role, to: role } },
      reason: "Invited in one role, in the group of another: the directory wins.",
    });
  }
  return { user, events };
}

export const hashInvitationToken = (token: string): Uint8Array<ArrayBuffer> => new Uint8Array(createHash("sha256").update(token).digest());

const actorOf = (user: User): SignInActor => ({ userId: user.id, oid: user.oid, name: user.displayName, entityId: user.entityId, role: user.role });

const signedIn = (user: User): SignInEvent => ({ kind: "sign_in", action: "session.signed_in", outcome: "grant", globalUsed: user.global });

/** Global outside an operating role is dropped, and somebody should look at why it was given. */
const globalAlert = (identity: Identity, role: RoleKey): SignInEvent[] =>
  identity.globalAppRole && !countsAsGlobal(role, true)
    ? [{ kind: "sign_in", action: "security.global_dropped", outcome: "deny", reasonCode: "GLOBAL_WITHOUT_OPERATING_ROLE" }]
    : [];

const tokenFor = (user: User, sid: string): SessionToken => ({
  sid,
  tid: user.tid,
  oid: user.oid,
  role: user.role,
  permissions: [...permissionsOf(user.role, { entityAdminViewsConfig: env().ENTITY_ADMIN_VIEWS_CONFIG })],
  version: user.authzVersion,
});
