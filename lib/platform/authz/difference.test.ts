import { describe, expect, test } from "vitest";
import { person } from "@/lib/testing/principals";
import { accessDifference } from "./difference";

const PLAIN = { entityAdminViewsConfig: false };
const between = (from: string, to: string, { fromGlobal = false, global = false, entityAdminViewsConfig = false } = {}) =>
  accessDifference(person(from, { globalAppRole: fromGlobal }), { role: to, global }, { entityAdminViewsConfig });
const tabs = (of: readonly { id: string }[]) => of.map(({ id }) => id);

describe("the difference between two roles", () => {
  test("changing viewer to trader adds trading and nothing else", () => {
    expect(between("viewer", "trader")).toEqual({
      permissions: { gained: ["Market.Trade"], lost: [] },
      audited: { gained: [], lost: [] },
      tabs: { gained: [], lost: [] },
      reach: null,
    });
  });

  test("changing trader to entity admin lists both losses and gains", () => {
    const { permissions, tabs: shown } = between("trader", "entity-admin");
    expect(permissions.lost).toEqual(["Market.Trade"]);
    expect(permissions.gained).toContain("Users.Manage");
    expect(tabs(shown.gained)).toEqual(expect.arrayContaining(["users", "invitations", "support"]));
    expect(tabs(shown.gained)).not.toContain("configuration");
  });

  test("a permission that means nothing without Global is gained only with Global", () => {
    expect(between("viewer", "operator").permissions.gained).not.toContain("Entity.Manage");
    const withGlobal = between("viewer", "operator", { global: true });
    expect(withGlobal.audited.gained).toContain("Entity.Manage");
    expect(tabs(withGlobal.tabs.gained)).toContain("entities");
    expect(withGlobal.reach).toBe("gained");
  });

  test("an operator who loses Global loses its tabs, its reach and what requires it", () => {
    const { permissions, tabs: shown, reach } = between("operator", "operator", { fromGlobal: true });
    expect(permissions).toEqual({ gained: [], lost: ["Entity.Manage"] });
    expect(tabs(shown.lost)).toEqual(["entities", "documentation"]);
    expect(reach).toBe("lost");
  });

  test("Global adds nothing to a role that may not have it", () => {
    expect(between("viewer", "trader", { global: true })).toEqual(between("viewer", "trader"));
  });

  test("the deployment's options count, and the present status does not", () => {
    expect(between("viewer", "entity-admin", { entityAdminViewsConfig: true }).permissions.gained).toContain("Market.Config.View");
    const frozen = accessDifference(person("viewer", { status: "frozen" }), { role: "trader", global: false }, PLAIN);
    expect(frozen.permissions.gained).toEqual(["Market.Trade"]);
  });

  test("the same role and an unknown role make no difference", () => {
    expect(between("trader", "trader").permissions).toEqual({ gained: [], lost: [] });
    expect(between("trader", "astronaut").permissions).toEqual({ gained: [], lost: ["Market.View", "Market.Trade", "Credit.View", "Docs.View"] });
  });
});
