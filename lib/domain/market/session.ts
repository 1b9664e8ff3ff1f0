import "server-only";
import { configurationContent } from "@/lib/domain/configuration/model";
import type { ChangeEvent } from "@/lib/platform/audit/event";
import type { ScopedTx, SystemTx } from "@/lib/platform/db/scoped-tx";
import type { MarketSession } from "@/lib/platform/db/types";
import { marketInstant } from "@/lib/platform/time/market-clock";
import { sessionMoved } from "./audit-events";
import { type InForce, type Move, movesUntil, nextPoint, type Position } from "./replay";
import type { Transition } from "./state";

/** The session's single row and its moves, by the schedule in any process and by people. */

type Tx = ScopedTx | SystemTx;
/** The person who moves it; null for the schedule. */
export type Mover = { readonly id: string; readonly name: string; readonly reason: string } | null;

/** The source of time: the database's clock, except in tests. */
export type Clock = (tx: Tx) => Promise<Date>;

export const databaseClock: Clock = async (tx) => {
  const [row] = await tx.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`;
  if (!row) throw new Error("The database did not tell the time.");
  return row.now;
};

/** Locks the session until the transaction ends, so that all moves take turns. Null when there is none. */
export async function lockedSession(tx: Tx): Promise<MarketSession | null> {
  await tx.$queryRaw`SELECT id FROM market_session WHERE id = 1 FOR NO KEY UPDATE`;
  return tx.marketSession.findUnique({ where: { id: 1 } });
}

/** The configuration of a position, and all later ones. */
export async function versionsFrom(tx: Tx, configuration: number): Promise<readonly InForce[]> {
  const rows = await tx.configurationVersion.findMany({ where: { number: { gte: configuration } }, orderBy: { number: "asc" } });
  return rows.map(({ number, appliedAt, content }) => ({ number, from: appliedAt, schedule: configurationContent.parse(content) }));
}

/** The session's own time: the clock's, but never before what is already done, even when the clock jumps back. */
export const sessionTime = (through: Date, now: Date): Date => (now < through ? through : now);

/** Stores the session after these transitions and records each of them. Returns their events. */
export async function write(
  tx: Tx,
  before: MarketSession,
  to: {
    readonly position: Position;
    readonly versions: readonly InForce[];
    readonly transitions: readonly Transition[];
    readonly scheduledFor: Date | null;
    /** The reason, when it is not the schedule. */
    readonly reason?: string;
  },
  by: Mover,
): Promise<readonly ChangeEvent[]> {
  const { position, versions, transitions, scheduledFor, reason } = to;
  const { state, through, configuration } = position;
  await tx.marketTransition.createMany({
    data: transitions.map(({ from, to, cause }, index) => ({
      number: before.version + index + 1,
      ...{ from, to, cause, scheduledFor, configuration, resets: before.resets },
      ...{ byId: by?.id ?? null, byName: by?.name ?? null, reason: by?.reason ?? null },
    })),
  });
  const nextAt = nextPoint(position, versions)?.at ?? null;
  const version = before.version + transitions.length;
  const moved = transitions.length > 0 ? { state, version, since: (await tx.marketTransition.findUniqueOrThrow({ where: { number: version } })).at } : {};
  await tx.marketSession.update({ where: { id: 1 }, data: { ...moved, through, configuration, nextAt } });
  return transitions.map((transition) =>
    sessionMoved(transition, reason ?? (by && !scheduledFor ? by.reason : dueText(scheduledFor ?? through, configuration))),
  );
}

const dueText = (at: Date, configuration: number): string => `Due at ${marketInstant(at)} by configuration ${configuration}.`;

/**
 * Moves the session to the next point with a transition, if it is due by `now`; points without one are skipped.
 * Returns the session after it and its events; null when nothing was due.
 */
export async function moveSession(
  tx: Tx,
  before: MarketSession,
  now: Date,
  by: Mover = null,
): Promise<{ readonly session: MarketSession; readonly events: readonly ChangeEvent[] } | null> {
  const versions = await versionsFrom(tx, before.configuration);
  let last: Move | undefined;
  for (const move of movesUntil(before, versions, now)) {
    last = move;
    if (move.transitions.length > 0) break;
  }
  if (!last) return null;
  const { position, transitions, point } = last;
  const events = await write(tx, before, { position, versions, transitions, scheduledFor: point.at }, by);
  return { session: await tx.marketSession.findUniqueOrThrow({ where: { id: 1 } }), events };
}
