import "server-only";
import { changesOf } from "@/lib/audit/changes";
import type { Changes } from "@/lib/audit/event";
import { record } from "@/lib/audit/record";
import type { Grant } from "@/lib/authz/grant";
import { isUniqueViolation } from "@/lib/db/failures";
import type { ScopedTx } from "@/lib/db/scope";
import { databaseTime } from "@/lib/db/time";
import type { DirectoryDirection, User } from "@/lib/db/types";
import { AppError } from "@/lib/errors";
import { mustLeaveSomebody } from "@/lib/users/last-holders";
import { lockedUser } from "@/lib/users/lock";
import { adoptFromDirectory } from "./adopt";
import { comparisonRequested, directoryValueTaken, failedWritesRetried, portalValueWritten, writeRetried } from "./audit-events";
import { writeToDirectory } from "./outbox";
import { UNFINISHED } from "./pending";
import { mustBeAsCompared, mustBeSomebodyElse, mustHaveOneRole, portalValue } from "./rules";
import type { Reconcile } from "./schema";

/** Over every entity: whoever settles what the directory says changes roles. */
type ChangeRoles = Grant<"Users.Promote">;

const WHOLE = { type: "directory", id: "directory", label: "Directory", entityId: null };
const personOf = ({ id, displayName, entityId }: User) => ({ type: "user", id, label: displayName, entityId });

/** Puts one unfinished write back in line, due at once, with all of its time before it. */
export async function retryWrite(tx: ScopedTx, grant: ChangeRoles, { id }: { id: string }): Promise<void> {
  await tx.$queryRaw`SELECT id FROM directory_write WHERE id = ${id}::uuid FOR UPDATE`;
  const write = await tx.directoryWrite.findUnique({
    where: { id },
    include: { user: { select: { displayName: true } }, invitation: { select: { email: true } } },
  });
  if (!write) throw new AppError("NOT_AUTHORISED", "There is no such write. Go back to the list and choose one.");
  if (write.state !== "failed" && write.state !== "pending")
    throw new AppError("ILLEGAL_TRANSITION", "The directory has been told this, or something later. There is nothing to try again.");
  const now = await databaseTime(tx);
  await tx.directoryWrite.update({ where: { id }, data: { state: "pending", attempts: 0, nextAttemptAt: now, queuedAt: now } });
  const label = write.user?.displayName ?? write.invitation?.email ?? "Deleted invitation";
  const type = write.userId ? "user" : write.invitationId ? "invitation" : "directory_write";
  record(tx, grant, writeRetried({ type, id: write.userId ?? write.invitationId ?? id, label, entityId: write.entityId }, write.kind, write.attempts));
}

/** Puts everything that was given up back in line. */
export async function retryFailedWrites(tx: ScopedTx, grant: ChangeRoles): Promise<void> {
  const now = await databaseTime(tx);
  const { count } = await tx.directoryWrite.updateMany({
    where: { state: "failed" },
    data: { state: "pending", attempts: 0, nextAttemptAt: now, queuedAt: now },
  });
  if (count === 0) throw new AppError("INVALID_INPUT", "Nothing has been given up: there is nothing to try again.");
  record(tx, grant, failedWritesRetried(WHOLE, count));
}

/** Asks for a comparison; a worker makes it. ALREADY_EXISTS while one is under way. */
export async function requestComparison(tx: ScopedTx, grant: ChangeRoles): Promise<void> {
  const { userId, displayName } = grant.principal;
  try {
    await tx.directoryComparison.create({ data: { requestedById: userId, requestedBy: displayName } });
  } catch (error) {
    if (isUniqueViolation(error)) throw new AppError("ALREADY_EXISTS", "A comparison is under way. Its result appears here in a moment.");
    throw error;
  }
  record(tx, grant, comparisonRequested(WHOLE));
}

/** The portal is right: the directory is told what the portal says of this person. */
export async function writePortalValue(tx: ScopedTx, grant: ChangeRoles, { id, reason }: Reconcile): Promise<void> {
  const { drift, user, at } = await lockedDrift(tx, grant, id);
  mustBeAsCompared(drift, user);
  await writeToDirectory(tx, { entityId: user.entityId, userId: user.id }, portalValue(user));
  await settle(tx, grant, id, "portal", at);
  const ended = user.status === "terminated";
  const changes: Changes = {
    directoryRole: { from: drift.directoryRoles.join(", ") || null, to: ended ? null : user.role },
    directoryGlobal: { from: drift.directoryGlobal, to: ended ? false : user.global },
  };
  record(tx, grant, portalValueWritten(personOf(user), changes, reason));
}

/** The directory is right: what it says becomes the person's role and Global here, on their next request. */
export async function takeDirectoryValue(tx: ScopedTx, grant: ChangeRoles, { id, reason }: Reconcile): Promise<void> {
  const { drift, user, at } = await lockedDrift(tx, grant, id);
  mustBeAsCompared(drift, user);
  mustBeSomebodyElse(user, grant.principal);
  const role = mustHaveOneRole(drift, user);
  if (role !== user.role || (user.global && !drift.directoryGlobal)) await mustLeaveSomebody(tx, user);
  const { changes } = await adoptFromDirectory(tx, user, { role, globalAppRole: drift.directoryGlobal });
  // What was still to be told would undo it.
  await tx.directoryWrite.updateMany({
    where: { userId: user.id, kind: { in: ["set_role", "set_global"] }, state: { in: [...UNFINISHED] } },
    data: { state: "superseded" },
  });
  await settle(tx, grant, id, "directory", at);
  record(tx, grant, directoryValueTaken(personOf(user), Object.keys(changes).length > 0 ? changes : changesOf(null, { role }, ["role"]), reason));
}

/** A line of a comparison and the person whom it is about, both locked. */
async function lockedDrift(tx: ScopedTx, grant: ChangeRoles, id: string) {
  await tx.$queryRaw`SELECT id FROM directory_drift WHERE id = ${id}::uuid FOR UPDATE`;
  const drift = await tx.directoryDrift.findUnique({ where: { id } });
  if (!drift) throw new AppError("NOT_AUTHORISED", "There is no such difference. Go back to the comparison and choose one.");
  return { drift, ...(await lockedUser(tx, grant, drift.userId)) };
}

const settle = (tx: ScopedTx, { principal }: ChangeRoles, id: string, towards: DirectoryDirection, at: Date) =>
  tx.directoryDrift.update({ where: { id }, data: { settledAt: at, settledBy: principal.displayName, settledTowards: towards } });
