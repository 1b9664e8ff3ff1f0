import "server-only";
import { log } from "@/lib/platform/log";
import { inSystem } from "@/lib/platform/unit-of-work/scope";
import type { Job } from "./job";

/**
 * Makes the record's partitions for this month and three ahead. A portal that was off for longer loses nothing: entries
 * without a month of their own go to the default partition, and stay there.
 */
export const auditMonths: Job = {
  name: "audit-months",
  every: 60 * 60_000,
  run: async () => {
    const [row] = await inSystem((tx) => tx.$queryRaw<{ made: number }[]>`SELECT portal_make_audit_months() AS made`);
    if (row && row.made > 0) log.info("audit.months-made", { made: row.made });
  },
};
