import { describe, expect, test } from "vitest";
import { searchOf } from "@/lib/platform/operations/decode";
import { pairListParams, readPairId, setDirectionInput, setManyInput } from "./schema";

const one = { owner: "KAURI", counterparty: "RATA", version: 3, status: "pending", notes: " Draft\r\nsent ", remindOn: "2026-12-01" };

describe("setting one direction", () => {
  test("one direction accepts text as stored, and null for no reminder", () => {
    expect(setDirectionInput.parse(one)).toEqual({ ...one, notes: "Draft\nsent" });
    expect(setDirectionInput.parse({ ...one, version: 0, notes: "", remindOn: null })).toMatchObject({ version: 0, notes: "", remindOn: null });
  });

  test.each([
    { owner: "kauri" },
    { counterparty: "" },
    { version: -1 },
    { version: "3" },
    { status: "in_place" },
    { notes: "a\u0000" },
    { notes: "x".repeat(2_001) },
    { remindOn: "2026-02-30" },
    { remindOn: "tomorrow" },
    { remindOn: "0000-01-01" },
    { remindOn: "" },
    { more: "x" },
  ])("one direction rejects %j", (change) => {
    expect(setDirectionInput.safeParse({ ...one, ...change }).success).toBe(false);
  });
});

describe("setting several directions", () => {
  const direction = { owner: "KAURI", counterparty: "RATA", version: 3 };
  const many = { remindOn: "2026-12-01", directions: [direction, { ...direction, owner: "RATA", counterparty: "KAURI" }] };

  test("several directions accept each direction with its version, and only the fields to set", () => {
    expect(setManyInput.parse(many)).toEqual(many);
  });

  test.each([
    { remindOn: undefined },
    { remindOn: null },
    { status: "" },
    { directions: "KAURI_RATA" },
    { directions: JSON.stringify([direction]) },
    { directions: [{ ...direction, version: "3" }] },
    { directions: [{ ...direction, more: 1 }] },
    { directions: Array.from({ length: 1_001 }, (_, index) => ({ ...direction, owner: `E${index}` })) },
  ])("several directions reject %j", (change) => {
    expect(setManyInput.safeParse({ ...many, ...change }).success).toBe(false);
  });

  test("a repeated direction is rejected, because it would be recorded twice", () => {
    const { error } = setManyInput.safeParse({ ...many, directions: [direction, { ...direction, version: 4 }] });
    expect(error?.issues).toMatchObject([{ path: ["directions"], message: "Name each direction once." }]);
  });

  test("at least one direction is required", () => {
    expect(setManyInput.safeParse({ ...many, directions: [] }).error?.issues).toMatchObject([
      { path: ["directions"], message: "Tick at least one direction." },
    ]);
  });
});

test("an address names two codes, and anything else counts as unset", () => {
  expect(readPairId("KAURI_RATA")).toEqual(["KAURI", "RATA"]);
  expect(searchOf(pairListParams, { since: "2026-02-30", entity: "x", reminder: "never", status: ["pending"] })).toEqual({});
});
