/** A cell by its row and column; −1 is the place of the headings. */
export type Place = { readonly row: number; readonly column: number };

const PAGE = 10;
const FAR = 1_000_000;

/** Where a key leads, in rows and columns; with Control, as far as there is. */
const MOVES: ReadonlyMap<string, { readonly plain: readonly [number, number]; readonly control: readonly [number, number] }> = new Map([
  ["ArrowUp", { plain: [-1, 0], control: [-FAR, 0] }],
  ["ArrowDown", { plain: [1, 0], control: [FAR, 0] }],
  ["ArrowLeft", { plain: [0, -1], control: [0, -FAR] }],
  ["ArrowRight", { plain: [0, 1], control: [0, FAR] }],
  ["PageUp", { plain: [-PAGE, 0], control: [-FAR, 0] }],
  ["PageDown", { plain: [PAGE, 0], control: [FAR, 0] }],
  ["Home", { plain: [0, -FAR], control: [-FAR, -FAR] }],
  ["End", { plain: [0, FAR], control: [FAR, FAR] }],
]);

/** Only a single step leads from the first cell to its heading. */
function stepped(place: number, step: number, count: number): number {
  if (step === 0) return place;
  return Math.min(Math.max(place + step, step === -1 ? -1 : 0), count - 1);
}

/** Where a key leads from `from`; null for a key that leads nowhere. The corner between the headings is no place. */
export function moved(from: Place, key: string, control: boolean, counts: { readonly rows: number; readonly columns: number }): Place | null {
  const move = MOVES.get(key);
  if (!move) return null;
  const [down, right] = control ? move.control : move.plain;
  const to = { row: stepped(from.row, down, counts.rows), column: stepped(from.column, right, counts.columns) };
  return to.row === -1 && to.column === -1 ? from : to;
}
