import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { OWN_ENTITY, person } from "@/lib/testing/principals";
import { decide } from "./decide";
import { isPermission, permissionNames } from "./permissions";
import { countsAsGlobal } from "./principal";
import { isRoleKey } from "./roles";

describe("Global", () => {
  test.each(["viewer", "trader", "credit-manager", "entity-admin"])("is dropped with the role %s", (role) => {
    expect(person(role, { globalAppRole: true }).global).toBe(false);
  });

  test("counts with the operator role, and only when the app role was given", () => {
    expect(person("operator", { globalAppRole: true }).global).toBe(true);
    expect(person("operator").global).toBe(false);
  });

  test("is dropped with every role that the portal does not know", () => {
    fc.assert(fc.property(unknownRole(), (role) => !countsAsGlobal(role, true)));
  });
});

describe("an unknown role", () => {
  // Names that objects answer to, and near misses of a real name.
  test.each(["", "Operator", " operator", "operator ", "operators", "Global", "admin", "__proto__", "constructor", "toString", "hasOwnProperty"])(
    "such as %j holds nothing",
    (role) => {
      expect([...person(role, { globalAppRole: true, entityAdminViewsConfig: true }).permissions]).toEqual([]);
    },
  );

  test("holds nothing and is refused everything but a live account, whatever its name", () => {
    fc.assert(
      fc.property(unknownRole(), (role) => {
        const principal = person(role, { globalAppRole: true, entityAdminViewsConfig: true });
        const granted = [...permissionNames, "panel" as const].filter((access) => decide(principal, access, { entityId: OWN_ENTITY }).outcome === "grant");
        expect(principal.permissions.size).toBe(0);
        expect(granted).toEqual([]);
      }),
    );
  });
});

test.each(["__proto__", "constructor", "toString", "Users.promote", "Users", "Global", ""])("%j is not a permission, whatever objects answer to it", (name) => {
  expect(isPermission(name)).toBe(false);
});

/** Any text that is not a preconfigured role. */
const unknownRole = () => fc.string().filter((name) => !isRoleKey(name));
