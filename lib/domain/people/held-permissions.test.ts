import { describe, expect, test } from "vitest";
import { roleInfo } from "@/lib/platform/authz/roles";
import { person, type Standing } from "@/lib/testing/principals";
import { heldPermissions, withheldByStatus } from "./held-permissions";

const withheld = (role: string, standing: Standing = {}) =>
  heldPermissions(person(role, standing)).flatMap(({ permission, withheld }) => (withheld ? [`${permission} ${withheld}`] : []));

describe("heldPermissions", () => {
  test("heldPermissions lists exactly the role's permissions, none of them withheld from an active person", () => {
    expect(heldPermissions(person("trader")).map(({ permission }) => permission)).toEqual([...roleInfo("trader").permissions]);
    expect(withheld("trader")).toEqual([]);
  });

  test("heldPermissions says what a status withholds", () => {
    expect(withheld("trader", { status: "halted" })).toEqual(["Market.Trade USER_HALTED"]);
    expect(withheld("credit-manager", { status: "frozen" })).toEqual(["Credit.Manage USER_FROZEN", "Credit.Approve USER_FROZEN"]);
    expect(withheld("viewer", { status: "deactivated" })).toHaveLength(3);
    expect(withheld("viewer", { entityStatus: "suspended" })).toEqual(["Market.View", "Credit.View", "Docs.View"].map((name) => `${name} ENTITY_SUSPENDED`));
  });

  test("heldPermissions says what an operator lacks without Global", () => {
    expect(withheld("operator")).toEqual(["Entity.Manage GLOBAL_REQUIRED"]);
    expect(withheld("operator", { globalAppRole: true })).toEqual([]);
  });

  test("heldPermissions is empty for an unknown role", () => {
    expect(heldPermissions(person("astronaut"))).toEqual([]);
  });
});

test("the preview of a status withholds what decide withholds under it, at any present status", () => {
  for (const status of ["active", "frozen", "terminated"] as const) {
    const by = withheldByStatus(person("trader", { status }));
    expect(by).toEqual({
      active: [],
      halted: ["Market.Trade"],
      frozen: ["Market.Trade"],
      deactivated: [...roleInfo("trader").permissions],
      terminated: [...roleInfo("trader").permissions],
    });
  }
});
