import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inAnonymousScope, inScope, inSystem, readAsSystem } from "@/lib/platform/unit-of-work/scope";
import { createPostgres, freshDatabase, RUNS_ON } from "@/lib/testing/databases";
import { createAdministered, rowsOf, runOn } from "@/lib/testing/plain-owner";
import { person } from "@/lib/testing/principals";
import { callerFor } from "@/lib/testing/two-entities";
import type { Database } from "./client";
import { copyInto } from "./copy";
import { MIGRATIONS_TABLE, migratePostgres } from "./migrate";
import { databaseTime } from "./time";

let database: Database;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

const INSTANT = new Date("2026-04-04T13:30:00.123Z");
const isNow = (at: Date | undefined) => Math.abs((at?.getTime() ?? 0) - Date.now()) < 60_000;

describe("any time zone of the database", () => {
  test.runIf(RUNS_ON === "postgresql")("the test databases use Pacific/Auckland", async () => {
    expect(await database.client.$queryRaw`SELECT reset_val AS zone FROM pg_settings WHERE name = 'TimeZone'`).toEqual([{ zone: "Pacific/Auckland" }]);
  });

  test("a time is read correctly on every path to the database", async () => {
    expect(isNow(await inSystem(databaseTime))).toBe(true);
    expect(isNow(await inAnonymousScope(databaseTime))).toBe(true);
    expect(isNow(await inScope(callerFor(person("viewer")), "test.read", databaseTime))).toBe(true);
    expect(isNow((await readAsSystem<{ now: Date }>`SELECT now() AS now`)[0]?.now)).toBe(true);
    expect(isNow(await databaseTime(database.client))).toBe(true);
  });

  test("a time is stored correctly", async () => {
    const { id } = await inSystem((tx) => tx.entity.create({ data: { code: "ZONE", legalName: "Zone Limited", shortName: "Zone", createdAt: INSTANT } }));
    expect((await inSystem((tx) => tx.entity.findUniqueOrThrow({ where: { id } }))).createdAt).toEqual(INSTANT);
    expect(await database.client.$queryRaw`SELECT extract(epoch FROM created_at)::float8 AS at FROM entity WHERE id = ${id}::uuid`).toEqual([
      { at: INSTANT.getTime() / 1_000 },
    ]);
  });

  test.runIf(RUNS_ON === "postgresql")("bulk-loaded rows have their times in UTC", async () => {
    const { url, drop } = await createPostgres();
    const load = { table: "entity", columns: ["id", "code", "legal_name", "short_name", "created_at"] };
    await copyInto(url, [{ ...load, rows: [[randomUUID(), "ZONE", "Zone Limited", "Zone", "2026-04-04 13:30:00.123"]] }], "entity");
    expect(await rowsOf(url, "SELECT created_at FROM entity")).toEqual([{ created_at: INSTANT }]);
    await drop();
  });

  test.runIf(RUNS_ON === "postgresql")("migrations are applied in UTC", async () => {
    const database = await createAdministered();
    await database.asAdministrator(`ALTER DATABASE ${database.name} SET timezone TO 'Pacific/Auckland'`);
    await runOn(database.urls.owner, `${MIGRATIONS_TABLE}; ALTER TABLE _prisma_migrations ALTER COLUMN logs SET DEFAULT current_setting('TimeZone')`);
    await migratePostgres(database.urls.owner);
    expect(await rowsOf(database.urls.owner, "SELECT DISTINCT logs AS zone FROM _prisma_migrations")).toEqual([{ zone: "UTC" }]);
    await database.drop();
  });

  test("a time is correct on a connection left in another zone or date style", async () => {
    for (const [setting, value] of [
      ["TimeZone", "Pacific/Auckland"],
      ["DateStyle", "German"],
    ]) {
      await database.client.$executeRawUnsafe(`SET ${setting} TO '${value}'`);
      expect(isNow(await inSystem(databaseTime)), setting).toBe(true);
      await database.client.$executeRawUnsafe(`RESET ${setting}`);
      await database.client.$executeRaw`SET TIME ZONE 'UTC'`;
    }
  });
});
