import { describe, expect, test } from "vitest";
import { OTHER_ENTITY, OWN_ENTITY, person } from "@/lib/testing/principals";
import { decide, EVERY_ENTITY, type Target } from "./decide";
import { AUDITED, rowsOf, WITH_GLOBAL, WITHOUT_GLOBAL } from "./matrix.table";
import { isPermission, type Permission, permissionInfo, permissionNames } from "./permissions";
import { roleKeys } from "./roles";

const tables = [
  { globalAppRole: false, rows: rowsOf(WITHOUT_GLOBAL) },
  { globalAppRole: true, rows: rowsOf(WITH_GLOBAL) },
];
const targets: readonly Target[] = [{ entityId: OWN_ENTITY }, { entityId: OTHER_ENTITY }, EVERY_ENTITY];

describe.each(tables)("the table, Global app role $globalAppRole", ({ rows }) => {
  test("has 19 permissions, each once, and they are the catalogue's", () => {
    expect(rows).toHaveLength(19);
    expect(rows.map(({ permission }) => permission)).toEqual([...permissionNames]);
  });

  test("has five roles in every row, and they are all there are; every cell has three marks", () => {
    for (const { cells } of rows) {
      expect(cells.map(({ role }) => role)).toEqual(["viewer", "trader", "credit-manager", "entity-admin", "operator"]);
      expect(cells.map(({ role }) => role)).toEqual([...roleKeys]);
      for (const { marks } of cells) expect(marks).toMatch(/^[●·○]{3}$/u);
    }
  });
});

const readings = tables.flatMap((table) => [
  { ...table, entityAdminViewsConfig: false, optional: "·" },
  { ...table, entityAdminViewsConfig: true, optional: "●" },
]);

describe.each(readings)("Global app role $globalAppRole, ENTITY_ADMIN_VIEWS_CONFIG $entityAdminViewsConfig", ({ rows, optional, ...standing }) => {
  test.each(rows)("$permission is granted to each role exactly where its row has a mark", ({ permission, cells }) => {
    const decided = cells.map(({ role }) => ({ role, marks: marksOf(role, permission, standing) }));
    expect(decided).toEqual(cells.map(({ role, marks }) => ({ role, marks: marks.replaceAll("○", optional) })));
  });
});

function marksOf(role: string, permission: string, standing: { globalAppRole: boolean; entityAdminViewsConfig: boolean }): string {
  const principal = person(role, standing);
  return targets.map((target) => (decide(principal, known(permission), target).outcome === "grant" ? "●" : "·")).join("");
}

function known(name: string): Permission {
  if (!isPermission(name)) throw new Error(`${name} is not in the catalogue.`);
  return name;
}

test("the six audited permissions are those of the product, and no others", () => {
  expect(permissionNames.filter((permission) => permissionInfo(permission).audited)).toEqual(AUDITED);
});
