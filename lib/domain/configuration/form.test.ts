import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { readApproval, readProposal, readSectionForm } from "./form";
import { approveInput, proposeInput } from "./proposal-schema";
import { sectionInput } from "./sections";

/** The section forms are tested in `sections.test.ts`. */

describe("the form of a proposal", () => {
  const form = { version: "2", base: "7", reason: "Because the test says so." };

  test("the form of a proposal is decoded with an instant on the market's clock, and null for at once", () => {
    const read = (change: object) => proposeInput.parse(readProposal({ ...form, ...change }));
    expect(read({})).toEqual({ version: 2, base: 7, reason: form.reason, effectiveAt: null });
    expect(read({ effectiveAt: "" }).effectiveAt).toBeNull();
    expect(read({ effectiveAt: "2026-12-24T17:00" }).effectiveAt).toEqual(new Date("2026-12-24T04:00:00Z"));
  });

  test.each(["tomorrow", "2026-12-24", "2026-12-24T04:00:00Z", "1026-12-24T17:00", "2026-09-27T02:30", "2027-04-04T02:30"])(
    "the form of a proposal with the time %j is rejected",
    (effectiveAt) => {
      const refused = expect.objectContaining({ code: "INVALID_INPUT", fieldErrors: { effectiveAt: expect.any(String) } });
      expect(() => readProposal({ ...form, effectiveAt })).toThrow(refused);
    },
  );

  test.each([{ version: "0" }, { base: "" }, { more: "x" }])("the form of a proposal with %j is rejected", (change) => {
    expect(proposeInput.safeParse(readProposal({ ...form, ...change })).success).toBe(false);
  });
});

test("one ticked box confirms all warnings shown, and without it none is confirmed", () => {
  const form = { id: randomUUID(), hash: "0".repeat(64) };
  expect(approveInput.parse(readApproval({ ...form, confirmed: "early|late" }))).toEqual({ ...form, confirmed: ["early", "late"] });
  expect(approveInput.parse(readApproval(form))).toEqual(form);
  expect(approveInput.safeParse({ ...form, confirmed: "early|late" }).success).toBe(false);
});

describe("the form of a section", () => {
  const hours = { section: "hours", version: "0", monday: "on", preopen: "08:00", open: "09:00", close: "16:00" };

  test("the form of a section is decoded with a list of the ticked days", () => {
    expect(sectionInput.parse(readSectionForm(hours))).toMatchObject({ version: 0, days: ["monday"] });
  });

  test.each([{ tuesday: "yes" }, { days: "monday" }, { someday: "on" }, { section: "constructor" }, { section: "" }, { version: "00" }, { version: "-1" }])(
    "the form of a section with %j is rejected",
    (change) => {
      expect(sectionInput.safeParse(readSectionForm({ ...hours, ...change })).success).toBe(false);
    },
  );

  test("the form of a section with a field of the prototype is rejected", () => {
    const fields: Record<string, string> = { ...hours };
    Object.defineProperty(fields, "__proto__", { value: "x", enumerable: true });
    expect(sectionInput.safeParse(readSectionForm(fields)).success).toBe(false);
  });

  test("an unreadable list is rejected at its field, with the line", () => {
    const refused = expect.objectContaining({ fieldErrors: { nodes: expect.stringMatching(/^Line 2: /) } });
    expect(() => readSectionForm({ section: "nodes", version: "1", nodes: "OTA Ōtāhuhu\nHaywards" })).toThrow(refused);
    const unseen = expect.objectContaining({ fieldErrors: { holidays: expect.stringContaining("cannot be stored") } });
    expect(() => readSectionForm({ section: "holidays", version: "1", holidays: "2027-02-08 Wait\u202eangi" })).toThrow(unseen);
  });

  test("terms are counted in integers of at least zero", () => {
    const term = { listedAhead: "0", tickSize: "0.05", minimumPrice: "0", maximumPrice: "10", maximumQuantity: "5" };
    const fields = Object.fromEntries(["monthly", "quarterly"].flatMap((name) => Object.entries(term).map(([field, value]) => [`${name}.${field}`, value])));
    const read = (change: object) => sectionInput.safeParse(readSectionForm({ section: "contracts", version: "1", ...fields, ...change }));
    expect(read({ "monthly.listedAhead": "12" }).data).toMatchObject({ monthly: { ...term, listedAhead: 12 }, quarterly: { ...term, listedAhead: 0 } });
    for (const listedAhead of ["-1", "1.5", "", "many", "100"])
      expect(read({ "monthly.listedAhead": listedAhead }).error?.issues, listedAhead).toMatchObject([
        { path: ["monthly", "listedAhead"], message: expect.stringContaining("whole number") },
      ]);
  });
});
