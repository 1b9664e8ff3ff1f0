import "server-only";
import { env } from "@/lib/platform/env";
import type { Retention } from "@/lib/platform/jobs/retention";

/** Runs per transaction: each may have thousands of people. */
const RUNS = 10;

/** Deletes finished and stopped bulk changes with their results. One that is under way or given up stays. */
export const finishedBulkChanges: Retention = {
  id: "bulk-changes",
  label: "Bulk changes that are through",
  days: () => env().BULK_CHANGES_KEPT_DAYS,
  remove: async (tx, days) => {
    const runs = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM bulk_run r WHERE created_at < now() - make_interval(days => ${days}::int)
        AND NOT EXISTS (SELECT FROM job j WHERE j.id = r.job_id AND j.state IN ('pending', 'failed'))
      ORDER BY created_at LIMIT ${RUNS}::int`;
    const ids = runs.map(({ id }) => id);
    await tx.$executeRaw`DELETE FROM bulk_row WHERE run_id = ANY(${ids}::uuid[])`;
    return tx.$executeRaw`DELETE FROM bulk_run WHERE id = ANY(${ids}::uuid[])`;
  },
};
