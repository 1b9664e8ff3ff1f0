import "server-only";
import { z } from "zod";
import { holdingsOf } from "@/lib/domain/roles";
import { takesTwo } from "@/lib/domain/standing/model";
import { UNFINISHED } from "@/lib/domain/write-queue";
import { doorOf } from "@/lib/platform/authz/admin-tabs";
import type { Grant } from "@/lib/platform/authz/grant";
import { countsAsGlobal, isSamePerson } from "@/lib/platform/authz/principal";
import { assertGrantOf } from "@/lib/platform/authz/scope-of";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { databaseTime } from "@/lib/platform/db/time";
import type { DirectoryComparison, DirectoryDrift, DirectoryWrite, Prisma, User } from "@/lib/platform/db/types";
import { keysetPage, keysetQuery, type Order, type Page, readCursor } from "@/lib/platform/lists/keyset";
import { query } from "@/lib/platform/operations/query";
import { type DriftListParams, driftListParams, type WriteListParams, writeListParams } from "./schema";

/** The operators' view of the directory, across every entity. */
type ChangeRoles = Grant<"Users.Promote">;

export type WriteRow = Pick<
  DirectoryWrite,
  "id" | "kind" | "role" | "global" | "state" | "attempts" | "nextAttemptAt" | "lastError" | "createdAt" | "doneAt" | "userId" | "invitationId"
> & { readonly person: string; readonly entity: string | null };

const ENTITY = { select: { shortName: true } } as const;

/** The longest waiting first; finished writes, the latest first. */
export const writeOrder = ({ state }: WriteListParams): Order<"createdAt"> => ({
  field: "createdAt",
  direction: state === "done" || state === "superseded" ? "desc" : "asc",
});

/** One page of the writes in a state; without a state, of all unfinished ones. */
export async function listWrites(tx: ScopedTx, grant: ChangeRoles, params: WriteListParams): Promise<Page<WriteRow>> {
  assertGrantOf(tx, grant);
  const cursor = readCursor(params.cursor, "date");
  const { where, orderBy, take } = keysetQuery(writeOrder(params), cursor);
  const found = await tx.directoryWrite.findMany({
    where: { AND: [{ state: params.state ?? { in: [...UNFINISHED] } }, ...where] },
    orderBy,
    take,
    include: { user: { select: { displayName: true, entity: ENTITY } }, invitation: { select: { email: true, entity: ENTITY } } },
  });
  const rows = found.map(({ user, invitation, ...write }): WriteRow => {
    const { id, kind, role, global, state, attempts, nextAttemptAt, lastError, createdAt, doneAt, userId, invitationId } = write;
    const person = user?.displayName ?? invitation?.email ?? "Deleted invitation";
    const entity = (user?.entity ?? invitation?.entity)?.shortName ?? null;
    return { id, kind, role, global, state, attempts, nextAttemptAt, lastError, createdAt, doneAt, userId, invitationId, person, entity };
  });
  return keysetPage(rows, cursor, ({ createdAt }) => createdAt);
}

/** Whether any write is dead-lettered and could be retried. */
async function anyFailed(tx: ScopedTx, grant: ChangeRoles): Promise<boolean> {
  assertGrantOf(tx, grant);
  return (await tx.directoryWrite.findFirst({ where: { state: "failed" }, select: { id: true } })) !== null;
}

export type Comparison = Pick<DirectoryComparison, "id" | "requestedBy" | "requestedAt" | "state" | "finishedAt" | "compared" | "strangers" | "lastError">;

export type DriftRow = Omit<DirectoryDrift, "comparisonId"> & {
  readonly user: Pick<User, "displayName" | "email" | "status"> & { readonly entity: { readonly shortName: string } };
};

/** What is said of a comparison whose job was stopped or given up. */
export const ABANDONED = "Its job was stopped. Support, Jobs has the reason.";

