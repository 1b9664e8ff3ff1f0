import { UUID } from "uuidv7";

/** A small generator of numbers that look random and are the same every time (mulberry32). */
export type Random = {
  /** A whole number from 0 up to and without `limit`, which is at most 2 to the power of 32. */
  below(limit: number): number;
  /** One of the list. Throws when there is none. */
  pick<T>(list: readonly T[]): T;
  /** A UUIDv7 that says it was made at `instant`. */
  uuidAt(instant: Date): string;
};

export function randomFrom(seed: number): Random {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const below = (limit: number): number => Math.floor((next() / 2 ** 32) * limit);
  return {
    below,
    pick(list) {
      const picked = list[below(list.length)];
      if (picked === undefined) throw new RangeError("There is nothing to pick from.");
      return picked;
    },
    uuidAt: (instant) => UUID.fromFieldsV7(instant.getTime(), below(2 ** 12), below(2 ** 30), below(2 ** 32)).toString(),
  };
}
