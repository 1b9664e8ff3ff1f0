import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { OTHER_ENTITY, OWN_ENTITY, person } from "@/lib/testing/principals";
import { type Access, decide, EVERY_ENTITY, type Target } from "./decide";
import { isPermission, permissionNames } from "./permissions";
import { type ClientPrincipal, countsAsGlobal, type Principal, SYSTEM } from "./principal";
import { isRoleKey } from "./roles";

describe("Global", () => {
  test.each(["viewer", "trader", "credit-manager", "entity-admin"])("Global has no effect with the role %s", (role) => {
    expect(person(role, { globalAppRole: true }).global).toBe(false);
  });

  test("Global counts with the operator role, and only when the app role was given", () => {
    expect(person("operator", { globalAppRole: true }).global).toBe(true);
    expect(person("operator").global).toBe(false);
  });

  test("Global has no effect with an unknown role", () => {
    fc.assert(fc.property(unknownRole(), (role) => !countsAsGlobal(role, true)));
  });
});

describe("an unknown role", () => {
  // Property names of Object.prototype, and near misses of a real role.
  test.each(["", "Operator", " operator", "operator ", "operators", "Global", "admin", "__proto__", "constructor", "toString", "hasOwnProperty"])(
    "the unknown role %j holds nothing",
    (role) => {
      expect([...person(role, { globalAppRole: true, entityAdminViewsConfig: true }).permissions]).toEqual([]);
    },
  );

  test("a person with an unknown role is refused everything but a live account", () => {
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

test.each(["__proto__", "constructor", "toString", "Users.promote", "Users", "Global", ""])(
  "%j is not a permission, although objects have such a property or it resembles one",
  (name) => {
    expect(isPermission(name)).toBe(false);
  },
);

/** Any text except a preconfigured role. */
const unknownRole = () => fc.string().filter((name) => !isRoleKey(name));

describe("clients and the system", () => {
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

  test("a client holds exactly its named permissions, for its entity or every entity, and owns nothing", () => {
    expect(verdict(client, "Users.View", own)).toBe("grant");
    expect(verdict(client, "Users.Manage", own)).toBe("PERMISSION_MISSING");
    expect(verdict(client, "Users.View", { entityId: OTHER_ENTITY })).toBe("OTHER_ENTITY");
    expect(verdict(client, "Entity.Manage", own)).toBe("GLOBAL_REQUIRED");
    expect(verdict({ ...client, global: true }, "Users.View", EVERY_ENTITY)).toBe("grant");
    for (const access of ["signed-in", "panel"] as const) expect(verdict({ ...client, global: true }, access, own)).toBe("PERMISSION_MISSING");
    expect(verdict(client, "Users.View", { ...own, ownerId: person("viewer").userId })).toBe("OTHER_PERSON");
    expect(verdict({ ...client, entity: { ...client.entity, status: "suspended" } }, "Users.View", own)).toBe("ENTITY_SUSPENDED");
  });

  test("the system may do what its jobs do, and opens no page", () => {
    for (const permission of permissionNames) expect(verdict(SYSTEM, permission, EVERY_ENTITY)).toBe("grant");
    for (const access of ["signed-in", "panel"] as const) expect(verdict(SYSTEM, access, own)).toBe("PERMISSION_MISSING");
  });
});
