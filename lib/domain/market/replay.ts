import { nextBoundary, type Schedule, stateCalledFor } from "./schedule";
import { type MarketState, type Transition, transitionsTo } from "./state";

/** How far the schedule has moved a session, and under which configuration. Pure: the same input gives the same transitions in any process. */

export type Position = {
  readonly state: MarketState;
  /** Everything up to this instant has been acted on. */
  readonly through: Date;
  /** The number of the configuration in force then; 0 for none. */
  readonly configuration: number;
};

/** A configuration and the instant from which it is in force. */
export type InForce = { readonly number: number; readonly from: Date; readonly schedule: Schedule };

/** An instant at which the clock, or a new configuration, may call for another state. */
export type Point = { readonly at: Date; readonly version: InForce };

/**
 * The next point after a position. `versions` holds the configuration in force and all later ones, the oldest first. One that came
 * in late counts from now on: what has been acted on is not undone.
 */
export function nextPoint({ through, configuration }: Position, versions: readonly InForce[]): Point | null {
  const current = versions.find(({ number }) => number === configuration);
  const coming = versions.find(({ number }) => number > configuration);
  const boundary = current && nextBoundary(current.schedule, through);
  const takeover = coming && new Date(Math.max(coming.from.getTime(), through.getTime() + 1));
  if (coming && takeover && (!boundary || takeover <= boundary)) return { at: takeover, version: coming };
  return current && boundary ? { at: boundary, version: current } : null;
}

/** The position after a point, and the transitions that lead there: none while suspended, two where a state was skipped. */
export function moveTo(position: Position, { at, version }: Point): { readonly position: Position; readonly transitions: readonly Transition[] } {
  const transitions = transitionsTo(position.state, stateCalledFor(version.schedule, at));
  return { position: { state: transitions.at(-1)?.to ?? position.state, through: at, configuration: version.number }, transitions };
}

export type Move = { readonly point: Point; readonly position: Position; readonly transitions: readonly Transition[] };

/** What a week of trading days brings: more is no stop of the portal's, but a clock that jumped, or a pause that somebody should look at. */
export const MOST_REPLAYED = 21;

/** Whether so much is due that a person decides rather than the schedule. A suspended session misses nothing. */
export function isTooFarBehind(start: Position, versions: readonly InForce[], until: Date): boolean {
  if (start.state === "suspended") return false;
  let missed = 0;
  for (const { transitions } of movesUntil(start, versions, until)) {
    missed += transitions.length;
    if (missed > MOST_REPLAYED) return true;
  }
  return false;
}

/** A difference between two servers' clocks is no reason to worry anybody. */
const TOLERANCE = 5_000;

/** Whether a session has acted on times that the clock has not reached: until then the schedule stands still. */
export const isAhead = ({ through }: Pick<Position, "through">, now: Date): boolean => through.getTime() - now.getTime() > TOLERANCE;

/** Every point up to and including `until`, in order: what a session has missed. */
export function* movesUntil(start: Position, versions: readonly InForce[], until: Date): Generator<Move> {
  let position = start;
  for (let point = nextPoint(position, versions); point && point.at <= until; point = nextPoint(position, versions)) {
    const moved = moveTo(position, point);
    position = moved.position;
    yield { point, ...moved };
  }
}
