import { nextBoundary, type Schedule, stateCalledFor } from "./schedule";
import { type MarketState, type Transition, transitionsTo } from "./state";

/**
 * How far the schedule has moved a session, and under which configuration. Pure: the same input gives the same
 * transitions in any process.
 */

export type Position = {
  readonly state: MarketState;
  /** Everything up to this instant is done. */
  readonly through: Date;
  /** The number of the configuration in force then; 0 for none. */
  readonly configuration: number;
};

/** A configuration and the instant it came into force. */
export type InForce = { readonly number: number; readonly from: Date; readonly schedule: Schedule };

/** An instant at which the clock, or a new configuration, may call for another state. */
export type Point = { readonly at: Date; readonly version: InForce };

/**
 * The next point after a position. `versions` holds the configuration in force and all later ones, the oldest
 * first. A version that arrives late applies from now on; past points are not undone.
 */
export function nextPoint({ through, configuration }: Position, versions: readonly InForce[]): Point | null {
  const current = versions.find(({ number }) => number === configuration);
  const coming = versions.find(({ number }) => number > configuration);
  const boundary = current && nextBoundary(current.schedule, through);
  const takeover = coming && new Date(Math.max(coming.from.getTime(), through.getTime() + 1));
  if (coming && takeover && (!boundary || takeover <= boundary)) return { at: takeover, version: coming };
  return current && boundary ? { at: boundary, version: current } : null;
}

/** The position after a point, and the transitions to it: none while suspended, two when a state was skipped. */
export function moveTo(position: Position, { at, version }: Point): { readonly position: Position; readonly transitions: readonly Transition[] } {
  const transitions = transitionsTo(position.state, stateCalledFor(version.schedule, at));
  return { position: { state: transitions.at(-1)?.to ?? position.state, through: at, configuration: version.number }, transitions };
}

export type Move = { readonly point: Point; readonly position: Position; readonly transitions: readonly Transition[] };

/** A week of trading days: a longer backlog means a clock that jumped or an outage that a person should look at. */
export const MOST_REPLAYED = 21;

/** Whether the backlog is so long that a person decides. A suspended session has no backlog. */
export function isTooFarBehind(start: Position, versions: readonly InForce[], until: Date): boolean {
  if (start.state === "suspended") return false;
  let missed = 0;
  for (const { transitions } of movesUntil(start, versions, until)) {
    missed += transitions.length;
    if (missed > MOST_REPLAYED) return true;
  }
  return false;
}

/** Tolerates the usual difference between two servers' clocks. */
const TOLERANCE = 5_000;

/** Whether a session is ahead of the clock; the schedule is paused until the clock catches up. */
export const isAhead = ({ through }: Pick<Position, "through">, now: Date): boolean => through.getTime() - now.getTime() > TOLERANCE;

/** Every point up to and including `until`, in order: the session's backlog. */
export function* movesUntil(start: Position, versions: readonly InForce[], until: Date): Generator<Move> {
  let position = start;
  for (let point = nextPoint(position, versions); point && point.at <= until; point = nextPoint(position, versions)) {
    const moved = moveTo(position, point);
    position = moved.position;
    yield { point, ...moved };
  }
}
