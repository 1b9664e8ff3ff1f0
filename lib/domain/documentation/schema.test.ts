import { describe, expect, test } from "vitest";
import { directionField, pairListParams, readPairId, setDirectionInput, setManyInput } from "./schema";

const one = { owner: "KAURI", counterparty: "RATA", version: "3", status: "pending", notes: " Draft\r\nsent ", remindOn: "2026-12-01" };

describe("the form of one direction", () => {
  test("gives text as it is stored, and nothing for a reminder that is left empty", () => {
    expect(setDirectionInput.parse(one)).toEqual({ ...one, version: 3, notes: "Draft\nsent" });
    expect(setDirectionInput.parse({ ...one, version: "0", notes: "", remindOn: "" })).toMatchObject({ version: 0, notes: "", remindOn: null });
  });

  test.each([
    { owner: "kauri" },
    { counterparty: "" },
    { version: "-1" },
    { version: "01" },
    { status: "in_place" },
    { notes: "a\u0000" },
    { notes: "x".repeat(2_001) },
    { remindOn: "2026-02-30" },
    { remindOn: "tomorrow" },
    { remindOn: "0000-01-01" },
    { more: "x" },
  ])("refuses %j", (change) => {
    expect(setDirectionInput.safeParse({ ...one, ...change }).success).toBe(false);
  });
});

describe("the form of several directions", () => {
  const field = directionField({ code: "KAURI" }, { code: "RATA" });
  const many = { status: "", notes: "", remindOn: "2026-12-01", [field]: "3" };

  test("names each direction with the version seen, and only what is to be set", () => {
    expect(setManyInput.parse(many)).toEqual({ directions: [{ owner: "KAURI", counterparty: "RATA", version: 3 }], remindOn: "2026-12-01" });
  });

  test.each([{ remindOn: "" }, { [field]: "x" }, { "direction:KAURI_KAURI": "1" }, { KAURI_TOTARA: "1" }, { "direction:": "1" }])("refuses %j", (change) => {
    expect(setManyInput.safeParse({ ...many, ...change }).success).toBe(false);
  });

  test("asks for a tick where there is none", () => {
    const { [field]: _, ...none } = many;
    expect(setManyInput.safeParse(none).error?.issues).toMatchObject([{ path: ["directions"] }]);
  });
});

test("an address names two codes, and whatever else it says counts as nothing", () => {
  expect(readPairId("KAURI_RATA")).toEqual(["KAURI", "RATA"]);
  expect(pairListParams.parse({ since: "2026-02-30", entity: "x", reminder: "never", status: ["pending"] })).toEqual({});
});
