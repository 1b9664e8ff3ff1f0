import { describe, expect, test } from "vitest";
import { AppError } from "@/lib/platform/errors";
import { firstConfiguration } from "@/prisma/seed/configuration";
import { readSectionForm } from "./form";
import { fieldsOf, partFor, readSection, SECTIONS, type SectionId, sectionInput, withSection } from "./sections";
import { readHolidays, readNodes, readProfiles, writeProfiles } from "./text-lists";

const { content } = firstConfiguration;

/** Submits the section's form with these fields changed; returns the new content, or the first error. */
function sent(section: SectionId, change: Readonly<Record<string, string | undefined>> = {}) {
  const fields = Object.entries({ ...fieldsOf(section, content), ...change }).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  try {
    const { data, error } = sectionInput.safeParse(readSectionForm({ section, version: "1", ...Object.fromEntries(fields) }));
    return data ? withSection(content, data) : { field: error.issues[0]?.path.join("."), problem: error.issues[0]?.message };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const [field, problem] = Object.entries(error.fieldErrors)[0] ?? [];
    return { field, problem };
  }
}

describe.each(SECTIONS)("the section $label", ({ id }) => {
  test("an unchanged form changes nothing", () => {
    expect(sent(id)).toEqual({ content: { ...content, holidays: expect.arrayContaining([...content.holidays]) } });
  });

  test("an unknown field is rejected", () => {
    expect(sent(id, { other: "x" })).toMatchObject({ problem: expect.stringContaining("other") });
  });

  test("the section is found by its name, and edits its own part of the content", () => {
    expect(readSection(id)?.id).toBe(id);
    expect(partFor(id, content)).toBeDefined();
  });
});

test("every change affects its own part of the content and nothing else", () => {
  const changes: readonly (readonly [SectionId, Readonly<Record<string, string | undefined>>])[] = [
    ["hours", { saturday: "on", friday: undefined, close: "17:00" }],
    ["auction", { from: "08:45" }],
    ["holidays", { holidays: "2028-01-03 New Year’s Day (observed)" }],
    ["nodes", { nodes: "OTA Ōtāhuhu\nBEN Benmore\nHAY Haywards" }],
    ["profiles", { profiles: "BASE 1-48 Baseload" }],
    ["contracts", { "quarterly.listedAhead": "0", "monthly.tickSize": "0.10" }],
    ["daylight-saving", { contractHours: "nominal" }],
    ["compliance", { maximumSpread: "4.5" }],
    ["support", { phone: "+64 9 555 0100" }],
  ];
  expect(changes.map(([id]) => id)).toEqual(SECTIONS.map(({ id }) => id));
  for (const [section, change] of changes) {
    const result = sent(section, change);
    if (!("content" in result)) throw new Error(result.problem);
    for (const { id } of SECTIONS)
      expect(JSON.stringify(partFor(id, result.content)) !== JSON.stringify(partFor(id, content)), `${section}, ${id}`).toBe(id === section);
  }
});

test.each([
  ["hours", { open: "25:00" }, "open"],
  ["holidays", { holidays: "2027-02-30 No such day" }, "holidays"],
  ["nodes", { nodes: "Ōtāhuhu" }, "nodes"],
  ["contracts", { "monthly.tickSize": "0,05" }, "monthly.tickSize"],
  ["compliance", { maximumSpread: "101" }, "maximumSpread"],
  ["daylight-saving", { contractHours: "some" }, "contractHours"],
  ["support", { email: "nobody" }, "email"],
] as const)("in %s, %j is rejected at its field", (section, change, field) => {
  expect(sent(section, change)).toMatchObject({ field });
});

const typed = {
  hours: { section: "hours", version: 0, days: ["monday"], preopen: "08:00", open: "09:00", close: "16:00" },
  holidays: { section: "holidays", version: 1, holidays: [{ date: "2027-02-08", name: "Waitangi Day" }] },
  profiles: { section: "profiles", version: 1, profiles: [{ code: "BASE", name: "Baseload", periods: [{ first: 1, last: 48 }] }] },
};

test.each(Object.values(typed))("a section's input is typed as JSON: %j", (input) => {
  expect(sectionInput.parse(input)).toEqual(input);
});

test.each([
  { ...typed.hours, version: "0" },
  { ...typed.hours, days: "monday" },
  { ...typed.hours, days: ["someday"] },
  { ...typed.hours, days: undefined, monday: "on" },
  { ...typed.holidays, holidays: "2027-02-08 Waitangi Day" },
  { ...typed.holidays, holidays: [{ date: "2027-02-08", name: "Waitangi\u202eDay" }] },
  { ...typed.holidays, holidays: Array.from({ length: 2_001 }, () => typed.holidays.holidays[0]) },
  { ...typed.profiles, profiles: [{ code: "BASE", name: "Baseload", periods: [{ first: "1", last: 48 }] }] },
  { ...typed.hours, section: "everything" },
  { ...typed.hours, section: undefined },
])("a section's input with another type or an unstorable value is rejected: %j", (input) => {
  expect(sectionInput.safeParse(input).success).toBe(false);
});

test.each([
  ["hours", { open: "17:00" }, "follow one another"],
  ["hours", { monday: undefined, tuesday: undefined, wednesday: undefined, thursday: undefined, friday: undefined }, ""],
  ["auction", { from: "09:00" }, "before it ends"],
  ["nodes", { nodes: "OTA One\nOTA Two" }, "twice"],
  ["contracts", { "monthly.maximumPrice": "0.12" }, "ticks"],
  ["contracts", { "monthly.listedAhead": "0", "quarterly.listedAhead": "0" }, ""],
] as const)("in %s, %j is rejected as a whole", (section, change, words) => {
  expect(sent(section, change)).toEqual({ problem: expect.stringContaining(words) });
});

describe("lists as text", () => {
  const value = (read: ReturnType<typeof readProfiles>) => ("value" in read ? read.value : read.problem);

  test("profiles accept any dash, blanks and line ends, and are written in a form that parses to the same value", () => {
    const on = {
      code: "ON",
      name: "Overnight",
      periods: [
        { first: 45, last: 48 },
        { first: 1, last: 14 },
      ],
    };
    for (const text of ["ON 45–48, 1–14 Overnight", "\r\n  ON   45-48,1 - 14   Overnight\r\n", "ON 45–48 ,1–14 Overnight"])
      expect(value(readProfiles(text))).toEqual([on]);
    const { profiles } = content.products;
    expect(value(readProfiles(writeProfiles(profiles)))).toEqual(profiles);
    expect(value(readProfiles("ONE 7 Just one"))).toEqual([{ code: "ONE", name: "Just one", periods: [{ first: 7, last: 7 }] }]);
  });

  test.each(["ON Overnight", "ON 45–48", "45–48 Overnight", "ON 0–4 Early", "ON 1–49 Late", "ON 9–4 Backwards", "ON 1–4, 4–6 Twice", "ON 1–,3 Hole"])(
    "%j is no profile, and the error names its line",
    (line) => {
      expect(readProfiles(`BASE 1–48 Baseload\n\n${line}`)).toEqual({ problem: expect.stringMatching(/^Line 3: .+\.$/) });
    },
  );

  test("an empty list of holidays is valid", () => {
    expect(readHolidays(" \n")).toEqual({ value: [] });
    expect(readNodes("OTA")).toEqual({ problem: "Line 1: write it as a code and a name, such as OTA Ōtāhuhu." });
  });
});
