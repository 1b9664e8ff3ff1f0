import { expect, test } from "vitest";
import { moved } from "./matrix-moves";

const counts = { rows: 30, columns: 40 };
const from = (row: number, column: number, key: string, control = false) => {
  const to = moved({ row, column }, key, control, counts);
  return to && [to.row, to.column];
};

test("arrow keys move one cell, from the headings to the last cell, and never into the corner", () => {
  expect([from(3, 4, "ArrowUp"), from(3, 4, "ArrowDown"), from(3, 4, "ArrowLeft"), from(3, 4, "ArrowRight")]).toEqual([
    [2, 4],
    [4, 4],
    [3, 3],
    [3, 5],
  ]);
  expect([from(0, 4, "ArrowUp"), from(3, 0, "ArrowLeft"), from(29, 39, "ArrowDown"), from(29, 39, "ArrowRight")]).toEqual([
    [-1, 4],
    [3, -1],
    [29, 39],
    [29, 39],
  ]);
  expect([from(-1, 0, "ArrowLeft"), from(0, -1, "ArrowUp")]).toEqual([
    [-1, 0],
    [0, -1],
  ]);
});

test("Home, End and page keys move to the ends of rows and columns, or by a page", () => {
  expect([from(3, 4, "Home"), from(3, 4, "End"), from(3, 4, "PageUp"), from(3, 4, "PageDown"), from(25, 4, "PageDown")]).toEqual([
    [3, 0],
    [3, 39],
    [0, 4],
    [13, 4],
    [29, 4],
  ]);
  expect([from(3, 4, "Home", true), from(3, 4, "End", true), from(3, 4, "ArrowDown", true), from(-1, 4, "ArrowRight", true)]).toEqual([
    [0, 0],
    [29, 39],
    [29, 4],
    [-1, 39],
  ]);
});

test("the browser handles every other key", () => {
  for (const key of ["Enter", "Tab", " ", "a", "toString", "__proto__"]) expect(from(3, 4, key)).toBeNull();
});
