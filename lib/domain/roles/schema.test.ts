import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { decisionInput, roleChangeInput } from "./schema";

const id = randomUUID();
const REASON = "Because the test says so.";

test.each([
  ["changed or asked for", roleChangeInput, { id, seen: "1", role: "trader", global: "no", endsAt: "", zone: "Pacific/Auckland" }],
  ["decided about", decisionInput, { id }],
] as const)("a role is not %s without a reason, and a blank or a word is none", (_name, schema, fields) => {
  expect(schema.safeParse({ ...fields, reason: REASON }).success).toBe(true);
  expect(schema.safeParse(fields).success).toBe(false);
  for (const reason of ["", "            ", "\n\n\n\n\n\n\n\n\n\n", "Because.", "x".repeat(501)])
    expect(schema.safeParse({ ...fields, reason }).success, JSON.stringify(reason)).toBe(false);
});
