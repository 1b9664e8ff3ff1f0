import { describe, expect, test } from "vitest";
import { OTHER_ENTITY, OWN_ENTITY, person } from "@/lib/testing/principals";
import { decide, decideRequirement } from "./decide";
import { permissionNames } from "./permissions";
import { roleKeys } from "./roles";
import { isUsable, usableInOwnEntity, withheldInOwnEntity, wouldBeGranted } from "./usable";

const STANDINGS = (["active", "halted", "frozen", "deactivated", "terminated"] as const).flatMap((status) =>
  [true, false].flatMap((globalAppRole) => (["active", "suspended"] as const).map((entityStatus) => ({ status, globalAppRole, entityStatus }))),
);
const people = [...roleKeys, "astronaut"].flatMap((role) => STANDINGS.map((standing) => person(role, standing)));

describe("usable permissions on display", () => {
  test("a person is shown exactly what decide grants in the own entity, for every role, status and reach", () => {
    for (const one of people)
      expect(usableInOwnEntity(one)).toEqual(permissionNames.filter((permission) => decide(one, permission, { entityId: OWN_ENTITY }).outcome === "grant"));
  });

  test("a withheld permission shows the reason that decide gives", () => {
    for (const one of people)
      for (const permission of one.permissions) {
        const decision = decide(one, permission, { entityId: OWN_ENTITY });
        expect(withheldInOwnEntity(one, permission)).toBe(decision.outcome === "deny" ? decision.reason : undefined);
      }
  });
});

test("a page is drawn as open exactly where its decision grants it, for every role, status and reach", () => {
  for (const one of people)
    for (const permission of permissionNames)
      for (const across of ["own-entity", "every-entity"] as const)
        expect(isUsable(one, { permission, across })).toBe(decideRequirement(one, { permission, across }).outcome === "grant");
});

test("wouldBeGranted agrees with decide for a person who is not acting", () => {
  expect(wouldBeGranted(person("entity-admin"), "Users.Manage", { entityId: OWN_ENTITY })).toBe(true);
  expect(wouldBeGranted(person("entity-admin"), "Users.Manage", { entityId: OTHER_ENTITY })).toBe(false);
  expect(wouldBeGranted(person("entity-admin", { status: "frozen" }), "Users.Manage", { entityId: OWN_ENTITY })).toBe(false);
});
