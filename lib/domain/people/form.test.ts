import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { scopeText, startBulkInput } from "./bulk-schema";
import { readBulk } from "./form";
import { selectionHash } from "./selection";

const id = randomUUID();
const form = {
  scope: scopeText({ ids: [id] }),
  seen: "1",
  selection: selectionHash([{ id }]),
  change: "frozen",
  reason: "Because the test says so.",
};

test("the form of a bulk change is decoded for its operation, with ids and with filters", () => {
  expect(startBulkInput.parse(readBulk(form))).toMatchObject({ scope: { ids: [id] }, seen: 1 });
  expect(startBulkInput.parse(readBulk({ ...form, scope: scopeText({ filters: { role: "trader" } }) })).scope).toEqual({ filters: { role: "trader" } });
});

test.each(["", "{", "null", "5", '"x"', "[]", "{}", '{"ids":[]}', '{"ids":["x"]}', `{"ids":["${id}"],"filters":{}}`, `{"__proto__":{"ids":["${id}"]}}`])(
  "a scope of %j is rejected as an incomplete form",
  (scope) => {
    const issues = startBulkInput.safeParse(readBulk({ ...form, scope })).error?.issues;
    expect(issues?.map(({ path: [field], message }) => [field, message])).toEqual([["scope", "This form is not complete; open it again."]]);
  },
);

test("an unknown field is rejected", () => {
  expect(startBulkInput.safeParse(readBulk({ ...form, more: "x" })).success).toBe(false);
  const { scope: _, ...without } = form;
  expect(startBulkInput.safeParse(readBulk(without)).error?.issues).toMatchObject([{ path: ["scope"] }]);
});
