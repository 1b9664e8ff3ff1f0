import "server-only";
import { env } from "@/lib/platform/env";
import type { Retention } from "../retention";

/** Jobs that were done or stopped. One that failed stays: somebody may still retry it. */
export const settledJobs: Retention = {
  id: "jobs",
  label: "Finished and stopped jobs",
  days: () => env().JOBS_KEPT_DAYS,
  remove: (tx, days, atMost) => tx.$executeRaw`
    DELETE FROM job WHERE id IN (
      SELECT id FROM job WHERE state IN ('done', 'cancelled') AND queued_at < now() - make_interval(days => ${days}::int)
      ORDER BY queued_at LIMIT ${atMost}::int FOR UPDATE SKIP LOCKED)`,
};
