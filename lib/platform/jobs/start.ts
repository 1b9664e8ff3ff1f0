import "server-only";
import { beginDraining, isDraining } from "./draining";
import { failureLog } from "./failures";
import type { Job } from "./job";

const started = globalThis as typeof globalThis & { rolebookJobs?: true };

/** The rounds that are under way. */
const rounds = new Set<Promise<void>>();

/** Starts these jobs in this process, once however often it is called. They keep no process alive. */
export function startJobs(jobs: readonly Job[]): void {
  if (started.rolebookJobs) return;
  started.rolebookJobs = true;
  for (const job of jobs) schedule(job, failureLog(job.name));
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
