import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { startBulkInput } from "./bulk-schema";
import { SETTABLE_STATUSES, terminateUserInput, userStatusInput } from "./schema";
import { selectionHash } from "./selection";

const id = randomUUID();
const REASON = "Because the test says so.";

const changes = [
  ["a status", userStatusInput, { id, version: 1, status: "frozen" }],
  ["an end for good", terminateUserInput, { id, version: 1, name: "Aroha Ngata" }],
  ["a status of many", startBulkInput, { scope: { ids: [id] }, seen: 1, selection: selectionHash([{ id }]), change: "frozen" }],
] as const;

test.each(changes)("%s requires a reason, and a blank or single word is none", (_name, schema, fields) => {
  expect(schema.safeParse({ ...fields, reason: REASON }).success).toBe(true);
  expect(schema.safeParse(fields).success).toBe(false);
  for (const reason of ["", "            ", "\n\n\n\n\n\n\n\n\n\n", "Because.", "x".repeat(501)])
    expect(schema.safeParse({ ...fields, reason }).success, JSON.stringify(reason)).toBe(false);
});

test("terminating is not one of the statuses, for one person or many: it has its own form and takes Global", () => {
  const [[, one, ofOne], , [, many, ofMany]] = changes;
  for (const status of SETTABLE_STATUSES) {
    expect(one.safeParse({ ...ofOne, status, reason: REASON }).success, status).toBe(true);
    expect(many.safeParse({ ...ofMany, change: status, reason: REASON }).success, status).toBe(true);
  }
  expect(one.safeParse({ ...ofOne, status: "terminated", reason: REASON }).success).toBe(false);
  expect(many.safeParse({ ...ofMany, change: "terminated", reason: REASON }).success).toBe(false);
});

test("the scope of a bulk change is an object with ids or filters, and its count an integer", () => {
  const [, , [, schema, fields]] = changes;
  const accepts = (change: object) => schema.safeParse({ ...fields, reason: REASON, ...change }).success;
  for (const scope of [{ ids: [id] }, { filters: {} }, { filters: { role: "trader" } }]) expect(accepts({ scope }), JSON.stringify(scope)).toBe(true);
  const refused = [
    JSON.stringify({ ids: [id] }),
    id,
    [id],
    null,
    {},
    { ids: [] },
    { ids: [1] },
    { ids: id },
    { ids: [id], filters: {} },
    { filters: { name: "x" } },
  ];
  for (const scope of refused) expect(accepts({ scope }), JSON.stringify(scope)).toBe(false);
  for (const seen of ["1", -1, 1.5, 1_000_000, null]) expect(accepts({ seen }), JSON.stringify(seen)).toBe(false);
});
