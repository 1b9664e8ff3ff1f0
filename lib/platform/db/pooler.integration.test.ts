import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inAnonymousScope, inScope, inSystem } from "@/lib/platform/unit-of-work/scope";
import { freshDatabase, RUNS_ON } from "@/lib/testing/databases";
import { person } from "@/lib/testing/principals";
import { callerFor } from "@/lib/testing/two-entities";
import type { Database } from "./client";

/** What a pooler in transaction mode neither forwards on connect nor keeps between transactions. */
const limits = `SELECT current_setting('statement_timeout') AS statement, current_setting('lock_timeout') AS lock,
  current_setting('idle_in_transaction_session_timeout') AS idle, current_setting('TimeZone') AS zone`;
type Limits = Record<"statement" | "lock" | "idle" | "zone", string>;

let database: Database;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

describe("transaction limits behind a pooler", () => {
  const of = { statement: "10s", lock: "8s", idle: "15s", zone: "UTC" };

  test("every kind of transaction sets its limits in its first statement", async () => {
    expect(await inSystem((tx) => tx.$queryRawUnsafe<Limits[]>(limits))).toEqual([of]);
    expect(await inScope(callerFor(person("viewer")), "test.read", (tx) => tx.$queryRawUnsafe<Limits[]>(limits))).toEqual([of]);
    expect(await inAnonymousScope((tx) => tx.$queryRawUnsafe<Limits[]>(limits))).toEqual([{ ...of, statement: "2s" }]);
  });

  test("no limit stays on the connection", async () => {
    const [left] = await database.client.$queryRawUnsafe<Limits[]>(limits);
    expect(left).toMatchObject({ statement: "0", lock: "0", idle: "0" });
  });
});

test.runIf(RUNS_ON === "postgresql")("no statement is prepared by name, which another server connection would not know", async () => {
  await inSystem(async (tx) => {
    await tx.entity.findMany({ where: { code: "KAURI" } });
    expect(await tx.$queryRaw`SELECT name FROM pg_prepared_statements`).toEqual([]);
  });
});
