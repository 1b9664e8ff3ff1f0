import { describe, expect, test } from "vitest";
import { ADMIN_TABS, decidePage, PAGES } from "@/lib/platform/authz/admin-tabs";
import { decide, EVERY_ENTITY } from "@/lib/platform/authz/decide";
import { explain } from "@/lib/platform/authz/explain";
import { permissionNames } from "@/lib/platform/authz/permissions";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import { searchOf } from "@/lib/platform/operations/decode";
import { explainFor } from "@/lib/testing/explained";
import { OWN_ENTITY, person } from "@/lib/testing/principals";
import { accessParams, SHOWN, shownOf } from "./schema";
import { accessView, byArea } from "./view";

const OWN = { entityId: OWN_ENTITY };
const roles = ["viewer", "trader", "credit-manager", "entity-admin", "operator", "auditor"];
const everyone: readonly UserPrincipal[] = roles.flatMap((role) =>
  [true, false].flatMap((globalAppRole) =>
    (["active", "halted", "frozen", "deactivated", "terminated"] as const).flatMap((status) =>
      (["active", "suspended"] as const).map((entityStatus) => person(role, { globalAppRole, status, entityStatus })),
    ),
  ),
);

const viewOf = (principal: UserPrincipal) => accessView(principal, (access, target) => decide(principal, access, target));
const views = everyone.map((principal) => ({ principal, view: viewOf(principal) }));
const held = (principal: UserPrincipal) => shownOf(viewOf(principal).permissions, "held").map(({ permission }) => permission);

describe("every role, status and entity", () => {
  test("each permission of the catalogue appears exactly once, and areas are contiguous", () => {
    for (const { view } of views) {
      expect(view.permissions.map(({ permission }) => permission)).toEqual(permissionNames);
      const areas = byArea(view.permissions);
      expect(areas.flatMap(([, standings]) => standings)).toEqual(view.permissions);
      expect(areas.map(([area]) => area)).toEqual(["Market", "Credit", "Docs", "Users", "Invitations", "Entity"]);
    }
  });

  test("a permission is held exactly when it is granted in the own entity", () => {
    for (const { principal, view } of views) {
      for (const { permission, held } of view.permissions) expect(held).toBe(decide(principal, permission, OWN).outcome === "grant");
    }
  });

  test("each permission has its decision's explanation: across all entities when granted there, else in the own entity", () => {
    for (const { principal, view } of views) {
      for (const { permission, explanation } of view.permissions) {
        const everywhere = decide(principal, permission, EVERY_ENTITY).outcome === "grant";
        expect(explanation).toEqual(explainFor(principal, permission, everywhere ? EVERY_ENTITY : OWN));
      }
    }
  });

  test("a missing permission says why and who can change it, and a held one has no remedy", () => {
    for (const { held, explanation } of views.flatMap(({ view }) => [...view.permissions, ...view.pages])) {
      expect(explanation.sentence).toMatch(/^[A-Z].+\.$/);
      expect(explanation.remedy !== undefined).toBe(!held);
    }
  });

  test("each tab and page appears exactly once, with its decision and explanation", () => {
    for (const { principal, view } of views) {
      expect(view.pages.map(({ page }) => page)).toEqual([...ADMIN_TABS, ...PAGES]);
      for (const { page, held, explanation } of view.pages) {
        const decision = decidePage(principal, page);
        expect(held).toBe(decision.outcome === "grant");
        expect(explanation).toEqual(explain(principal, decision));
      }
    }
  });

  test("held and missing permissions together are all permissions", () => {
    for (const { view } of views) {
      const [all, ...sides] = SHOWN.map((show) => shownOf(view.permissions, show));
      expect(all).toEqual(view.permissions);
      expect(sides.flat().toSorted((a, b) => permissionNames.indexOf(a.permission) - permissionNames.indexOf(b.permission))).toEqual(view.permissions);
    }
  });
});

describe("the page for a person", () => {
  test("a viewer holds three permissions, in their own entity", () => {
    expect(held(person("viewer"))).toEqual(["Market.View", "Credit.View", "Docs.View"]);
    for (const { held, explanation } of viewOf(person("viewer")).permissions) if (held) expect(explanation.scope).toBe("your own entity, Kauri Energy");
  });

  test("an operator with Global holds every permission, across all entities", () => {
    const { permissions } = viewOf(person("operator", { globalAppRole: true }));
    for (const { held, explanation } of permissions) expect([held, explanation.scope]).toEqual([true, "all entities"]);
    expect(permissions).toHaveLength(permissionNames.length);
  });

  test("an operator without Global holds all but those that mean nothing without it", () => {
    const { permissions } = viewOf(person("operator"));
    expect(shownOf(permissions, "missing").map(({ permission, withheld }) => [permission, withheld])).toEqual([["Entity.Manage", false]]);
  });

  test.each([
    ["halted", ["Market.Trade"]],
    ["frozen", ["Market.Trade"]],
  ] as const)("a %s trader sees which permissions of the role the status withholds", (status, withheld) => {
    const { permissions } = viewOf(person("trader", { status }));
    expect(permissions.filter((standing) => standing.withheld).map(({ permission }) => permission)).toEqual(withheld);
  });
});

test("the whole list is shown unless the address asks for one side of it", () => {
  expect(accessParams.parse({})).toEqual({ show: "all" });
  expect(accessParams.parse({ show: "held" })).toEqual({ show: "held" });
  expect(searchOf(accessParams, { show: ["held", "missing"] })).toEqual({ show: "all" });
});
