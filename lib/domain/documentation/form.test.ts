import { describe, expect, test } from "vitest";
import { decodeFields } from "@/lib/platform/operations/decode";
import { readTicked } from "./form";
import { directionField, setDirectionInput, setManyInput } from "./schema";

describe("the form of one direction", () => {
  const form = { owner: "KAURI", counterparty: "RATA", version: "0", status: "pending", notes: "", remindOn: "" };

  test("the form of one direction is decoded with an integer, and null for an empty reminder", () => {
    expect(setDirectionInput.parse(decodeFields(setDirectionInput, form))).toEqual({ ...form, version: 0, remindOn: null });
  });

  test.each(["-1", "01", "", "x"])("the form of one direction with the version %j is rejected", (version) => {
    expect(setDirectionInput.safeParse(decodeFields(setDirectionInput, { ...form, version })).success).toBe(false);
  });
});

describe("the form of several directions", () => {
  const field = directionField({ code: "KAURI" }, { code: "RATA" });
  const form = { status: "", notes: "", remindOn: "2026-12-01", [field]: "3" };

  test("the form of several directions is decoded with each ticked direction and its version, and only the fields to set", () => {
    expect(setManyInput.parse(readTicked(form))).toEqual({ directions: [{ owner: "KAURI", counterparty: "RATA", version: 3 }], remindOn: "2026-12-01" });
  });

  test.each([
    { remindOn: "" },
    { [field]: "x" },
    { [field]: "-1" },
    { [field]: "01" },
    { "direction:KAURI_KAURI": "1" },
    { "direction:": "1" },
    { "direction:__proto___constructor": "1" },
    { KAURI_TOTARA: "1" },
    { directions: "x" },
    { more: "x" },
  ])("the form of several directions with %j is rejected", (change) => {
    expect(setManyInput.safeParse(readTicked({ ...form, ...change })).success).toBe(false);
  });

  test("the form of several directions needs at least one tick", () => {
    const { [field]: _, ...none } = form;
    expect(setManyInput.safeParse(readTicked(none)).error?.issues).toMatchObject([{ path: ["directions"] }]);
  });
});
