import "server-only";
import { proposalsToDecide } from "@/lib/domain/configuration";
import { summariseCounterparties } from "@/lib/domain/documentation";
import { lastSeen } from "@/lib/domain/people";
import { requestsToDecide } from "@/lib/domain/roles";
import { signInAlerts } from "@/lib/platform/audit/activity";
import { EVERY_ENTITY, type Target, targetAcross } from "@/lib/platform/authz/decide";
import type { Grant } from "@/lib/platform/authz/grant";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import { assertGrantOf, scopeOf } from "@/lib/platform/authz/scope-of";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { grantIf } from "@/lib/platform/unit-of-work/authorize";
import { DAYS_AHEAD, DORMANT_DAYS, MOST, type Task, type TaskGroup, type TaskKind } from "./model";

/** The tasks that wait for a person, by kind. Null when a kind can never be theirs. */
export type Queue = Readonly<Record<TaskGroup, readonly Task[] | null>>;

type Row = { readonly id: string | null; readonly name: string; readonly at: Date };
const FIRST = 3;
const DAY = 86_400_000;
const WEEK = 7 * DAY;
const TAKE = { take: MOST + 1 } as const;

const taskOf = (kind: TaskKind, rows: readonly Row[]): Task => ({
  kind,
  count: rows.length,
  first: rows.slice(0, FIRST).map(({ id, name }) => ({ id, name })),
  at: rows[0]?.at ?? null,
});

/** The waiting tasks of a group; null when the whole group is not this person's. */
const group = (tasks: readonly (Task | null)[]): readonly Task[] | null => {
  const theirs = tasks.filter((task) => task !== null);
  return theirs.length > 0 ? theirs.filter(({ count }) => count > 0) : null;
};

/** Reads the tasks of this person, each kind only with the permission to act on it. */
export async function readQueue(tx: ScopedTx, principal: UserPrincipal, now: Date): Promise<Queue> {
  const reach: Target = targetAcross(principal, principal.global ? "every-entity" : "own-entity");
  const promote = grantIf(tx, "Users.Promote", reach);
  const approve = grantIf(tx, "Market.Config.Approve", { entityId: principal.entity.id });
  const operate = grantIf(tx, "Market.Operate", EVERY_ENTITY);
  const directory = promote && scopeOf(tx, promote).entityId === null ? promote : null;
  const invitations = grantIf(tx, "Invitations.Send", reach);
  const manage = grantIf(tx, "Users.Manage", reach);
  const documents = grantIf(tx, "Docs.Manage", { entityId: principal.entity.id }) && grantIf(tx, "Docs.View", { entityId: principal.entity.id });
  return {
    decide: group([
      promote && taskOf("role-request", await requestsToDecide(tx, promote, MOST + 1)),
      approve && taskOf("proposal", await proposalsToDecide(tx, approve, MOST + 1)),
      operate && taskOf("support", await openSupport(tx, operate)),
    ]),
    fix: group([
      directory && taskOf("terminated-in-group", await terminatedInGroups(tx, directory)),
      directory && taskOf("failed-write", await failedWrites(tx, directory)),
      directory && taskOf("drift", await unsettledDrift(tx, directory)),
      operate &&
        taskOf("global-dropped", await signInAlerts(tx, operate, { action: "security.global_dropped", since: new Date(now.getTime() - WEEK), take: MOST + 1 })),
      invitations && taskOf("failed-mail", await failedMail(tx, invitations)),
    ]),
    due: group([
      documents && { kind: "reminder", count: (await summariseCounterparties(tx, documents)).due, first: [], at: null },
      invitations && taskOf("expiring-invitation", await expiringInvitations(tx, invitations, now)),
      manage && taskOf("ending-role", await endingRoles(tx, manage, now)),
      manage && taskOf("dormant", await dormantPeople(tx, manage, now)),
    ]),
  };
}

async function openSupport(tx: ScopedTx, grant: Grant<"Market.Operate">): Promise<readonly Row[]> {
  assertGrantOf(tx, grant);
  const rows = await tx.supportRequest.findMany({
    where: { state: "open" },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    ...TAKE,
    select: { id: true, subject: true, createdAt: true },
  });
  return rows.map(({ id, subject, createdAt }) => ({ id, name: subject, at: createdAt }));
}

const WRITE = { createdAt: true, user: { select: { id: true, displayName: true } }, address: true } as const;
type Write = { readonly createdAt: Date; readonly user: { id: string; displayName: string } | null; readonly address: string | null };
/** A guest is no user, and has no page. */
const rowOfWrite = ({ createdAt, user, address }: Write): Row => ({ id: user?.id ?? null, name: user?.displayName ?? address ?? "A guest", at: createdAt });

