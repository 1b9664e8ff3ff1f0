import "server-only";
import { DirectoryUnavailable } from "@/lib/adapters/entra/errors";
import { groupIdsOf } from "@/lib/adapters/entra/graph";
import { directorySettings } from "@/lib/adapters/entra/settings";
import { adoptFromDirectory } from "@/lib/domain/directory";
import { invitationBehind } from "@/lib/domain/invitations";
import { EXISTING_USER_INVITED, unsettledOf, writeToDirectory } from "@/lib/domain/write-queue";
import type { RequestInfo } from "@/lib/platform/audit/event";
import { recordSignIn, type SignInActor, type SignInEvent } from "@/lib/platform/audit/sign-in";
import { countsAsGlobal } from "@/lib/platform/authz/principal";
import { permissionsOf } from "@/lib/platform/authz/roles";
import type { SystemTx } from "@/lib/platform/db/scoped-tx";
import type { Entity, User } from "@/lib/platform/db/types";
import { env } from "@/lib/platform/env";
import { log } from "@/lib/platform/log";
import { endSession, startSession } from "@/lib/platform/sessions/session";
import type { SessionToken } from "@/lib/platform/sessions/token";
import { inAnonymousScope } from "@/lib/platform/unit-of-work/scope";
import { refusalBehind } from "./directory-problem";
import { type Identity, type RoleFinding, readIdentity, roleFromGroups } from "./entra-claims";
import { type Admitted, join, roleIn } from "./join";
import { type Refusal, SignInRefused } from "./refusal";
import { recordRefused } from "./refused";

/** The session's token. `leftInvitationOpen`: an existing user came with an invitation, which stays unused. */
export type SignedIn = SessionToken & { readonly leftInvitationOpen: boolean };

/**
 * Admits a person with a verified ID token: finds the user by tid and oid, or joins them through their invitation, adopts the
 * directory's values, and starts a session. Returns the session's token or the refusal; both are audited. An outage throws.
 */
export async function signIn(
  claims: unknown,
  request: RequestInfo,
  held: { invitation?: string | undefined; sessionId?: string | undefined },
): Promise<SignedIn | Refusal> {
  const directory = directorySettings();
  const identity = readIdentity(claims, directory);
  if (typeof identity === "string") return refuse({ code: identity }, null, request);
  try {
    const finding = roleFromGroups(identity.groupIds ?? (await groupIdsOf(identity.oid)), directory.roleGroups);
    return await inAnonymousScope(async (tx) => {
      const known = await lockedUserOf(tx, identity);
      const comesBack = known?.status === "terminated" && held.invitation !== undefined;
      const { user, events } = known && !comesBack ? await takeOver(tx, identity, finding, known) : await join(tx, identity, finding, held.invitation, known);
      refuseShutOut(user);
      const alerts = known && !comesBack ? await invitationAlert(tx, held.invitation) : [];
      if (held.sessionId) await endSession(tx, held.sessionId, "replaced");
      const sessionId = await startSession(tx, user.id, request);
      await noteSignedIn(tx, user.id, identity.login);
      await recordSignIn(tx, actorOf({ ...user, login: identity.login }), { ...request, sessionId }, [
        ...events,
        ...alerts,
        ...globalAlert(identity, finding, user),
        signedIn(user),
      ]);
      return { ...tokenFor(user, sessionId), leftInvitationOpen: alerts.length > 0 };
    });
  } catch (error) {
    if (error instanceof SignInRefused) return refuse(error.refusal, identity, request, error.about);
    if (error instanceof DirectoryUnavailable) {
      log.warn("directory.unreachable", { message: error.message });
      return refuse(refusalBehind(error) ?? { code: "DIRECTORY_UNREACHABLE" }, identity, request);
    }
    throw error;
  }
}

/** Audits a refused sign-in, singly or counted, and returns the refusal. */
export async function refuse(refusal: Refusal, identity: Identity | null, request: RequestInfo, about?: SignInEvent["target"]): Promise<Refusal> {
  const event: SignInEvent = { kind: "sign_in", action: "session.refused", outcome: "deny", reasonCode: refusal.code, ...(about ? { target: about } : {}) };
  await inAnonymousScope(async (tx) => {
    if (!identity) return recordRefused(tx, null, request, event);
    const user = await tx.user.findFirst({ where: currentUserOf(identity) });
    const actor: SignInActor = user
      ? actorOf(user)
      : { userId: null, oid: identity.oid, name: identity.displayName, login: identity.login, entityId: null, role: null };
    await recordRefused(tx, { tid: identity.tid, actor }, request, event);
  });
  return refusal;
}

