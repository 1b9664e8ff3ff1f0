import "server-only";
import { announceEnds, expireRequests, settleRoles } from "@/lib/assignments/jobs";
import { recordCountedRefusals } from "@/lib/auth/refused";
import { configurationJob, expireProposals } from "@/lib/configuration/schedule";
import { heartbeatJob } from "@/lib/diagnostics/process";
import { directoryComparisons } from "@/lib/directory/compare";
import { directoryWrites } from "@/lib/directory/worker";
import { mailJob } from "@/lib/mail/deliver";
import { marketJob } from "@/lib/market/scheduler";
import { clearThrottle } from "@/lib/throttle/throttle";
import { beginDraining, isDraining } from "./draining";
import { failureLog } from "./failures";
import type { Job } from "./job";

/** Every job of the portal. */
const JOBS: readonly Job[] = [
  mailJob,
  directoryWrites,
  directoryComparisons,
  settleRoles,
  expireRequests,
  announceEnds,
  configurationJob,
  expireProposals,
  marketJob,
  heartbeatJob,
  clearThrottle,
  recordCountedRefusals,
];

const started = globalThis as typeof globalThis & { rolebookJobs?: true };

/** The rounds that are under way. */
const rounds = new Set<Promise<void>>();

/** Starts this process's jobs, once however often it is called. They keep no process alive. */
export function startJobs(): void {
  if (started.rolebookJobs) return;
  started.rolebookJobs = true;
  for (const job of JOBS) schedule(job, failureLog(job.name));
  process.once("SIGTERM", beginDraining);
  // Its starter says so before it ends this process, and is told when no job is on anything any more.
  process.on("message", (message) => {
    if (message === "drain") void finish().then(() => process.send?.("drained"));
  });
}

function schedule(job: Job, failures: ReturnType<typeof failureLog>): void {
  setTimeout(async () => {
    if (isDraining()) return;
    const round = job.run().then(failures.worked, failures.failed);
    rounds.add(round);
    await round;
    rounds.delete(round);
    schedule(job, failures);
  }, job.every).unref();
}

/** Takes no further work, and waits for what was begun. */
async function finish(): Promise<void> {
  beginDraining();
  await Promise.all(rounds);
}
