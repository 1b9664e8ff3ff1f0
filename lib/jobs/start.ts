import "server-only";
import { announceEnds, settleRoles } from "@/lib/assignments/jobs";
import { configurationJob } from "@/lib/configuration/schedule";
import { heartbeatJob } from "@/lib/diagnostics/process";
import { directoryComparisons } from "@/lib/directory/compare";
import { directoryWrites } from "@/lib/directory/worker";
import { log } from "@/lib/log";
import { mailJob } from "@/lib/mail/deliver";
import { marketJob } from "@/lib/market/scheduler";
import { clearThrottle } from "@/lib/throttle/throttle";
import type { Job } from "./job";

/** Every job of the portal. */
const JOBS: readonly Job[] = [
  mailJob,
  directoryWrites,
  directoryComparisons,
  settleRoles,
  announceEnds,
  configurationJob,
  marketJob,
  heartbeatJob,
  clearThrottle,
];

const started = globalThis as typeof globalThis & { rolebookJobs?: true };

/** Starts this process's jobs, once however often it is called. They keep no process alive. */
export function startJobs(): void {
  if (started.rolebookJobs) return;
  started.rolebookJobs = true;
  for (const job of JOBS) schedule(job);
}

function schedule(job: Job): void {
  setTimeout(async () => {
    await job.run().catch((error: unknown) => log.error("job.failed", error, { job: job.name }));
    schedule(job);
  }, job.every).unref();
}
