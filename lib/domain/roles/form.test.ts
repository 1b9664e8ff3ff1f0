import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { AppError } from "@/lib/platform/errors";
import type { Fields } from "@/lib/platform/operations/decode";
import { readRoleChange } from "./form";
import { roleChangeInput } from "./schema";

const form = { id: randomUUID(), seen: "1", role: "trader", global: "no", endsAt: "", zone: "Pacific/Auckland", reason: "Because the test says so." };

/** The fields rejected by the form's decoder or by the schema. */
function refusedFields(fields: Fields): readonly string[] {
  try {
    const { error } = roleChangeInput.safeParse(readRoleChange(fields));
    return error?.issues.map(({ path }) => path.join(".") || "form") ?? [];
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "INVALID_INPUT") throw error;
    return Object.keys(error.fieldErrors);
  }
}

test("the form of a role is decoded for its operation: empty is permanent, a local time an instant in its zone", () => {
  const { zone: _, ...rest } = form;
  expect(roleChangeInput.parse(readRoleChange(form))).toEqual({ ...rest, seen: 1, global: false, endsAt: null });
  const ending = readRoleChange({ ...form, global: "yes", endsAt: "2026-12-24T17:00" });
  expect(roleChangeInput.parse(ending)).toMatchObject({ global: true, endsAt: new Date("2026-12-24T04:00:00Z") });
});

test("the later of two repeated hours is meant", () => {
  expect(readRoleChange({ ...form, endsAt: "2027-04-04T02:30" })).toMatchObject({ endsAt: "2027-04-03T14:30:00.000Z" });
});

test.each([
  [{ zone: "" }, "zone"],
  [{ zone: "Mars/Olympus" }, "zone"],
  [{ zone: "constructor" }, "zone"],
  [{ endsAt: "tomorrow" }, "endsAt"],
  [{ endsAt: "2026-02-30T10:00" }, "endsAt"],
  [{ endsAt: "2026-12-24T04:00:00Z" }, "endsAt"],
  [{ global: "" }, "global"],
  [{ global: "perhaps" }, "global"],
  [{ seen: "0" }, "seen"],
  [{ seen: "1.5" }, "seen"],
  [{ more: "x" }, "form"],
])("%j is rejected at its field", (change, field) => {
  expect(refusedFields(form)).toEqual([]);
  expect(refusedFields({ ...form, ...change })).toEqual([field]);
});

test.each(["id", "seen", "role", "global", "zone", "reason"] as const)("a form without %s is rejected at that field", (name) => {
  expect(refusedFields(Object.fromEntries(Object.entries(form).filter(([field]) => field !== name)))).toEqual([name]);
});
