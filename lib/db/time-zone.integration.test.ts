import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freshDatabase, RUNS_ON } from "@/lib/testing/databases";
import { person } from "@/lib/testing/principals";
import { callerFor } from "@/lib/testing/two-entities";
import type { Database } from "./client";
import { inAnonymousScope, inScope, inSystem, readAsSystem } from "./scope";
import { databaseTime } from "./time";

let database: Database;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

const INSTANT = new Date("2026-04-04T13:30:00.123Z");
const isNow = (at: Date | undefined) => Math.abs((at?.getTime() ?? 0) - Date.now()) < 60_000;

describe("whatever the database's own zone is", () => {
  test.runIf(RUNS_ON === "postgresql")("which is Pacific/Auckland in every test", async () => {
    expect(await database.client.$queryRaw`SELECT reset_val AS zone FROM pg_settings WHERE name = 'TimeZone'`).toEqual([{ zone: "Pacific/Auckland" }]);
  });

  test("a time is read as what it is, on every way to the database", async () => {
    expect(isNow(await inSystem(databaseTime))).toBe(true);
    expect(isNow(await inAnonymousScope(databaseTime))).toBe(true);
    expect(isNow(await inScope(callerFor(person("viewer")), "test.read", databaseTime))).toBe(true);
    expect(isNow((await readAsSystem<{ now: Date }>`SELECT now() AS now`)[0]?.now)).toBe(true);
    expect(isNow(await databaseTime(database.client))).toBe(true);
  });

  test("a time is stored as what it is", async () => {
    const { id } = await inSystem((tx) => tx.entity.create({ data: { code: "ZONE", legalName: "Zone Limited", shortName: "Zone", createdAt: INSTANT } }));
    expect((await inSystem((tx) => tx.entity.findUniqueOrThrow({ where: { id } }))).createdAt).toEqual(INSTANT);
    expect(await database.client.$queryRaw`SELECT extract(epoch FROM created_at)::float8 AS at FROM entity WHERE id = ${id}::uuid`).toEqual([
      { at: INSTANT.getTime() / 1_000 },
    ]);
  });

  test("and the style that dates are written in may be any", async () => {
    await database.client.$executeRawUnsafe("SET DateStyle TO 'German'");
    expect(isNow(await inSystem(databaseTime))).toBe(true);
    await database.client.$executeRawUnsafe("RESET DateStyle");
  });
});
