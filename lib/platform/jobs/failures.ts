import "server-only";
import { log } from "@/lib/platform/log";

/** Milliseconds between two log lines about a job that goes on failing. */
const REPEAT_AFTER = 60_000;

/** Logs a job's first failure, then once a minute how often it has failed since, and that it works again. */
export function failureLog(job: string): { failed(error: unknown): void; worked(): void } {
  let failures = 0;
  let loggedAt = 0;
  return {
    failed(error) {
      failures += 1;
      const now = performance.now();
      if (failures > 1 && now - loggedAt < REPEAT_AFTER) return;
      loggedAt = now;
      log.error("job.failed", error, { job, failures });
    },
    worked() {
      if (failures > 0) log.info("job.recovered", { job, failures });
      failures = 0;
    },
  };
}
