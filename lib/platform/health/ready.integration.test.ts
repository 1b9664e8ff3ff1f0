import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "@/lib/platform/db/client";
import { beginDraining } from "@/lib/platform/jobs/draining";
import { freshDatabase, RUNS_ON } from "@/lib/testing/databases";
import { type Readiness, readiness } from "./ready";

let database: Database;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

const sql = (statement: string) => database.client.$executeRawUnsafe(statement);
/** Polls until the answer changes: each is cached for a second. */
async function becomes(expected: Readiness): Promise<Readiness> {
  const end = Date.now() + 5_000;
  let now = await readiness();
  while (now !== expected && Date.now() < end) {
    await database.client.$queryRaw`SELECT pg_sleep(0.1)::text`;
    now = await readiness();
  }
  return now;
}

describe("readiness", () => {
  test("a process is ready when its migrated database accepts a write, which is rolled back", async () => {
    expect(await becomes("ready")).toBe("ready");
    expect(await database.client.auditEvent.count()).toBe(0);
  });

  test("a process is not ready while the record cannot be written, as on a full disk", async () => {
    await sql("CREATE FUNCTION test_full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no space left' USING ERRCODE = 'disk_full'; END $$");
    await sql("CREATE TRIGGER test_full BEFORE INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION test_full()");
    expect(await becomes("database")).toBe("database");
    await sql("DROP TRIGGER test_full ON audit_event");
    expect(await becomes("ready")).toBe("ready");
  });

  const LAST = "(SELECT max(migration_name) FROM _prisma_migrations)";
  test.each([
    [
      "missing",
      `UPDATE _prisma_migrations SET migration_name = 'x' || migration_name WHERE migration_name = ${LAST}`,
      "UPDATE _prisma_migrations SET migration_name = substr(migration_name, 2) WHERE migration_name LIKE 'x%'",
    ],
    [
      "unfinished",
      `UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name = ${LAST}`,
      "UPDATE _prisma_migrations SET finished_at = now() WHERE finished_at IS NULL",
    ],
    [
      "of another version",
      "INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('x', 'x', 'x_newer', now())",
      "DELETE FROM _prisma_migrations WHERE id = 'x'",
    ],
  ])("a process is not ready while a migration is %s", async (_how, breaks, mends) => {
    await sql(breaks);
    expect(await becomes("migrations")).toBe("migrations");
    await sql(mends);
    expect(await becomes("ready")).toBe("ready");
  });

  test("a process checks the database at most once a second, however many callers ask", async () => {
    const asked = async () => (await database.client.$queryRaw<{ n: number }[]>`SELECT nextval('test_asked')::int AS n`)[0]?.n ?? 0;
    await sql("CREATE SEQUENCE test_asked");
    await sql("CREATE FUNCTION test_count() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN PERFORM nextval('test_asked'); RETURN NEW; END $$");
    await sql("CREATE TRIGGER test_count BEFORE INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION test_count()");
    await Promise.all(Array.from({ length: 200 }, () => readiness()));
    expect(await asked()).toBeLessThanOrEqual(3);
    await sql("DROP TRIGGER test_count ON audit_event");
  });

  // The embedded database has one connection, on which nothing else can wait.
  test.runIf(RUNS_ON === "postgresql")("a process answers before its own check does, when the database makes that wait", async () => {
    const waiting = () => database.client.$queryRaw<{ n: number }[]>`
      SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    const seen: (readonly [Readiness, number | undefined])[] = [];
    await database.client.$transaction(
      async (tx) => {
        await tx.$executeRaw`LOCK TABLE audit_event IN ACCESS EXCLUSIVE MODE`;
        // Several, each after what the one before it answered has lapsed: on a busy machine the check may end just before it is looked at.
        for (let time = 0; time < 4; time++) {
          await tx.$queryRaw`SELECT pg_sleep(1.1)::text`;
          seen.push([await readiness(), (await waiting())[0]?.n]);
        }
      },
      { timeout: 30_000 },
    );
    expect(seen).toContainEqual(["database", 1]);
    expect(await becomes("ready")).toBe("ready");
  });

  // Last: draining cannot be undone.
  test("a draining process is not ready", async () => {
    beginDraining();
    expect(await readiness()).toBe("draining");
  });
});
