import "server-only";
import { uuidv7 } from "uuidv7";
import { baseOf, holdingsOf, insertRoleRequest } from "@/lib/domain/roles";
import { assertNotLastHolder, lockedUser } from "@/lib/domain/standing";
import { type Holding, standingAt, takesTwo } from "@/lib/domain/standing/model";
import { UNFINISHED, writeToDirectory } from "@/lib/domain/write-queue";
import { changesOf } from "@/lib/platform/audit/changes";
import type { Changes } from "@/lib/platform/audit/event";
import { record } from "@/lib/platform/audit/record";
import type { Grant } from "@/lib/platform/authz/grant";
import { type Account, countsAsGlobal, isSamePerson } from "@/lib/platform/authz/principal";
import { isUniqueViolation } from "@/lib/platform/db/failures";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { databaseTime } from "@/lib/platform/db/time";
import type { DirectoryDirection, RoleRequest, User } from "@/lib/platform/db/types";
import { AppError } from "@/lib/platform/errors";
import { enqueueJob } from "@/lib/platform/jobs/queue/enqueue";
import { URGENCY } from "@/lib/platform/jobs/queue/job-kind";
import { refuse } from "@/lib/platform/unit-of-work/refuse";
import { adoptFromDirectory } from "./adopt-from-directory";
import { comparisonRequested, directoryValueTaken, failedWritesRetried, portalValueWritten, writeRetried } from "./audit-events";
import { comparisonJob } from "./comparison-job";
import { ABANDONED, latestResult } from "./queries";
import { assertLatest, assertSaysStill, assertSingleRole, assertUnchangedSinceComparison, portalValue, type Standing } from "./rules";
import type { Reconcile } from "./schema";

/** Over every entity, because settling a difference changes roles. */
type ChangeRoles = Grant<"Users.Promote">;

const WHOLE = { type: "directory", id: "directory", label: "Directory", entityId: null };
const personOf = ({ id, displayName, entityId }: User) => ({ type: "user", id, label: displayName, entityId });

