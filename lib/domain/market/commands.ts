import "server-only";
import { record } from "@/lib/platform/audit/record";
import type { Grant } from "@/lib/platform/authz/grant";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { MarketSession } from "@/lib/platform/db/types";
import { AppError } from "@/lib/platform/errors";
import { engineReset } from "./audit-events";
import { isAhead, isTooFarBehind, nextPoint } from "./replay";
import { assertHaltUnchanged, assertTransition } from "./rules";
import { stateCalledFor } from "./schedule";
import type { Halt, Reset, Resume } from "./schema";
import { type Clock, databaseClock, lockedSession, type Mover, moveSession, sessionTime, versionsFrom, write } from "./session";
import { type ClockState, type MarketEvent, transitionFor, transitionsTo } from "./state";

type Operate = Grant<"Market.Operate">;

/** Halts the market from any state. */
export async function haltMarket(tx: ScopedTx, grant: Operate, { reason }: Halt, clock: Clock = databaseClock): Promise<void> {
  const session = await caughtUp(tx, grant, clock);
  await move(tx, grant, session, { event: { kind: "halt" }, reason }, clock);
}

/** Resumes a suspended market into the state that the schedule calls for now. */
export async function resumeMarket(tx: ScopedTx, grant: Operate, { version, reason }: Resume, clock: Clock = databaseClock): Promise<void> {
  const session = await caughtUp(tx, grant, clock);
  if (session.state === "suspended") assertHaltUnchanged(session.version, version);
  await move(tx, grant, session, { event: { kind: "resume", called: await calledNow(tx, session, clock) }, reason }, clock);
}

/**
 * Rebuilds the session from its recorded transitions; the schedule then makes what is due since. When that
 * record is ahead of the clock or too far behind it, the session jumps to now, in the state the schedule calls
 * for; a halt stays.
 */
export async function resetEngine(tx: ScopedTx, grant: Operate, { reason }: Reset, clock: Clock = databaseClock): Promise<void> {
  const before = await lockedSession(tx);
  const latest = await tx.marketTransition.findMany({ orderBy: { number: "desc" }, take: 100 });
  const [last] = latest;
  if (!last) throw new AppError("ILLEGAL_TRANSITION", "The session has made no transition yet, so there is nothing to rebuild it from.");
  // Transitions before an earlier reset no longer describe the session.
  const since = latest.filter(({ resets }) => resets === last.resets);
  const through = new Date(Math.max(...since.map(({ scheduledFor, at }) => (scheduledFor ?? at).getTime())));
  const position = { state: last.to, through, configuration: last.configuration };
  const versions = await versionsFrom(tx, last.configuration);
  const data = { ...position, version: last.number, since: last.at, nextAt: nextPoint(position, versions)?.at ?? null, resets: last.resets };
  const rebuilt = await tx.marketSession.upsert({ where: { id: 1 }, create: data, update: data });
  const now = await clock(tx);
  const after = isAhead(position, now) || isTooFarBehind(position, versions, now) ? await broughtTo(tx, grant, rebuilt, now, reason) : rebuilt;
  record(tx, grant, engineReset(before, after, reason));
}

/**
 * Moves the session to an instant, skipping what it missed or made too early; the transitions are recorded with
 * the reset's reason.
 */
async function broughtTo(tx: ScopedTx, grant: Operate, session: MarketSession, now: Date, reason: string): Promise<MarketSession> {
  const versions = await versionsFrom(tx, 0);
  const current = versions.findLast(({ from }) => from <= now) ?? versions.at(0);
  const transitions = transitionsTo(session.state, current ? stateCalledFor(current.schedule, now) : "closed");
  const position = { state: transitions.at(-1)?.to ?? session.state, through: now, configuration: current?.number ?? 0 };
  const counted = await tx.marketSession.update({ where: { id: 1 }, data: { resets: { increment: 1 } } });
  const events = await write(tx, counted, { position, versions, transitions, scheduledFor: now, reason }, moverOf(grant, reason));
  for (const event of events) record(tx, grant, event);
  return tx.marketSession.findUniqueOrThrow({ where: { id: 1 } });
}

const moverOf = ({ principal }: Operate, reason: string): Mover => ({ id: principal.userId, name: principal.displayName, reason });

/** Makes due transitions before the person's own, so they are recorded in order; both commit together. */
async function caughtUp(tx: ScopedTx, grant: Operate, clock: Clock): Promise<MarketSession> {
  let session = await lockedSession(tx);
  if (!session) throw new AppError("UNAVAILABLE", "The market's session is missing. An operator with Global can rebuild it: Diagnostics, engine reset.");
  const now = await clock(tx);
  // A long backlog is not replayed here: the person's action applies to the present.
  if (isTooFarBehind(session, await versionsFrom(tx, session.configuration), now)) return session;
  for (;;) {
    const moved = await moveSession(tx, session, now, moverOf(grant, "Caught up"));
    if (!moved) return session;
    session = moved.session;
    for (const event of moved.events) record(tx, grant, event);
  }
}

/** Without a configuration the schedule calls for nothing. */
async function calledNow(tx: ScopedTx, { configuration, through }: MarketSession, clock: Clock): Promise<ClockState> {
  const [current] = await versionsFrom(tx, configuration);
  return current ? stateCalledFor(current.schedule, sessionTime(through, await clock(tx))) : "closed";
}

type Act = { readonly event: MarketEvent & { kind: "halt" | "resume" }; readonly reason: string };

async function move(tx: ScopedTx, grant: Operate, session: MarketSession, { event, reason }: Act, clock: Clock) {
  const transition = assertTransition(transitionFor(session.state, event), session.state, event.kind);
  const through = sessionTime(session.through, await clock(tx));
  const position = { state: transition.to, through, configuration: session.configuration };
  const versions = await versionsFrom(tx, session.configuration);
  const events = await write(tx, session, { position, versions, transitions: [transition], scheduledFor: null }, moverOf(grant, reason));
  for (const one of events) record(tx, grant, one);
}
