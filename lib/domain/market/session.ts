import "server-only";
import { configurationContent } from "@/lib/domain/configuration/model";
import type { ChangeEvent } from "@/lib/platform/audit/event";
import type { ScopedTx, SystemTx } from "@/lib/platform/db/scoped-tx";
import type { MarketSession } from "@/lib/platform/db/types";
import { marketInstant } from "@/lib/platform/time/market-clock";
import { sessionMoved } from "./audit-events";
import { type InForce, type Move, movesUntil, nextPoint, type Position } from "./replay";
import type { Transition } from "./state";

/** The session's one row, and how it is moved: by the schedule, in any process, and by people. */

type Tx = ScopedTx | SystemTx;
/** Who moves it; null for the schedule. */
export type Mover = { readonly id: string; readonly name: string; readonly reason: string } | null;

/** What tells the time: the database's clock, unless a test brings another. */
export type Clock = (tx: Tx) => Promise<Date>;

export const databaseClock: Clock = async (tx) => {
  const [row] = await tx.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`;
  if (!row) throw new Error("The database did not tell the time.");
  return row.now;
};

/** Locks the session until the transaction ends, so that all who move it take turns. Null when there is none. */
export async function lockedSession(tx: Tx): Promise<MarketSession | null> {
  await tx.$queryRaw`SELECT id FROM market_session WHERE id = 1 FOR NO KEY UPDATE`;
  return tx.marketSession.findUnique({ where: { id: 1 } });
}

/** The configuration that a position is in, and all that came after it. */
export async function versionsFrom(tx: Tx, configuration: number): Promise<readonly InForce[]> {
  const rows = await tx.configurationVersion.findMany({ where: { number: { gte: configuration } }, orderBy: { number: "asc" } });
  return rows.map(({ number, appliedAt, content }) => ({ number, from: appliedAt, schedule: configurationContent.parse(content) }));
}

/** The session's own time: the clock's, but never before what has been acted on already, wherever the clock jumps. */
export const sessionTime = (through: Date, now: Date): Date => (now < through ? through : now);

/** Writes where the session stands after these transitions, and each of them into its record. Returns their events. */
export async function write(
  tx: Tx,
  before: MarketSession,
  to: {
    readonly position: Position;
    readonly versions: readonly InForce[];
    readonly transitions: readonly Transition[];
    readonly scheduledFor: Date | null;
    /** What is said of them, where it is not that the schedule called for them. */
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
 * Moves the session to the next point at which something happens, if that is due by `now`; points at which nothing does are passed.
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
