import { PrismaPg } from "@prisma/adapter-pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PrismaClient } from "@/lib/generated/prisma/client";
import { EVERY_ENTITY } from "@/lib/platform/authz/decide";
import { authorize } from "@/lib/platform/unit-of-work/authorize";
import { inScope, inSystem } from "@/lib/platform/unit-of-work/scope";
import { createPostgres, freshDatabase, RUNS_ON } from "@/lib/testing/databases";
import { OTHER_ENTITY, OWN_ENTITY, person } from "@/lib/testing/principals";
import { callerFor, outcomeOf, stranger } from "@/lib/testing/two-entities";
import { type Database, useDatabase } from "./client";
import type { ScopedTx } from "./scoped-tx";

/** One connection for everybody, as a pool may hand the same one to several people. PGlite has only one. */
async function onOneConnection(): Promise<Database> {
  if (RUNS_ON === "pglite") return freshDatabase();
  const { url, drop } = await createPostgres();
  const adapter = new PrismaPg({ connectionString: url, max: 1 });
  const client = new PrismaClient({ adapter });
  const database: Database = { kind: "postgresql", client, anonymous: client, adapter, close: () => client.$disconnect().then(drop) };
  useDatabase(database);
  return database;
}

let database: Database;
let owner: string;
const backends = new Set<number>();

beforeAll(async () => {
  database = await onOneConnection();
  await inSystem((tx) =>
    tx.entity.createMany({
      data: [
        { id: OWN_ENTITY, code: "KAURI", legalName: "Kauri Energy Limited", shortName: "Kauri Energy" },
        { id: OTHER_ENTITY, code: "RATA", legalName: "Rata Power Limited", shortName: "Rata Power" },
      ],
    }),
  );
  owner = (await state()).role;
});
afterAll(() => database.close());

type State = { role: string; portal_user: string; portal_entity: string };

/** The connection's role and settings between two transactions. */
async function state(): Promise<State> {
  const [row] = await database.client.$queryRaw<(State & { backend: number })[]>`
    SELECT current_user::text AS role, coalesce(current_setting('portal.user', true), '') AS portal_user,
      coalesce(current_setting('portal.entity', true), '') AS portal_entity, pg_backend_pid() AS backend`;
  if (!row) throw new Error("The connection did not answer.");
  const { backend, ...rest } = row;
  backends.add(backend);
  return rest;
}

const clean = () => ({ role: owner, portal_user: "", portal_entity: "" });
const codes = async (tx: ScopedTx) => (await tx.entity.findMany({ orderBy: { code: "asc" } })).map(({ code }) => code).join(" ");
const entityAdmin = person("entity-admin");
const globalOperator = person("operator", { globalAppRole: true });
const asKauri = (work: (tx: ScopedTx) => Promise<unknown> = codes) => inScope(callerFor(entityAdmin), "test.read", work);
const asRata = () => inScope(callerFor(stranger("entity-admin")), "test.read", codes);
const asGlobal = () => inScope(callerFor(globalOperator), "test.read", codes);

describe("several people on one connection", () => {
  test("each person sees only their own rows, and no setting survives", async () => {
    for (let round = 0; round < 3; round++) {
      expect(await asKauri()).toBe("KAURI");
      expect(await state()).toEqual(clean());
      expect(await asGlobal()).toBe("KAURI RATA");
      expect(await state()).toEqual(clean());
      expect(await asRata()).toBe("RATA");
      expect(await inSystem((tx) => tx.entity.count())).toBe(2);
      expect(await state()).toEqual(clean());
    }
  });

  const failures: readonly (readonly [string, (tx: ScopedTx) => Promise<unknown>, string])[] = [
    ["a statement that PostgreSQL refuses", (tx) => tx.$executeRaw`UPDATE entity SET code = 'MINE'`, "42501"],
    ["a statement that cannot be parsed", (tx) => tx.$executeRaw`SELEKT`, "42601"],
    ["a refused access", async (tx) => authorize(tx, "Entity.Manage", EVERY_ENTITY), "NOT_AUTHORISED"],
    [
      "settings that the work itself changed",
      async (tx) => {
        await tx.$executeRaw`SELECT set_config('portal.entity', ${OTHER_ENTITY}, true), set_config('role', 'portal_global', true)`;
        await tx.$executeRaw`SELECT 1 / 0`;
      },
      "22012",
    ],
  ];

  test.each(failures)("no setting survives %s", async (_name, work, code) => {
    expect(await outcomeOf(asKauri(work))).toBe(code);
    expect(await state()).toEqual(clean());
    expect(await asRata()).toBe("RATA");
    expect(await asKauri()).toBe("KAURI");
    expect(await state()).toEqual(clean());
  });

  test("no setting survives an unexpected error", async () => {
    const failing = asKauri(async () => {
      throw new TypeError("Not an error of the database's.");
    });
    await expect(failing).rejects.toThrow(TypeError);
    expect(await state()).toEqual(clean());
    expect(await asRata()).toBe("RATA");
  });

  test("concurrent transactions take turns, and each sees only its own rows", async () => {
    const turns = Array.from({ length: 60 }, (_, index) => [asKauri, asRata, asGlobal][index % 3] ?? asKauri);
    const seen = await Promise.all(turns.map((turn) => turn()));
    expect(seen).toEqual(turns.map((_, index) => ["KAURI", "RATA", "KAURI RATA"][index % 3]));
    expect(await state()).toEqual(clean());
  });

  test("all of them used the same connection", () => {
    expect(backends.size).toBe(1);
  });
});

test("concurrent transactions in a pool of several connections see only their own rows", async () => {
  const pooled = await freshDatabase();
  await inSystem((tx) =>
    tx.entity.createMany({
      data: [entityAdmin.entity, stranger("viewer").entity].map(({ id, code, legalName, shortName }) => ({ id, code, legalName, shortName })),
    }),
  );
  const seen = await Promise.all(Array.from({ length: 90 }, (_, index) => [asKauri, asRata, asGlobal][index % 3]?.()));
  expect(seen).toEqual(Array.from({ length: 90 }, (_, index) => ["KAURI", "RATA", "KAURI RATA"][index % 3]));
  await pooled.close();
});
