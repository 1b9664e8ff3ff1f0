import type { HalfHours } from "./half-hours";

/** The exchange's own table of half-hours, 1 being 00:00 to 00:30. A profile of one of these codes is exactly this. */
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

/** The half-hours that runs make up together, whatever the order in which they are written. */
export const halfHoursOf = (runs: readonly HalfHours[]): ReadonlySet<number> =>
  new Set(runs.flatMap(({ first, last }) => Array.from({ length: Math.max(last - first + 1, 0) }, (_, index) => first + index)));

/** Whether two lists of runs make up the same half-hours. */
export function areSameHalfHours(one: readonly HalfHours[], other: readonly HalfHours[]): boolean {
  const [a, b] = [halfHoursOf(one), halfHoursOf(other)];
  return a.size === b.size && [...a].every((halfHour) => b.has(halfHour));
}