/** Updates last seen and the sign-in name from the directory. */
async function noteSignedIn(tx: SystemTx, userId: string, login: string): Promise<void> {
  await tx.$executeRaw`UPDATE presence SET last_seen_at = now() WHERE user_id = ${userId}::uuid`;
  await tx.$executeRaw`UPDATE portal_user SET login = nullif(${login}, '') WHERE id = ${userId}::uuid AND login IS DISTINCT FROM nullif(${login}, '')`;
}

function refuseShutOut({ status, entity }: Admitted["user"]): void {
  if (status === "terminated") throw new SignInRefused({ code: "USER_TERMINATED" });
  if (status === "deactivated") throw new SignInRefused({ code: "USER_DEACTIVATED" });
  if (entity.status === "suspended") throw new SignInRefused({ code: "ENTITY_SUSPENDED" });
}

/** One account is one user; after a return from termination, the newer row. */
const currentUserOf = ({ tid, oid }: Identity) => ({ tid, oid, returnedAt: null });

async function lockedUserOf(tx: SystemTx, identity: Identity): Promise<(User & { entity: Entity }) | null> {
  await tx.$queryRaw`SELECT id FROM portal_user WHERE tid = ${identity.tid}::uuid AND oid = ${identity.oid}::uuid FOR NO KEY UPDATE`;
  return tx.user.findFirst({ where: currentUserOf(identity), include: { entity: true } });
}

/**
 * At sign-in the directory wins: differences are adopted and audited. Where a directory write is pending, the portal's value wins.
 */
async function takeOver(tx: SystemTx, identity: Identity, finding: RoleFinding, before: User & { entity: Entity }): Promise<Admitted> {
  refuseShutOut(before);
  const { entity, ...stored } = before;
  const unsettled = await unsettledOf(tx, before.id, identity.issuedAt);
  const found = {
    role: unsettled.role ? before.role : roleIn(finding),
    globalAppRole: unsettled.global ? before.global : identity.globalAppRole,
    displayName: identity.displayName,
    email: identity.email,
  };
  const { user, changes, ended, lastOperatorLost } = await adoptFromDirectory(tx, stored, found);
  // Global went with the role that the directory removed. A pending write would assign it again, so supersede it.
  if (unsettled.global && before.global && !user.global)
    await writeToDirectory(tx, { entityId: user.entityId, userId: user.id }, [{ kind: "set_global", global: false }]);
  const events: SignInEvent[] = [];
  if (Object.keys(changes).length > 0)
    events.push({ kind: "change", action: "user.updated_from_directory", outcome: "grant", changes, reason: "At sign-in the directory wins." });
  events.push(...ended.map((event): SignInEvent => ({ kind: "change", outcome: "grant", ...event })));
  if (lastOperatorLost) events.push(LAST_OPERATOR_ALERT);
  return { user: { ...user, entity }, events };
}

const actorOf = (user: User): SignInActor => ({
  userId: user.id,
  oid: user.oid,
  name: user.displayName,
  login: user.login,
  entityId: user.entityId,
  role: user.role,
});

const signedIn = (user: User): SignInEvent => ({ kind: "sign_in", action: "session.signed_in", outcome: "grant", globalUsed: user.global });

/** Raises an alert, but still follows the directory, whose administrators can correct it. */
const LAST_OPERATOR_ALERT: SignInEvent = { kind: "sign_in", action: "security.last_operator_lost", outcome: "grant", reasonCode: "LAST_OPERATOR" };

/**
 * An invitation never changes an existing user. Arriving with an open one is audited as an alert in the user's own entity; the
 * inviting entity does not see it.
 */
async function invitationAlert(tx: SystemTx, token: string | undefined): Promise<readonly SignInEvent[]> {
  const found = await invitationBehind(tx, token);
  if (found?.invitation.state !== "pending") return [];
  const reason = `Came with invitation ${found.invitation.id} as a user already. Nothing of theirs was changed, and the invitation is unused.`;
  return [{ kind: "sign_in", action: EXISTING_USER_INVITED, outcome: "deny", reasonCode: "ALREADY_A_USER", reason }];
}

/** Drops Global without an operator role, and alerts so that someone checks why it was assigned. */
function globalAlert(identity: Identity, finding: RoleFinding, user: User): SignInEvent[] {
  const role = finding.kind === "one" ? finding.role : user.role;
  return identity.globalAppRole && !countsAsGlobal(role, true)
    ? [{ kind: "sign_in", action: "security.global_dropped", outcome: "deny", reasonCode: "GLOBAL_WITHOUT_OPERATING_ROLE" }]
    : [];
}

const tokenFor = (user: User, sid: string): SessionToken => ({
  sid,
  tid: user.tid,
  oid: user.oid,
  role: user.role,
  permissions: [...permissionsOf(user.role, { entityAdminViewsConfig: env().ENTITY_ADMIN_VIEWS_CONFIG })],
  version: user.authzVersion,
});
