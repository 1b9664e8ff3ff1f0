import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "@/lib/platform/db/client";
import { inSystem } from "@/lib/platform/unit-of-work/scope";
import { openTwoEntities, outcomeOf } from "@/lib/testing/two-entities";
import { auditMonths } from "./audit-months";

/** The record in partitions by month. */

const REFUSED = "42501";

let database: Database;
beforeAll(async () => {
  database = await openTwoEntities();
});
afterAll(() => database.close());

const partitions = async (): Promise<readonly string[]> =>
  (
    await database.client.$queryRaw<{ name: string }[]>`
      SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'audit_event'::regclass ORDER BY 1`
  ).map(({ name }) => name);

/** The partition of a month that is so far away, by the database's clock. */
const monthAhead = async (months: number): Promise<string> => {
  const [row] = await database.client.$queryRaw<{ name: string }[]>`
    SELECT 'audit_event_' || to_char((date_trunc('month', now(), 'UTC') AT TIME ZONE 'UTC') + ${months}::int * interval '1 month', 'YYYY_MM') AS name`;
  return row?.name ?? "";
};

/** As the owner of the tables. */
const asOwner = (statement: string) => outcomeOf(database.client.$executeRawUnsafe(statement));
const writeAt = (at: string, action: string) =>
  asOwner(`INSERT INTO audit_event (id, at, kind, action, outcome, result, request_id)
    VALUES (gen_random_uuid(), ${at}, 'change', '${action}', 'grant', 'committed', gen_random_uuid())`);
const placeOf = async (action: string) =>
  (await database.client.$queryRaw<{ place: string }[]>`SELECT tableoid::regclass::text AS place FROM audit_event WHERE action = ${action}`).map(
    ({ place }) => place,
  );

test("the months up to three ahead are there from the beginning, and are made anew by the job where one is missing", async () => {
  const ahead = await Promise.all([0, 1, 2, 3].map(monthAhead));
  expect(await partitions()).toEqual(expect.arrayContaining(ahead));
  await database.client.$executeRawUnsafe(`DROP TABLE ${ahead[3]}`);
  expect(await partitions()).not.toContain(ahead[3]);
  await auditMonths.run();
  await auditMonths.run();
  expect(await partitions()).toEqual(["audit_event_default", ...ahead].toSorted());
});

test("an entry lies in the month of its time, and in the default partition where there is no such month", async () => {
  expect([await writeAt("now()", "months.now"), await writeAt("now() + interval '2 years'", "months.early")]).toEqual(["done", "done"]);
  expect([await placeOf("months.now"), await placeOf("months.early")]).toEqual([[await monthAhead(0)], ["audit_event_default"]]);
});

test("a month whose entries are in the default partition already is left there, and the others are made", async () => {
  const [last = "", next = ""] = [await monthAhead(3), await monthAhead(2)];
  await database.client.$executeRawUnsafe(`DROP TABLE ${last}`);
  await database.client.$executeRawUnsafe(`DROP TABLE ${next}`);
  await writeAt("date_trunc('month', now()) + interval '3 months 2 days'", "months.ahead");
  await auditMonths.run();
  expect(await partitions()).toContain(next);
  expect(await partitions()).not.toContain(last);
  expect(await placeOf("months.ahead")).toEqual(["audit_event_default"]);
});

test.each(["UPDATE %s SET outcome = 'grant'", "DELETE FROM %s", "DELETE FROM %s WHERE false", "TRUNCATE %s"])(
  "%s is refused to everyone for each partition by its own name, superuser and owner included",
  async (statement) => {
    const all = await partitions();
    expect(all.length).toBeGreaterThan(3);
    for (const partition of all) expect(await asOwner(statement.replace("%s", partition)), partition).toBe(REFUSED);
  },
);

test("the portal's roles reach a partition through the record alone, and make months only as the portal itself", async () => {
  const as = (role: string, statement: string) =>
    outcomeOf(
      database.client.$transaction(async (tx) => {
        await tx.$executeRaw`SELECT set_config('role', ${role}, true)`;
        return tx.$executeRawUnsafe(statement);
      }),
    );
  const partition = await monthAhead(0);
  for (const role of ["portal_entity", "portal_global", "portal_system"]) {
    expect(await as(role, `SELECT FROM ${partition}`), role).toBe(REFUSED);
    expect(await as(role, `INSERT INTO ${partition} (action) VALUES ('months.around')`), role).toBe(REFUSED);
    expect(await as(role, "SELECT audit_make_month(now())"), role).toBe(REFUSED);
    expect(await as(role, "SELECT portal_make_audit_months()"), role).toBe(role === "portal_system" ? "done" : REFUSED);
  }
});

test("the portal's own role cannot name a time that is not now, in this month or another", async () => {
  const at = (time: string) =>
    outcomeOf(
      inSystem((tx) =>
        tx.$executeRawUnsafe(`INSERT INTO audit_event (id, at, kind, action, outcome, result, request_id)
          VALUES (gen_random_uuid(), ${time}, 'change', 'months.forged', 'grant', 'committed', gen_random_uuid())`),
      ),
    );
  expect([await at("now() - interval '1 hour'"), await at("now() - interval '1 year'"), await at("now() + interval '1 hour'")]).toEqual([
    REFUSED,
    REFUSED,
    REFUSED,
  ]);
  expect(await at("date_trunc('milliseconds', clock_timestamp())")).toBe("done");
});
