import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { startBulkInput } from "./bulk-schema";
import { SETTABLE_STATUSES, terminateUserInput, userStatusInput } from "./schema";
import { selectionHash } from "./selection";

const id = randomUUID();
const REASON = "Because the test says so.";

const changes = [
  ["a status", userStatusInput, { id, version: "1", status: "frozen" }],
  ["an end for good", terminateUserInput, { id, version: "1", name: "Aroha Ngata" }],
  ["a status of many", startBulkInput, { scope: JSON.stringify({ ids: [id] }), seen: "1", selection: selectionHash([{ id }]), change: "frozen" }],
] as const;

test.each(changes)("%s is not changed without a reason, and a blank or a word is none", (_name, schema, fields) => {
  expect(schema.safeParse({ ...fields, reason: REASON }).success).toBe(true);
  expect(schema.safeParse(fields).success).toBe(false);
  for (const reason of ["", "            ", "\n\n\n\n\n\n\n\n\n\n", "Because.", "x".repeat(501)])
    expect(schema.safeParse({ ...fields, reason }).success, JSON.stringify(reason)).toBe(false);
});

test("terminating is no status among others, for one person or for many: it takes its own form, and Global", () => {
  const [[, one, ofOne], , [, many, ofMany]] = changes;
  for (const status of SETTABLE_STATUSES) {
    expect(one.safeParse({ ...ofOne, status, reason: REASON }).success, status).toBe(true);
    expect(many.safeParse({ ...ofMany, change: status, reason: REASON }).success, status).toBe(true);
  }
  expect(one.safeParse({ ...ofOne, status: "terminated", reason: REASON }).success).toBe(false);
  expect(many.safeParse({ ...ofMany, change: "terminated", reason: REASON }).success).toBe(false);
});