/** The latest comparison requested, and the latest with a result when that is another one. */
export async function latestComparisons(tx: ScopedTx, grant: ChangeRoles): Promise<{ latest: Comparison | null; result: Comparison | null }> {
  assertGrantOf(tx, grant);
  const newest = { orderBy: [{ requestedAt: "desc" }, { id: "desc" }] } satisfies Prisma.DirectoryComparisonFindFirstArgs;
  const found = await tx.directoryComparison.findFirst({ ...newest, include: { job: { select: { state: true } } } });
  const latest = found && {
    ...found,
    ...(found.state === "waiting" && found.job?.state !== "pending" ? ({ state: "failed", lastError: ABANDONED } as const) : {}),
  };
  return { latest, result: latest?.state === "done" ? latest : await tx.directoryComparison.findFirst({ ...newest, where: { state: "done" } }) };
}

/** The comparison whose differences can be settled: the latest finished one. */
export async function latestResult(tx: ScopedTx): Promise<string | null> {
  const latest = await tx.directoryComparison.findFirst({ where: { state: "done" }, orderBy: [{ requestedAt: "desc" }, { id: "desc" }], select: { id: true } });
  return latest?.id ?? null;
}

const PERSON = { user: { select: { displayName: true, email: true, status: true, entity: ENTITY } } } as const;

/** One page of a comparison's differences, in the order found. */
export async function listDrift(tx: ScopedTx, grant: ChangeRoles, comparisonId: string, params: DriftListParams): Promise<Page<DriftRow>> {
  assertGrantOf(tx, grant);
  const cursor = readCursor(params.cursor, "text");
  const { where, orderBy, take } = keysetQuery({ field: "id", direction: "asc" }, cursor);
  const found = await tx.directoryDrift.findMany({ where: { AND: [{ comparisonId }, ...where] }, orderBy, take, include: PERSON });
  return keysetPage(found, cursor, ({ id }) => id);
}

export type DriftDetail = DriftRow & {
  /** Found by the latest comparison; differences of earlier ones cannot be settled. */
  readonly isLatest: boolean;
  readonly isAboutReader: boolean;
  /** Whether settling in that direction needs a second person. */
  readonly portalTakesTwo: boolean;
  readonly directoryTakesTwo: boolean;
};

/** One difference; null when the id does not exist. */
async function getDrift(tx: ScopedTx, grant: ChangeRoles, id: string): Promise<DriftDetail | null> {
  assertGrantOf(tx, grant);
  const found = await tx.directoryDrift.findUnique({ where: { id }, include: { user: { include: { entity: ENTITY } } } });
  if (!found) return null;
  const { user, ...drift } = found;
  const { displayName, email, status, entity } = user;
  const inDirectory = drift.directoryRoles.map((role) => ({ role, global: drift.directoryGlobal, endsAt: null }));
  const [role = ""] = drift.directoryRoles;
  const endsAt = role === user.role ? user.roleEndsAt : null;
  return {
    ...drift,
    user: { displayName, email, status, entity },
    isLatest: drift.comparisonId === (await latestResult(tx)),
    isAboutReader: isSamePerson(user, grant.principal),
    portalTakesTwo: status !== "terminated" && takesTwo(inDirectory, { role: user.role, global: countsAsGlobal(user.role, user.global), endsAt: null }),
    directoryTakesTwo: takesTwo(await holdingsOf(tx, user, await databaseTime(tx)), { role, global: countsAsGlobal(role, drift.directoryGlobal), endsAt }),
  };
}

/** The pending directory writes, and whether any are dead-lettered. */
export const writeListQuery = query({
  name: "directory.writes",
  ...doorOf("directory"),
  input: writeListParams,
  read: async ({ tx, grant, input }) => ({ page: await listWrites(tx, grant, input), failed: await anyFailed(tx, grant) }),
});

/** The latest comparisons, and the result of the latest one that has one. */
export const driftListQuery = query({
  name: "directory.drift",
  ...doorOf("directory"),
  input: driftListParams,
  read: async ({ tx, grant, input }) => {
    const { latest, result } = await latestComparisons(tx, grant);
    return { latest, result, page: result && (await listDrift(tx, grant, result.id, input)) };
  },
});

export const driftQuery = query({
  name: "directory.driftOfOne",
  ...doorOf("directory"),
  input: z.strictObject({ id: z.uuid("This is no id.") }),
  read: ({ tx, grant, input: { id } }) => getDrift(tx, grant, id),
});