/** Requeues one unfinished write, due at once, with its full retry time. */
export async function retryWrite(tx: ScopedTx, grant: ChangeRoles, { id }: { id: string }): Promise<void> {
  await tx.$queryRaw`SELECT id FROM directory_write WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  const write = await tx.directoryWrite.findUnique({
    where: { id },
    include: { user: { select: { id: true, oid: true, login: true, displayName: true, entityId: true } }, invitation: { select: { email: true } } },
  });
  if (!write) return refuse(grant, { code: "NOT_AUTHORISED", message: "There is no such write. Go back to the list and choose one." });
  if (write.state !== "failed" && write.state !== "pending")
    throw new AppError("ILLEGAL_TRANSITION", "The directory has been told this, or something later. There is nothing to try again.");
  if (write.user) assertNotAboutOneself(write.user, grant);
  const now = await databaseTime(tx);
  await tx.directoryWrite.update({ where: { id }, data: { state: "pending", attempts: 0, nextAttemptAt: now, queuedAt: now } });
  const label = write.user?.displayName ?? write.invitation?.email ?? "Deleted invitation";
  const type = write.userId ? "user" : write.invitationId ? "invitation" : "directory_write";
  record(tx, grant, writeRetried({ type, id: write.userId ?? write.invitationId ?? id, label, entityId: write.entityId }, write.kind, write.attempts));
}

/** Requeues every dead-lettered write, except those about the caller. */
export async function retryFailedWrites(tx: ScopedTx, grant: ChangeRoles): Promise<void> {
  const now = await databaseTime(tx);
  const people = await tx.user.findMany({ where: { directoryWrite: { some: { state: "failed" } } }, select: { id: true, oid: true, login: true } });
  const oneself = people.filter((user) => isSamePerson(user, grant.principal)).map(({ id }) => id);
  const { count } = await tx.directoryWrite.updateMany({
    where: { state: "failed", OR: [{ userId: null }, { userId: { notIn: oneself } }] },
    data: { state: "pending", attempts: 0, nextAttemptAt: now, queuedAt: now },
  });
  if (count === 0) throw new AppError("INVALID_INPUT", "Nothing has been given up that you may have tried again.");
  record(tx, grant, failedWritesRetried(WHOLE, count));
}

/** Requests a comparison, which a job carries out. ALREADY_EXISTS while one is running. */
export async function requestComparison(tx: ScopedTx, grant: ChangeRoles): Promise<void> {
  const { userId, displayName } = grant.principal;
  await settleAbandoned(tx);
  const id = uuidv7();
  try {
    const label = "Compare the directory with the portal";
    const jobId = await enqueueJob(tx, grant, comparisonJob, { payload: { id }, label, urgency: URGENCY.other });
    await tx.directoryComparison.create({ data: { id, jobId, requestedById: userId, requestedBy: displayName } });
  } catch (error) {
    if (isUniqueViolation(error)) throw new AppError("ALREADY_EXISTS", "A comparison is under way. Its result appears here in a moment.");
    throw error;
  }
  record(tx, grant, comparisonRequested(WHOLE));
}

/** One whose job was stopped or given up makes room for the next. */
const settleAbandoned = (tx: ScopedTx) => tx.$executeRaw`
  UPDATE directory_comparison c SET state = 'failed', finished_at = now(), last_error = ${ABANDONED}
  WHERE state = 'waiting' AND NOT EXISTS (SELECT FROM job j WHERE j.id = c.job_id AND j.state = 'pending')`;

/** The outcome of settling a difference: settled, or a second person is asked for the role it would give. */
export type Settled = { readonly request: RoleRequest | null };

/**
 * Settles in the portal's favour: writes the portal's state of this person to the directory. `found` is the
 * directory's present state. Giving a role that takes two people becomes a request.
 */
export async function writePortalValue(tx: ScopedTx, grant: ChangeRoles, { id, reason }: Reconcile, found: Standing | null): Promise<Settled> {
  const { drift, user, at } = await lockedDrift(tx, grant, id, found);
  const ended = user.status === "terminated";
  const inDirectory = drift.directoryRoles.map((role) => ({ role, global: drift.directoryGlobal, endsAt: null }));
  if (!ended && takesTwo(inDirectory, { ...heldBy(user), endsAt: null }))
    return { request: await ask(tx, grant, user, { ...heldBy(user), endsAt: await endOfPresentRole(tx, user, at) }, reason) };
  await writeToDirectory(tx, { entityId: user.entityId, userId: user.id }, portalValue(user));
  await settle(tx, grant, id, "portal", at);
  const changes: Changes = {
    directoryRole: { from: drift.directoryRoles.join(", ") || null, to: ended ? null : user.role },
    directoryGlobal: { from: drift.directoryGlobal, to: ended ? false : user.global },
  };
  record(tx, grant, portalValueWritten(personOf(user), changes, reason));
  return { request: null };
}

/**
 * Settles in the directory's favour: its role and Global take effect here on the person's next request. Giving
 * a role that takes two people becomes a request.
 */
export async function takeDirectoryValue(tx: ScopedTx, grant: ChangeRoles, { id, reason }: Reconcile, found: Standing | null): Promise<Settled> {
  const { drift, user, at } = await lockedDrift(tx, grant, id, found);
  const role = assertSingleRole(drift, user);
  const global = countsAsGlobal(role, drift.directoryGlobal);
  // The same role keeps its end, because the directory got it from the portal.
  const to = { role, global, endsAt: role === user.role ? await endOfPresentRole(tx, user, at) : null };
  if (takesTwo(await holdingsOf(tx, user, at), to)) return { request: await ask(tx, grant, user, to, reason) };
  if (role !== user.role || (user.global && !global)) await assertNotLastHolder(tx, grant, user);
  const { changes, ended } = await adoptFromDirectory(tx, user, { role, globalAppRole: drift.directoryGlobal });
  // Pending writes would undo it.
  await tx.directoryWrite.updateMany({
    where: { userId: user.id, kind: { in: ["set_role", "set_global"] }, state: { in: [...UNFINISHED] } },
    data: { state: "superseded" },
  });
  await settle(tx, grant, id, "directory", at);
  record(tx, grant, directoryValueTaken(personOf(user), Object.keys(changes).length > 0 ? changes : changesOf(null, { role }, ["role"]), reason));
  for (const event of ended) record(tx, grant, event);
  return { request: null };
}

/** The difference stays open; the next comparison settles it once the role is given. */
const ask = (tx: ScopedTx, grant: ChangeRoles, user: User, to: Holding, reason: string): Promise<RoleRequest> =>
  insertRoleRequest(tx, grant, user, to, `From the comparison with the directory: ${reason}`);

const heldBy = ({ role, global }: User) => ({ role, global: countsAsGlobal(role, global) });

/** When the role in effect ends; null when it is permanent. */
async function endOfPresentRole(tx: ScopedTx, user: User, at: Date): Promise<Date | null> {
  if (!user.roleEndsAt) return null;
  const open = await tx.roleGrant.findMany({ where: { userId: user.id, endedAt: null } });
  return standingAt(baseOf(user), open, at).running.at(-1)?.endsAt ?? null;
}

/** A difference of the latest comparison and its person, both locked, when both are still as compared. */
async function lockedDrift(tx: ScopedTx, grant: ChangeRoles, id: string, found: Standing | null) {
  await tx.$queryRaw`SELECT id FROM directory_drift WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  const drift = await tx.directoryDrift.findUnique({ where: { id } });
  if (!drift) return refuse(grant, { code: "NOT_AUTHORISED", message: "There is no such difference. Go back to the comparison and choose one." });
  const locked = await lockedUser(tx, grant, drift.userId);
  assertNotAboutOneself(locked.user, grant);
  assertLatest(drift, await latestResult(tx));
  assertUnchangedSinceComparison(drift, locked.user);
  assertSaysStill(drift, found);
  return { drift, ...locked };
}

/** Nobody settles or retries what is about themselves, in either direction. */
function assertNotAboutOneself(user: Account & Pick<User, "displayName" | "entityId">, grant: ChangeRoles): void {
  if (!isSamePerson(user, grant.principal)) return;
  const about = { type: "user", id: user.id, label: user.displayName, entityId: user.entityId };
  refuse(grant, { code: "SELF_APPROVAL", message: "This is about yourself. Ask another operator to settle it." }, about);
}

const settle = (tx: ScopedTx, { principal }: ChangeRoles, id: string, towards: DirectoryDirection, at: Date) =>
  tx.directoryDrift.update({ where: { id }, data: { settledAt: at, settledBy: principal.displayName, settledTowards: towards } });
