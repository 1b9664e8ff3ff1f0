import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { keysetPage, keysetQuery, PAGE_SIZE, readCursor } from "./keyset";

const ID = "0190a0c0-0000-7000-8000-00000000000a";
const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

describe("readCursor", () => {
  const pageOf = (value: string | Date) => keysetPage([{ id: ID }, { id: ID }], null, () => value, 1).next ?? undefined;

  test("readCursor reads what a page of the same kind wrote", () => {
    expect(readCursor(pageOf("Tōtara"), "text")).toEqual({ value: "Tōtara", id: ID, back: false });
    const time = new Date("2026-01-02T03:04:05.678Z");
    expect(readCursor(pageOf(time), "date")).toEqual({ value: time, id: ID, back: false });
  });

  test("readCursor rejects the cursor of another kind of list", () => {
    expect(readCursor(pageOf("Tōtara"), "date")).toBeNull();
    expect(readCursor(pageOf(new Date()), "text")).toBeNull();
  });

  const forged: readonly unknown[] = [
    null,
    {},
    [],
    "t",
    ["t", "a", ID],
    ["t", "a", ID, false, "more"],
    ["x", "a", ID, false],
    ["t", "a", "1", false],
    ["t", "a", `${ID}' OR 1=1`, false],
    ["t", "a", { not: ID }, false],
    ["t", { gt: "" }, ID, false],
    ["t", 7, ID, false],
    ["t", "a", ID, "false"],
    ["t", "a\u0000", ID, false],
    ["t", "\ud800", ID, false],
    ["t", "x".repeat(701), ID, false],
    ["d", "soon", ID, false],
    ["d", "NaN", ID, false],
    ["d", "-271821-04-20T00:00:00.000Z", ID, false],
    ["d", "+275760-09-13T00:00:00.000Z", ID, false],
    ["d", "0000-01-01T00:00:00.000Z", ID, false],
    ["d", 0, ID, false],
    { 0: "t", 1: "a", 2: ID, 3: false, length: 4 },
  ];

  test.each(forged.map((value) => [JSON.stringify(value), value] as const))("readCursor rejects %s", (_name, value) => {
    expect(readCursor(encoded(value), "text")).toBeNull();
    expect(readCursor(encoded(value), "date")).toBeNull();
  });

  test("readCursor returns a cursor or null for any text, and never throws", () => {
    const anything = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.json().map((json) => Buffer.from(json).toString("base64url")),
    );
    fc.assert(
      fc.property(anything, (text) => {
        for (const kind of ["text", "date"] as const) expect([null, "object"]).toContain(readCursor(text, kind) && typeof readCursor(text, kind));
      }),
      { numRuns: 1_000 },
    );
    expect(readCursor(undefined, "text")).toBeNull();
    expect(readCursor("", "text")).toBeNull();
  });
});

describe("paging through rows in memory with keysetQuery", () => {
  type Row = { id: string; value: string };
  type Direction = "asc" | "desc";
  const before = (a: Row, b: Row) => (a.value === b.value ? a.id < b.id : a.value < b.value);

  /** Applies the arguments of `keysetQuery` as a database would, for the comparisons it uses. */
  function fetch(rows: readonly Row[], direction: Direction, cursorText: string | undefined, size: number) {
    const cursor = readCursor(cursorText, "text");
    const { orderBy, take } = keysetQuery({ field: "value", direction }, cursor, size);
    const forward = orderBy[1]?.id === "asc";
    const place = cursor && { id: cursor.id, value: String(cursor.value) };
    const beyond = rows.filter((row) => !place || (forward ? before(place, row) : before(row, place)));
    const sorted = beyond.toSorted((a, b) => (before(a, b) === forward ? -1 : 1));
    return keysetPage(sorted.slice(0, take), cursor, (row) => row.value, size);
  }

  const rows = fc.uniqueArray(fc.record({ id: fc.uuid(), value: fc.constantFrom("a", "b", "c", "ā", "") }), { maxLength: 40, selector: ({ id }) => id });

  test("paging visits each row once, in order, forward and back, with any ties and page size", () => {
    fc.assert(
      fc.property(rows, fc.constantFrom<Direction>("asc", "desc"), fc.integer({ min: 1, max: 7 }), (all, direction, size) => {
        const expected = all.toSorted((a, b) => (before(a, b) === (direction === "asc") ? -1 : 1));
        let page = fetch(all, direction, undefined, size);
        expect(page.previous).toBeNull();
        const forward = [...page.rows];
        while (page.next) {
          page = fetch(all, direction, page.next, size);
          expect(page.rows.length).toBeGreaterThan(0);
          forward.push(...page.rows);
        }
        expect(forward).toEqual(expected);
        const back = [...page.rows];
        while (page.previous) {
          page = fetch(all, direction, page.previous, size);
          back.unshift(...page.rows);
        }
        expect(back).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  test("a page requests one row more than it shows, from its cursor on", () => {
    const { take, where } = keysetQuery({ field: "value", direction: "desc" }, { value: "m", id: ID, back: false });
    expect(take).toBe(PAGE_SIZE + 1);
    expect(where).toEqual([{ value: { lte: "m" } }, { OR: [{ value: { lt: "m" } }, { value: "m", id: { lt: ID } }] }]);
  });
});
