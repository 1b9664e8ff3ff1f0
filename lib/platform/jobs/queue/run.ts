import "server-only";
import { AppError } from "@/lib/platform/errors";
import { log } from "@/lib/platform/log";
import { Refusal } from "@/lib/platform/refusal";
import { inSystem } from "@/lib/platform/unit-of-work/scope";
import { StandingChanged } from "@/lib/platform/unit-of-work/standing";
import { isDraining } from "../draining";
import type { Job } from "../job";
import { type ClaimedJob, LostClaim, RENEW_MS, renewClaim, takeJob } from "./claim";
import { BadPayload, Drained, type JobHandler, UnknownKind } from "./handler";
import { giveUp, MOST_ATTEMPTS, release, settleFailedStep, stopRefused } from "./record-outcome";

/** Jobs done at once in this process. Each works on its own, so that a long one holds up no others. */
const WORKERS = 3;

/** The workers of this process, over every kind that is registered. */
export const queueWorkers = (handlers: readonly JobHandler[]): readonly Job[] =>
  Array.from({ length: WORKERS }, (_, index) => ({ name: `queue-${index + 1}`, every: 500, run: () => runQueue(handlers) }));

/** Takes job after job, a step at a time, until none is due or the process is about to end. */
export async function runQueue(handlers: readonly JobHandler[]): Promise<void> {
  for (let isMore = true; isMore && !isDraining(); ) isMore = await runNext(handlers);
}

/** Does one step of the next job that is due. False when there is none. */
export async function runNext(handlers: readonly JobHandler[]): Promise<boolean> {
  const job = await inSystem(takeJob);
  if (!job) return false;
  await performStep(
    job,
    handlers.find(({ kind }) => kind === job.kind),
  );
  return true;
}

async function performStep(job: ClaimedJob, handler: JobHandler | undefined): Promise<void> {
  const renewing = setInterval(() => void inSystem((tx) => renewClaim(tx, job)).catch((error: unknown) => log.error("queue.not-renewed", error)), RENEW_MS);
  try {
    if (job.attempts > MOST_ATTEMPTS) throw new BadPayload("The process ended each time this was tried.");
    if (!handler) throw new UnknownKind(`This version of the portal knows no job of the kind ${job.kind}.`);
    await handler.perform(job);
  } catch (error) {
    await settle(job, error);
  } finally {
    clearInterval(renewing);
  }
}

/** Errors that a later attempt may not meet; every other `AppError` says that it never will. */
const MAY_PASS: readonly string[] = ["UNAVAILABLE", "AUDIT_UNAVAILABLE", "OUTCOME_UNKNOWN"] satisfies AppError["code"][];

async function settle(job: ClaimedJob, error: unknown): Promise<void> {
  if (error instanceof LostClaim) return;
  if (error instanceof Drained || error instanceof StandingChanged) return void (await inSystem((tx) => release(tx, job)));
  if (error instanceof Refusal) return inSystem((tx) => stopRefused(tx, job, error.message));
  const isFinal = error instanceof BadPayload || (error instanceof AppError && !MAY_PASS.includes(error.code));
  const problem = problemOf(job, error);
  const givenUp = await inSystem((tx) => (isFinal ? giveUp(tx, job, problem) : settleFailedStep(tx, job, problem)));
  log.warn(givenUp ? "queue.given-up" : "queue.step-failed", { id: job.id, kind: job.kind, attempts: job.attempts, problem });
}

/** What operators read: a sentence, or where the details are. */
function problemOf({ id, kind }: ClaimedJob, error: unknown): string {
  const speaks = error instanceof AppError || error instanceof BadPayload || error instanceof UnknownKind;
  return speaks ? error.message : `An unexpected error; the log has it under ${log.error("queue.unexpected", error, { id, kind })}.`;
}
