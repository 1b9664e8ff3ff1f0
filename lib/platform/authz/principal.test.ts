import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { OTHER_ENTITY, OWN_ENTITY, person } from "@/lib/testing/principals";
import { type Access, decide, EVERY_ENTITY, type Target } from "./decide";
import { isPermission, permissionNames } from "./permissions";
import { type ClientPrincipal, countsAsGlobal, type Principal, SYSTEM } from "./principal";
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

describe("a principal that is no person", () => {
  const own = { entityId: person("viewer").entity.id };
  const client: ClientPrincipal = {
    kind: "client",
    clientId: "gateway",
    displayName: "Gateway",
    permissions: new Set(["Users.View", "Entity.Manage"]),
    global: false,
    entity: person("viewer").entity,
  };
  const verdict = (principal: Principal, access: Access, target: Target) => {
    const decision = decide(principal, access, target);
    return decision.outcome === "grant" ? "grant" : decision.reason;
  };

  test("a client holds exactly the permissions that it names, for its entity or for every one, and nothing personal", () => {
    expect(verdict(client, "Users.View", own)).toBe("grant");
    expect(verdict(client, "Users.Manage", own)).toBe("PERMISSION_MISSING");
    expect(verdict(client, "Users.View", { entityId: OTHER_ENTITY })).toBe("OTHER_ENTITY");
    expect(verdict(client, "Entity.Manage", own)).toBe("GLOBAL_REQUIRED");
    expect(verdict({ ...client, global: true }, "Users.View", EVERY_ENTITY)).toBe("grant");
    for (const access of ["signed-in", "panel"] as const) expect(verdict({ ...client, global: true }, access, own)).toBe("PERMISSION_MISSING");
    expect(verdict(client, "Users.View", { ...own, ownerId: person("viewer").userId })).toBe("OTHER_PERSON");
    expect(verdict({ ...client, entity: { ...client.entity, status: "suspended" } }, "Users.View", own)).toBe("ENTITY_SUSPENDED");
  });

  test("the portal itself may what its jobs do, and opens no page", () => {
    for (const permission of permissionNames) expect(verdict(SYSTEM, permission, EVERY_ENTITY)).toBe("grant");
    for (const access of ["signed-in", "panel"] as const) expect(verdict(SYSTEM, access, own)).toBe("PERMISSION_MISSING");
  });
});
