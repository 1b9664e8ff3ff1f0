import "server-only";
import { doorOf } from "@/lib/platform/authz/admin-tabs";
import type { Grant } from "@/lib/platform/authz/grant";
import { assertGrantOf } from "@/lib/platform/authz/scope-of";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { Job } from "@/lib/platform/db/types";
import type { Dated } from "@/lib/platform/lists/dated";
import { keysetPage, keysetQuery, type Order, type Page, readCursor } from "@/lib/platform/lists/keyset";
import { query } from "@/lib/platform/operations/query";
import { type JobListParams, jobListParams, MOST_FAILED } from "./schema";

/** The operators' view of the queue, across every entity. */
type Operate = Grant<"Market.Operate">;

const ROW = {
  ...{ id: true, kind: true, label: true, askedBy: true, askedById: true, state: true, attempts: true, lastError: true, done: true, total: true },
  ...{ nextAttemptAt: true, queuedAt: true, doneAt: true },
} as const;

export type JobRow = Pick<Job, keyof typeof ROW> & { readonly entity: string | null };

const NEWEST_FIRST: Order<"queuedAt"> = { field: "queuedAt", direction: "desc" };

/** One page of the jobs in a state, the newest first; without a state, of all that are not over. */
export async function listJobs(tx: ScopedTx, grant: Operate, { state, kind, cursor: text }: JobListParams): Promise<Page<JobRow>> {
  assertGrantOf(tx, grant);
  const cursor = readCursor(text, "date");
  const { where, orderBy, take } = keysetQuery(NEWEST_FIRST, cursor);
  const found = await tx.job.findMany({
    where: { AND: [{ state: state ?? { in: ["pending", "failed"] } }, kind ? { kind } : {}, ...where] },
    orderBy,
    take,
    select: { ...ROW, entity: { select: { shortName: true } } },
  });
  const rows = found.map(({ entity, ...job }): JobRow => ({ ...job, entity: entity?.shortName ?? null }));
  return keysetPage(rows, cursor, ({ queuedAt }) => queuedAt);
}

/** Jobs that were given up, up to so many, the longest waiting first. */
export async function failedJobs(tx: ScopedTx, grant: Operate, take: number): Promise<readonly Dated[]> {
  assertGrantOf(tx, grant);
  const jobs = await tx.job.findMany({
    where: { state: "failed" },
    orderBy: [{ queuedAt: "asc" }, { id: "asc" }],
    take,
    select: { id: true, label: true, queuedAt: true },
  });
  return jobs.map(({ id, label, queuedAt }) => ({ id, name: label, at: queuedAt }));
}

/** The queue, and how many of its jobs were given up, up to one more than `MOST_FAILED`. */
export const jobListQuery = query({
  name: "jobs.list",
  ...doorOf("jobs"),
  input: jobListParams,
  read: async ({ tx, grant, input }) => ({ page: await listJobs(tx, grant, input), failed: (await failedJobs(tx, grant, MOST_FAILED + 1)).length }),
});
