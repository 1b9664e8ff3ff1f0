import "server-only";
import { uuidv7 } from "uuidv7";
import { recordBySystem } from "@/lib/platform/audit/system";
import type { SystemTx } from "@/lib/platform/db/scoped-tx";
import type { Job } from "@/lib/platform/jobs/job";
import { inSystem } from "@/lib/platform/unit-of-work/scope";
import { isTooFarBehind } from "./replay";
import { type Clock, databaseClock, lockedSession, moveSession, versionsFrom } from "./session";

/** Moves the session on schedule, in whichever process gets to it first. */
export const marketJob: Job = { name: "market", every: 1_000, run: () => keepSchedule() };

/**
 * Makes everything that is due, in order, each point in one transaction with its record, so a killed process
 * resumes where it was. Two processes take turns on the session's row; the second finds nothing left.
 */
export async function keepSchedule(clock: Clock = databaseClock): Promise<void> {
  const requestId = uuidv7();
  while (await inSystem(async (tx) => (await isDue(tx, clock)) && moveIfDue(tx, clock, requestId)));
}

/** Check without a lock first: nearly always nothing is due. */
async function isDue(tx: SystemTx, clock: Clock): Promise<boolean> {
  const now = await clock(tx);
  const [due] = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM market_session WHERE next_at <= ${now} OR configuration < (SELECT max(number) FROM configuration_version)`;
  return due !== undefined;
}

async function moveIfDue(tx: SystemTx, clock: Clock, requestId: string): Promise<boolean> {
  const session = await lockedSession(tx);
  const now = await clock(tx);
  // A person decides: the overview shows it, and an engine reset brings the session to now.
  if (session && isTooFarBehind(session, await versionsFrom(tx, session.configuration), now)) return false;
  const moved = session && (await moveSession(tx, session, now));
  if (moved) await recordBySystem(tx, requestId, moved.events);
  return Boolean(moved);
}
