/** A run of half-hours of the day, both ends included; 1 is 00:00 to 00:30. */
export type HalfHours = { readonly first: number; readonly last: number };

/** By number: "15–44". */
export const numbersOf = ({ first, last }: HalfHours): string => (first === last ? String(first) : `${first}–${last}`);

/** By time: "07:00–22:00". The day ends at 24:00. */
export const clockOf = ({ first, last }: HalfHours): string => `${clock(first - 1)}–${clock(last)}`;

/** Hours of a day covered by the runs. */
export const hoursOf = (runs: readonly HalfHours[]): number => runs.reduce((sum, { first, last }) => sum + last - first + 1, 0) / 2;

const clock = (halfHours: number): string => `${String(Math.floor(halfHours / 2)).padStart(2, "0")}:${halfHours % 2 ? "30" : "00"}`;