/** People shut out here whose directory write is not done yet. */
async function terminatedInGroups(tx: ScopedTx, grant: Grant<"Users.Promote">): Promise<readonly Row[]> {
  assertGrantOf(tx, grant);
  const rows = await tx.directoryWrite.findMany({
    where: { state: { in: ["pending", "failed"] }, kind: { in: ["set_role", "set_global"] }, user: { status: "terminated" } },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    ...TAKE,
    select: WRITE,
  });
  return rows.map(rowOfWrite);
}

/** Terminated people are listed above, whatever the state of the write. */
async function failedWrites(tx: ScopedTx, grant: Grant<"Users.Promote">): Promise<readonly Row[]> {
  assertGrantOf(tx, grant);
  const rows = await tx.directoryWrite.findMany({
    where: { state: "failed", OR: [{ userId: null }, { user: { status: { not: "terminated" } } }] },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    ...TAKE,
    select: WRITE,
  });
  return rows.map(rowOfWrite);
}

/** Unsettled differences of the latest comparison with a result. */
async function unsettledDrift(tx: ScopedTx, grant: Grant<"Users.Promote">): Promise<readonly Row[]> {
  assertGrantOf(tx, grant);
  const latest = await tx.directoryComparison.findFirst({
    where: { state: "done" },
    orderBy: [{ requestedAt: "desc" }, { id: "desc" }],
    select: { id: true, finishedAt: true, requestedAt: true },
  });
  if (!latest) return [];
  const rows = await tx.directoryDrift.findMany({
    where: { comparisonId: latest.id, settledAt: null },
    orderBy: { id: "asc" },
    ...TAKE,
    select: { id: true, user: { select: { displayName: true } } },
  });
  return rows.map(({ id, user }) => ({ id, name: user.displayName, at: latest.finishedAt ?? latest.requestedAt }));
}

async function failedMail(tx: ScopedTx, grant: Grant<"Invitations.Send">): Promise<readonly Row[]> {
  const rows = await tx.mailMessage.findMany({
    where: { AND: [...scopeOf(tx, grant).where], state: "failed", ...(grant.principal.global ? {} : { template: "invitation" }) },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    ...TAKE,
    select: { id: true, toAddress: true, createdAt: true },
  });
  return rows.map(({ id, toAddress, createdAt }) => ({ id, name: toAddress, at: createdAt }));
}

async function expiringInvitations(tx: ScopedTx, grant: Grant<"Invitations.Send">, now: Date): Promise<readonly Row[]> {
  const rows = await tx.invitation.findMany({
    where: { AND: [...scopeOf(tx, grant).where], state: "pending", expiresAt: { gt: now, lt: new Date(now.getTime() + DAYS_AHEAD * DAY) } },
    orderBy: [{ expiresAt: "asc" }, { id: "asc" }],
    ...TAKE,
    select: { id: true, email: true, name: true, expiresAt: true },
  });
  return rows.map(({ id, email, name, expiresAt }) => ({ id, name: name || email, at: expiresAt }));
}

async function endingRoles(tx: ScopedTx, grant: Grant<"Users.Manage">, now: Date): Promise<readonly Row[]> {
  const rows = await tx.user.findMany({
    where: { AND: [...scopeOf(tx, grant).where], roleEndsAt: { gt: now, lt: new Date(now.getTime() + DAYS_AHEAD * DAY) } },
    orderBy: [{ roleEndsAt: "asc" }, { id: "asc" }],
    ...TAKE,
    select: { id: true, displayName: true, roleEndsAt: true },
  });
  return rows.map(({ id, displayName, roleEndsAt }) => ({ id, name: displayName, at: roleEndsAt ?? now }));
}

/** Active people who have signed in before, but not for a long time. */
async function dormantPeople(tx: ScopedTx, grant: Grant<"Users.Manage">, now: Date): Promise<readonly Row[]> {
  const rows = await tx.presence.findMany({
    where: { AND: [...scopeOf(tx, grant).where, lastSeen(`over-${DORMANT_DAYS}`, now)], user: { status: "active" } },
    orderBy: [{ seenHour: "asc" }, { lastSeenAt: "asc" }, { userId: "asc" }],
    ...TAKE,
    select: { userId: true, lastSeenAt: true, user: { select: { displayName: true } } },
  });
  return rows.map(({ userId, lastSeenAt, user }) => ({ id: userId, name: user.displayName, at: lastSeenAt }));
}
