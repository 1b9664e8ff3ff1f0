import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { changesOf } from "./changes";

const FIELDS = ["name", "status", "limit", "until"];

describe("what changed", () => {
  test("holds exactly the listed fields that differ, each with its old and its new value", () => {
    const before = { name: "Kauri", status: "active", limit: 5, note: "old" };
    const after = { name: "Kauri", status: "suspended", limit: 7, note: "new" };
    expect(changesOf(before, after, FIELDS)).toEqual({ status: { from: "active", to: "suspended" }, limit: { from: 5, to: 7 } });
  });

  test("never holds a field that is not listed, whatever the rows carry", () => {
    const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
    const row = fc.option(fc.dictionary(fc.constantFrom(...FIELDS, "secret", "tokenHash"), value), { nil: null });
    fc.assert(fc.property(row, row, (before, after) => Object.keys(changesOf(before, after, FIELDS)).every((field) => FIELDS.includes(field))));
  });

  test("is nothing when nothing listed differs", () => {
    expect(changesOf({ name: "Kauri", limit: 5, note: "old" }, { name: "Kauri", limit: 5, note: "new" }, FIELDS)).toEqual({});
    expect(changesOf(null, null, FIELDS)).toEqual({});
    expect(changesOf({ name: "Kauri" }, { name: "Rimu" }, [])).toEqual({});
  });
});

describe("a row that appears or goes", () => {
  test("shows every field that it has, from nothing or to nothing", () => {
    const row = { name: "Kauri", status: "active" };
    expect(changesOf(null, row, FIELDS)).toEqual({ name: { from: null, to: "Kauri" }, status: { from: null, to: "active" } });
    expect(changesOf(row, null, FIELDS)).toEqual({ name: { from: "Kauri", to: null }, status: { from: "active", to: null } });
  });
});

describe("a value", () => {
  test("that is cleared keeps its old value on the record", () => {
    expect(changesOf({ name: "Kauri" }, { name: null }, FIELDS)).toEqual({ name: { from: "Kauri", to: null } });
  });

  test.each([
    ["empty text", ""],
    ["zero", 0],
    ["false", false],
  ])("of %s is not taken for a missing one", (_what, value) => {
    expect(changesOf({ name: null }, { name: value }, FIELDS)).toEqual({ name: { from: null, to: value } });
  });

  test("that was missing and is null has not changed", () => {
    expect(changesOf({}, { name: null }, FIELDS)).toEqual({});
    expect(changesOf({ name: undefined }, {}, FIELDS)).toEqual({});
  });

  test("that is a time is compared as a moment and recorded in UTC", () => {
    const noon = () => new Date("2026-03-01T12:00:00+13:00");
    expect(changesOf({ until: noon() }, { until: noon() }, FIELDS)).toEqual({});
    expect(changesOf({ until: null }, { until: noon() }, FIELDS)).toEqual({ until: { from: null, to: "2026-02-28T23:00:00.000Z" } });
  });

  test("that is a list or an object is compared by what it holds, and recorded as JSON", () => {
    expect(changesOf({ limit: [1, { a: 2 }] }, { limit: [1, { a: 2 }] }, FIELDS)).toEqual({});
    expect(changesOf({ limit: [1] }, { limit: [1, 2] }, FIELDS)).toEqual({ limit: { from: "[1]", to: "[1,2]" } });
  });
});

test("swapping before and after swaps from and to", () => {
  const row = fc.dictionary(fc.constantFrom(...FIELDS), fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)));
  fc.assert(
    fc.property(row, row, (before, after) => {
      const swapped = Object.fromEntries(Object.entries(changesOf(after, before, FIELDS)).map(([field, { from, to }]) => [field, { from: to, to: from }]));
      expect(changesOf(before, after, FIELDS)).toEqual(swapped);
    }),
  );
});
