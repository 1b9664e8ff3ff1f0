import type { HalfHours } from "./half-hours";

/** The exchange's half-hour table, 1 being 00:00 to 00:30. A profile with one of these codes must match it exactly. */
export const HALF_HOUR_TABLE: ReadonlyMap<string, readonly HalfHours[]> = new Map([
  ["BASE", [{ first: 1, last: 48 }]],
  ["PEAK", [{ first: 15, last: 44 }]],
  [
    "ON",
    [
      { first: 45, last: 48 },
      { first: 1, last: 14 },
    ],
  ],
  ["MP", [{ first: 15, last: 18 }]],
  ["EP", [{ first: 36, last: 40 }]],
  [
    "SPK",
    [
      { first: 15, last: 18 },
      { first: 36, last: 40 },
    ],
  ],
]);

/** The half-hours covered by runs, in any order. */
export const halfHoursOf = (runs: readonly HalfHours[]): ReadonlySet<number> =>
  new Set(runs.flatMap(({ first, last }) => Array.from({ length: Math.max(last - first + 1, 0) }, (_, index) => first + index)));

/** Whether two lists of runs cover the same half-hours. */
export function areSameHalfHours(one: readonly HalfHours[], other: readonly HalfHours[]): boolean {
  const [a, b] = [halfHoursOf(one), halfHoursOf(other)];
  return a.size === b.size && [...a].every((halfHour) => b.has(halfHour));
}
