import "server-only";
import { GraphError } from "@microsoft/microsoft-graph-client";
import { type ClaimedWrite, type GuestOutcome, settleDone, settleFailed, takeWrites } from "@/lib/domain/write-queue";
import { isDraining } from "@/lib/platform/jobs/draining";
import type { Job } from "@/lib/platform/jobs/job";
import { pauseAfter } from "@/lib/platform/jobs/queue/next-due";
import { log } from "@/lib/platform/log";
import { inSystem } from "@/lib/platform/unit-of-work/scope";
import { within } from "./graph-client";
import { inviteUnlessKnown, removeGuest } from "./graph-guests";
import { revokeSessions, setGlobal, setRoleGroup } from "./graph-writes";

/** Sends queued directory writes. Every process runs it; the database holds the queue and the claims. */

/** People handled in parallel; Graph throttles higher rates. */
const AT_ONCE = 8;
/** Well below the lease, so a write ends before another process can claim it. */
const TIME_LIMIT_MS = 20_000;
const LONGEST_RETRY_AFTER_SECONDS = 60 * 60;
const LONGEST_PROBLEM = 300;

export const directoryWrites: Job = { name: "directory-writes", every: 1_000, run: () => runDirectoryWrites() };

/**
 * Processes the queue until nothing is due. Failed writes back off and retry. A crash loses none: when the lease expires another
 * process retries the write, and writes are idempotent.
 */
export async function runDirectoryWrites({ timeLimit = TIME_LIMIT_MS } = {}): Promise<void> {
  while (!isDraining()) {
    const writes = await inSystem((tx) => takeWrites(tx, AT_ONCE));
    if (writes.length === 0) return;
    await Promise.all(writes.map((write) => tell(write, timeLimit)));
  }
}

async function tell(write: ClaimedWrite, timeLimit: number): Promise<void> {
  let guest: GuestOutcome | null;
  try {
    // No transaction is open while the directory answers.
    guest = await within(timeLimit, (signal) => apply(write, signal));
  } catch (error) {
    const problem = problemOf(error, timeLimit);
    const givenUp = await inSystem((tx) => settleFailed(tx, write, problem, pauseFor(error, write.attempts)));
    if (givenUp) log.warn("directory.write-given-up", { id: write.id, kind: write.kind, attempts: write.attempts, problem });
    return;
  }
  await inSystem((tx) => settleDone(tx, write, guest));
}

/** Applies a write in the directory. For guest writes, returns the outcome. */
async function apply({ kind, oid, address, name, role, global, isInvited }: ClaimedWrite, signal: AbortSignal): Promise<GuestOutcome | null> {
  if (kind === "invite_guest") return isInvited ? inviteUnlessKnown(address, name, signal) : null;
  // Only accounts that the portal created are removed.
  if (kind === "remove_guest") return oid === null ? null : removeGuest(oid, signal);
  if (oid === null) throw new Error("This write names no user.");
  if (kind === "set_role") await setRoleGroup(oid, role, signal);
  if (kind === "set_global") await setGlobal(oid, global === true, signal);
  if (kind === "revoke_sessions") await revokeSessions(oid, signal);
  return null;
}

/** The queue's back-off in seconds, and at least Graph's Retry-After. */
export function pauseFor(error: unknown, attempts: number, chance?: number): number {
  const pause = pauseAfter(attempts, chance);
  const asked = error instanceof GraphError ? Number(error.headers?.get("Retry-After") ?? 0) : 0;
  return Math.max(pause, Number.isFinite(asked) ? Math.min(asked, LONGEST_RETRY_AFTER_SECONDS) : 0);
}

/** The error for operators: Graph's answer, or why there was none. */
export function problemOf(error: unknown, timeLimit: number): string {
  const said = error instanceof Error ? error : new Error(String(error));
  if (said.name === "TimeoutError" || said.name === "AbortError") return `No answer within ${timeLimit / 1_000} seconds.`;
  if (error instanceof GraphError && error.statusCode >= 400)
    return `Graph answered ${error.statusCode}${error.code ? ` ${error.code}` : ""}: ${said.message}`.slice(0, LONGEST_PROBLEM);
  if (said.name === "ZodError" || said.name === "SyntaxError") return "The answer is not one of Graph's.";
  return (said.message || "The directory cannot be reached.").slice(0, LONGEST_PROBLEM);
}
