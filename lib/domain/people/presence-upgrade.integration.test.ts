import { afterAll, beforeAll, expect, test } from "vitest";
import { databaseBefore } from "@/lib/testing/upgrade";

/** Migrates last seen from a column of the person to the presence table. */

const ID = (n: number) => `0190a0c0-0000-7000-8000-00000000000${n}`;

let sql: Awaited<ReturnType<typeof databaseBefore>>;
beforeAll(async () => {
  sql = await databaseBefore("20261130140000_presence");
  await sql.exec(`
    INSERT INTO entity (id, code, legal_name, short_name) VALUES ('${ID(1)}', 'KAURI', 'Kauri Energy Limited', 'Kauri'), ('${ID(2)}', 'RATA', 'Rata Power Limited', 'Rata');
    INSERT INTO portal_user (id, entity_id, tid, oid, email, display_name, role, last_seen_at) VALUES
      ('${ID(3)}', '${ID(1)}', '${ID(9)}', '${ID(3)}', 'seen@kauri.example', 'Seen', 'viewer', '2026-11-01T10:59:59.999Z'),
      ('${ID(4)}', '${ID(1)}', '${ID(9)}', '${ID(4)}', 'never@kauri.example', 'Never', 'viewer', NULL);`);
  await sql.upgrade();
}, 120_000);
afterAll(() => sql.close());

const presence = () =>
  sql.rows(
    "SELECT user_id, entity_id, extract(epoch FROM last_seen_at)::float8 AS seen, extract(epoch FROM seen_hour)::float8 AS hour FROM presence ORDER BY user_id",
  );

test("the migration keeps when everybody was last seen, with the epoch for people never seen", async () => {
  expect(await presence()).toEqual([
    { user_id: ID(3), entity_id: ID(1), seen: 1793530799.999, hour: 1793527200 },
    { user_id: ID(4), entity_id: ID(1), seen: 0, hour: 0 },
  ]);
});

test("a new person has never been seen, and a presence row follows its person to another entity", async () => {
  await sql.exec(`INSERT INTO portal_user (id, entity_id, tid, oid, email, display_name, role) VALUES
    ('${ID(5)}', '${ID(1)}', '${ID(9)}', '${ID(5)}', 'new@kauri.example', 'New', 'viewer');
    UPDATE portal_user SET entity_id = '${ID(2)}' WHERE id = '${ID(5)}'`);
  expect((await presence()).at(-1)).toEqual({ user_id: ID(5), entity_id: ID(2), seen: 0, hour: 0 });
});
