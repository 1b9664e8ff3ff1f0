import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EVERY_ENTITY, type Target } from "@/lib/platform/authz/decide";
import { authorize } from "@/lib/platform/unit-of-work/authorize";
import { inScope } from "@/lib/platform/unit-of-work/scope";
import { OTHER_ENTITY, OWN_ENTITY, person } from "@/lib/testing/principals";
import { callerFor, OTHER_USER, openTwoEntities } from "@/lib/testing/two-entities";
import type { Database } from "./client";

/** The real queries without their entity filter. */

const folder = mkdtempSync(path.join(tmpdir(), "rolebook-unfiltered-"));
/** The module that supplies the entity filter. */
const SCOPE = "@/lib/platform/authz/scope-of";
const EVERYTHING = path.join(folder, "everything.ts");

/** A copy of a folder's queries whose entity filter matches everything. Throws when there is no such filter to remove. */
async function unfiltered<M>(of: string, queries = "queries", filters = queries): Promise<M> {
  const copy = (name: string) => path.join(folder, `${path.basename(of)}-${name}.ts`);
  for (const name of new Set([filters, queries])) {
    const source = readFileSync(path.resolve(of, `${name}.ts`), "utf8");
    if (!source.includes("scopeOf(tx, grant)")) throw new Error(`${of}/${name}.ts has no entity filter.`);
    const without = source.replaceAll(`from "${SCOPE}"`, `from "${EVERYTHING}"`).replaceAll(`from "./${filters}"`, `from "${copy(filters)}"`);
    writeFileSync(copy(name), without.replaceAll('from "./', `from "@/${of}/`));
  }
  return import(copy(queries));
}

type Entities = typeof import("@/lib/domain/entities/queries");
type Users = typeof import("@/lib/domain/people/users");
type Audit = typeof import("@/lib/platform/audit/log");

let database: Database;
let entities: Entities;
let users: Users;
let audit: Audit;

beforeAll(async () => {
  database = await openTwoEntities();
  writeFileSync(EVERYTHING, "export const scopeOf = () => ({ entityId: null, where: [] });\nexport const assertGrantOf = () => {};\n");
  entities = await unfiltered<Entities>("lib/domain/entities");
  users = await unfiltered<Users>("lib/domain/people", "users", "filters");
  audit = await unfiltered<Audit>("lib/platform/audit", "log");
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await database.close();
});

const OWN: Target = { entityId: OWN_ENTITY };
const admin = person("entity-admin");
const operator = person("operator");
const globalOperator = person("operator", { globalAppRole: true });

describe("row-level security alone, with the entity filter removed from the queries", () => {
  test("row-level security isolates entities", async () => {
    const { rows, other, page } = await inScope(callerFor(admin), "entities.list", async (tx) => {
      const grant = authorize(tx, "Entity.View", OWN);
      return {
        rows: (await entities.listEntities(tx, grant, {})).rows,
        other: await entities.getEntity(tx, grant, OTHER_ENTITY),
        page: (await entities.listEntities(tx, grant, { q: "Rata", sort: "createdAt" })).rows,
      };
    });
    expect(rows).toMatchObject([{ id: OWN_ENTITY, users: 2 }]);
    expect(other).toBeNull();
    expect(page).toEqual([]);
  });

  test("row-level security isolates users", async () => {
    const { rows, other, asked } = await inScope(callerFor(admin), "users.list", async (tx) => {
      const grant = authorize(tx, "Users.View", OWN);
      return {
        rows: (await users.listUsers(tx, grant, {})).rows,
        other: await users.getUser(tx, grant, OTHER_USER),
        asked: (await users.listUsers(tx, grant, { entity: OTHER_ENTITY })).rows,
      };
    });
    expect(rows.map(({ entity }) => entity.id)).toEqual([OWN_ENTITY, OWN_ENTITY]);
    expect(other).toBeNull();
    expect(asked).toEqual([]);
  });

  test("row-level security isolates the record", async () => {
    const about = await inScope(callerFor(operator), "audit.list", async (tx) => {
      const { rows } = await audit.readLogPage(tx, authorize(tx, "Market.Operate", OWN), { shown: "everything" });
      return rows.map(({ targetEntityId }) => targetEntityId);
    });
    expect(new Set(about)).toEqual(new Set([OWN_ENTITY]));
  });
});

test("the filter was really removed: with Global, these queries answer for every entity although the grant is for one", async () => {
  const seen = await inScope(callerFor(globalOperator), "users.list", async (tx) => ({
    entities: (await entities.listEntities(tx, authorize(tx, "Entity.View", OWN), {})).rows.length,
    users: (await users.listUsers(tx, authorize(tx, "Users.View", OWN), {})).rows.length,
    audit: new Set(
      (await audit.readLogPage(tx, authorize(tx, "Market.Operate", OWN), { shown: "everything" })).rows.map(({ targetEntityId }) => targetEntityId),
    ).size,
  }));
  expect(seen).toMatchObject({ entities: 2, users: 4 });
  expect(seen.audit).toBeGreaterThan(1);
});

test("with the filter in place, a grant on one entity reaches only that one, whatever its holder may do", async () => {
  const real = await import("@/lib/domain/people/users");
  const count = (target: Target) =>
    inScope(callerFor(globalOperator), "users.list", async (tx) => (await real.listUsers(tx, authorize(tx, "Users.View", target), {})).rows.length);
  expect(await count(OWN)).toBe(2);
  expect(await count(EVERY_ENTITY)).toBe(4);
});
