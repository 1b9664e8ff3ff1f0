import { describe, expect, test } from "vitest";
import { OTHER_ENTITY, OWN_ENTITY, person } from "@/lib/testing/principals";
import { decide, EVERY_ENTITY, nobodysThing, type Target } from "./decide";
import { AUDITED, ON_THINGS, REACH, rowsOf, WITH_GLOBAL, WITHOUT_GLOBAL } from "./matrix.table";
import { isPermission, type Permission, permissionInfo, permissionNames } from "./permissions";
import { roleKeys } from "./roles";

const tables = [
  { globalAppRole: false, rows: rowsOf(WITHOUT_GLOBAL) },
  { globalAppRole: true, rows: rowsOf(WITH_GLOBAL) },
];
const targets: readonly Target[] = [{ entityId: OWN_ENTITY }, { entityId: OTHER_ENTITY }, EVERY_ENTITY];

describe.each(tables)("the table, Global app role $globalAppRole", ({ rows }) => {
  test("the table has one row for each permission of the catalogue", () => {
    expect(rows.map(({ permission }) => permission)).toEqual([...permissionNames]);
  });

  test("every row has the five roles, and every cell three marks", () => {
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

test("each permission has the reach that its document gives", () => {
  const others = permissionNames.filter((permission) => permissionInfo(permission).reach !== "own-entity");
  expect(Object.fromEntries(others.map((permission) => [permission, permissionInfo(permission).reach]))).toEqual(REACH);
});

const THIRD_ENTITY = "0190a0c0-0000-7000-8000-00000000000c";
const COLLEAGUE = "0190a0c0-0000-7000-8000-0000000000f2";

test.each(rowsOf(ON_THINGS))("$permission is granted on owned things and those of a counterparty exactly where its row has a mark", ({ permission, cells }) => {
  const marks = cells.map(({ role }) => {
    const [name = "", global] = role.split("+");
    const principal = person(name, { globalAppRole: global === "Global" });
    const things: readonly Target[] = [
      { entityId: OWN_ENTITY, ownerId: principal.userId },
      { entityId: OWN_ENTITY, ownerId: COLLEAGUE },
      nobodysThing(principal, { type: "saved_view", id: COLLEAGUE, label: "", entityId: null }),
      { entityId: OTHER_ENTITY, counterpartyId: OWN_ENTITY },
      { entityId: OWN_ENTITY, counterpartyId: OTHER_ENTITY },
      { entityId: OTHER_ENTITY, counterpartyId: THIRD_ENTITY },
    ];
    const access = permission === "signed-in" || permission === "panel" ? permission : known(permission);
    return things.map((target) => (decide(principal, access, target).outcome === "grant" ? "●" : "·")).join("");
  });
  expect(marks).toEqual(cells.map((cell) => cell.marks));
});

test("the reason distinguishes somebody else's thing from another pair's", () => {
  const admin = person("entity-admin");
  expect(decide(admin, "Users.Manage", { entityId: OWN_ENTITY, ownerId: COLLEAGUE })).toMatchObject({ reason: "OTHER_PERSON" });
  expect(decide(admin, "Users.Manage", { entityId: OTHER_ENTITY, ownerId: COLLEAGUE })).toMatchObject({ reason: "OTHER_ENTITY" });
  expect(decide(admin, "Credit.Approve", { entityId: OWN_ENTITY, counterpartyId: OTHER_ENTITY })).toMatchObject({ reason: "NOT_COUNTERPARTY" });
  const global = person("operator", { globalAppRole: true });
  expect(decide(global, "Credit.Approve", { entityId: OTHER_ENTITY, counterpartyId: OWN_ENTITY })).toMatchObject({ outcome: "grant", globalUsed: false });
});

test("the audited permissions are exactly the product's six", () => {
  expect(permissionNames.filter((permission) => permissionInfo(permission).audited)).toEqual(AUDITED);
});
