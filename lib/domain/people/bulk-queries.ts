import "server-only";
import { openRequestsAbout } from "@/lib/domain/roles";
import { EVERY_ENTITY } from "@/lib/platform/authz/decide";
import type { Grant } from "@/lib/platform/authz/grant";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { BulkRow, BulkRun, Job, JobState, User } from "@/lib/platform/db/types";
import { keysetQuery } from "@/lib/platform/lists/keyset";
import { query } from "@/lib/platform/operations/query";
import { grantIf } from "@/lib/platform/unit-of-work/authorize";
import { type BulkScope, bulkFormInput, bulkRunPageInput, MOST_AT_ONCE } from "./bulk-schema";
import { narrowedTo, usersWhere } from "./filters";
import { edgeOf, searchUsers } from "./search-plan";

type ManageUsers = Grant<"Users.Manage">;
export type Chosen = Pick<User, "id" | "displayName">;

/** The people in the scope that the person may manage, by name; at most one more than a run allows. */
export async function peopleIn(tx: ScopedTx, grant: ManageUsers, scope: BulkScope): Promise<readonly Chosen[]> {
  const widest = grantIf(tx, "Users.Manage", EVERY_ENTITY) ?? grant;
  const filters = "ids" in scope ? {} : scope.filters;
  const where = [...(await usersWhere(tx, widest, filters)), ...("ids" in scope ? [{ id: { in: [...scope.ids] } }] : [])];
  const reached = { ...filters, ...narrowedTo(tx, widest) };
  const field = "displayName" as const;
  const stretch = keysetQuery({ field, direction: "asc" }, null, MOST_AT_ONCE);
  const { orderBy, take } = stretch;
  return searchUsers(tx, reached, {
    take,
    edge: () => edgeOf(tx, field, stretch),
    find: (within) => tx.user.findMany({ where: { AND: [...where, ...within] }, orderBy, take, select: { id: true, displayName: true } }),
  });
}

export type BulkRunView = Pick<BulkRun, "id" | "operation" | "status" | "reason" | "scope" | "total" | "createdAt"> & {
  readonly waiting: number;
  readonly done: number;
  readonly failed: number;
  /** `done` when nobody is left; `cancelled` when the rest will not be done. */
  readonly state: JobState;
  /** Why the rest is not done, or not yet. */
  readonly problem: string | null;
};

const RUN = {
  ...{ id: true, operation: true, status: true, reason: true, scope: true, total: true, createdAt: true },
  job: { select: { state: true, lastError: true } },
} as const;

/** One of the person's own runs with its progress; null for anybody else's. */
export async function getBulkRun(tx: ScopedTx, { principal }: ManageUsers, id: string): Promise<BulkRunView | null> {
  const run = await tx.bulkRun.findFirst({ where: { id, userId: principal.userId }, select: RUN });
  if (!run) return null;
  const groups = await tx.bulkRow.groupBy({ by: ["state"], where: { runId: id }, _count: { _all: true } });
  return withCounts(run, groups);
}

/** A bound above what anybody has under way. */
const MOST_UNFINISHED = 20;

/** The person's own runs that are under way or given up, the latest first. */
export async function unfinishedRuns(tx: ScopedTx, { principal }: ManageUsers): Promise<readonly BulkRunView[]> {
  const runs = await tx.bulkRun.findMany({
    where: { userId: principal.userId, job: { state: { in: ["pending", "failed"] } } },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: MOST_UNFINISHED,
    select: RUN,
  });
  const groups = await tx.bulkRow.groupBy({ by: ["runId", "state"], where: { runId: { in: runs.map(({ id }) => id) } }, _count: { _all: true } });
  return runs.map((run) =>
    withCounts(
      run,
      groups.filter(({ runId }) => runId === run.id),
    ),
  );
}

type Count = { readonly state: BulkRow["state"]; readonly _count: { readonly _all: number } };

type Found = Omit<BulkRunView, BulkRow["state"] | "problem"> & { readonly job: Pick<Job, "state" | "lastError"> | null };

function withCounts({ job, ...run }: Omit<Found, "state">, groups: readonly Count[]): BulkRunView {
  const count = (state: BulkRow["state"]) => groups.find((group) => group.state === state)?._count._all ?? 0;
  const waiting = count("waiting");
  const state = waiting === 0 ? "done" : (job?.state ?? "cancelled");
  return { ...run, state, problem: job?.lastError ?? null, waiting, done: count("done"), failed: count("failed") };
}

export type BulkResult = Pick<BulkRow, "position" | "userId" | "label" | "state" | "code" | "message" | "doneAt">;

const RESULT = { position: true, userId: true, label: true, state: true, code: true, message: true, doneAt: true } as const;

/** A run's people after a position, in the run's order; optionally in one state only. */
export const bulkResults = (
  tx: ScopedTx,
  { principal }: ManageUsers,
  runId: string,
  { after, take, state }: { readonly after: number; readonly take: number; readonly state?: BulkRow["state"] | undefined },
): Promise<BulkResult[]> =>
  tx.bulkRow.findMany({
    where: { runId, ownerId: principal.userId, position: { gt: after }, ...(state ? { state } : {}) },
    orderBy: { position: "asc" },
    take,
    select: RESULT,
  });

/** Rows on one page of a run. */
export const RUN_ROWS = 50;

/** A person's own run with a page of its people. */
export const bulkRunQuery = query({
  name: "users.bulkRun",
  permission: "Users.Manage",
  across: "own-entity",
  input: bulkRunPageInput,
  read: async ({ tx, grant, input: { id, state, cursor } }) => {
    const run = await getBulkRun(tx, grant, id);
    return run && { run, rows: await bulkResults(tx, grant, id, { after: Number(cursor) || 0, take: RUN_ROWS, state }) };
  },
});

/** The people about to be changed, those of them with an open role request, and the reader's runs under way. */
export const bulkFormQuery = query({
  name: "users.bulkForm",
  permission: "Users.Manage",
  across: "own-entity",
  input: bulkFormInput,
  read: async ({ tx, grant, input: { ids, matching, ...filters } }) => {
    const people = await peopleIn(tx, grant, matching ? { filters } : { ids: ids ?? [] });
    const asked = people.length > MOST_AT_ONCE ? [] : await openRequestsAbout(tx, grant, idsOf(people));
    const about = new Set(asked.map(({ userId }) => userId));
    return { people, asked: people.filter(({ id }) => about.has(id)), unfinished: await unfinishedRuns(tx, grant) };
  },
});

const idsOf = (people: readonly Chosen[]) => people.map(({ id }) => id);
