/** A cell by row and column; −1 is the row or column of headings. */
export type Place = { readonly row: number; readonly column: number };

const PAGE = 10;
const FAR = 1_000_000;

/** The step of each key in rows and columns; with Control, to the end. */
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

/** Only a single step moves from the first cell to its heading. */
function stepped(place: number, step: number, count: number): number {
  if (step === 0) return place;
  return Math.min(Math.max(place + step, step === -1 ? -1 : 0), count - 1);
}

/** The cell a key moves to from `from`; null when it moves nowhere. The corner is not a cell. */
export function moved(from: Place, key: string, control: boolean, counts: { readonly rows: number; readonly columns: number }): Place | null {
  const move = MOVES.get(key);
  if (!move) return null;
  const [down, right] = control ? move.control : move.plain;
  const to = { row: stepped(from.row, down, counts.rows), column: stepped(from.column, right, counts.columns) };
  return to.row === -1 && to.column === -1 ? from : to;
}
