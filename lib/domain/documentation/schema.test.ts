import { describe, expect, test } from "vitest";
import { pairListParams, readPairId, setDirectionInput, setManyInput } from "./schema";

const one = { owner: "KAURI", counterparty: "RATA", version: 3, status: "pending", notes: " Draft\r\nsent ", remindOn: "2026-12-01" };

describe("setting one direction", () => {
  test("takes text as it is stored, and null for no reminder", () => {
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
  ])("refuses %j", (change) => {
    expect(setDirectionInput.safeParse({ ...one, ...change }).success).toBe(false);
  });
});

describe("setting several directions", () => {
  const direction = { owner: "KAURI", counterparty: "RATA", version: 3 };
  const many = { remindOn: "2026-12-01", directions: [direction, { ...direction, owner: "RATA", counterparty: "KAURI" }] };

  test("takes each direction with the version seen, and only what is to be set", () => {
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
  ])("refuses %j", (change) => {
    expect(setManyInput.safeParse({ ...many, ...change }).success).toBe(false);
  });

  test("refuses a direction that is named twice, which would be recorded twice", () => {
    const { error } = setManyInput.safeParse({ ...many, directions: [direction, { ...direction, version: 4 }] });
    expect(error?.issues).toMatchObject([{ path: ["directions"], message: "Name each direction once." }]);
  });

  test("asks for a direction where there is none", () => {
    expect(setManyInput.safeParse({ ...many, directions: [] }).error?.issues).toMatchObject([
      { path: ["directions"], message: "Tick at least one direction." },
    ]);
  });
});

test("an address names two codes, and whatever else it says counts as nothing", () => {
  expect(readPairId("KAURI_RATA")).toEqual(["KAURI", "RATA"]);
  expect(pairListParams.parse({ since: "2026-02-30", entity: "x", reminder: "never", status: ["pending"] })).toEqual({});
});
