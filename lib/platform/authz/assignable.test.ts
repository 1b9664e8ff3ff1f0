import { describe, expect, test } from "vitest";
import { assignableRoles, invitableRoles, needsSecondPerson } from "./assignable";
import { roleKeys } from "./roles";

const OF_AN_ENTITY = ["viewer", "trader", "credit-manager", "entity-admin"];

describe("assignable roles", () => {
  test.each([
    ["viewer", [], []],
    ["trader", [], []],
    ["credit-manager", [], []],
    ["entity-admin", OF_AN_ENTITY, OF_AN_ENTITY],
    ["operator", [...OF_AN_ENTITY, "operator"], OF_AN_ENTITY],
    ["a role that is not known", [], []],
    ["constructor", [], []],
  ])("%s", (role, assignable, invitable) => {
    expect(assignableRoles({ role })).toEqual(assignable);
    expect(invitableRoles({ role })).toEqual(invitable);
  });

  test("only the operator role takes two people", () => {
    expect(roleKeys.filter(needsSecondPerson)).toEqual(["operator"]);
  });
});
