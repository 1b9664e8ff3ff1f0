import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { decisionInput, roleChangeInput } from "./schema";

const id = randomUUID();
const REASON = "Because the test says so.";

test.each([
  ["changed or asked for", roleChangeInput, { id, seen: 1, role: "trader", global: false, endsAt: null }],
  ["decided about", decisionInput, { id }],
] as const)("a role is not %s without a reason, and a blank or single word is none", (_name, schema, fields) => {
  expect(schema.safeParse({ ...fields, reason: REASON }).success).toBe(true);
  expect(schema.safeParse(fields).success).toBe(false);
  for (const reason of ["", "            ", "\n\n\n\n\n\n\n\n\n\n", "Because.", "x".repeat(501)])
    expect(schema.safeParse({ ...fields, reason }).success, JSON.stringify(reason)).toBe(false);
});

test("a role ends at an instant or is permanent, and Global is true or false", () => {
  const change = { id, seen: 1, role: "trader", global: true, endsAt: "2026-12-24T04:00:00.000Z", reason: REASON };
  expect(roleChangeInput.parse(change)).toEqual({ ...change, endsAt: new Date("2026-12-24T04:00:00Z") });
  expect(roleChangeInput.parse({ ...change, endsAt: null }).endsAt).toBeNull();
  const refused = [
    { global: "yes" },
    { global: undefined },
    { endsAt: "" },
    { endsAt: "2026-12-24T17:00" },
    { endsAt: undefined },
    { seen: "1" },
    { zone: "UTC" },
  ];
  for (const wrong of refused) expect(roleChangeInput.safeParse({ ...change, ...wrong }).success, JSON.stringify(wrong)).toBe(false);
});
