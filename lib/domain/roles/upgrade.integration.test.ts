import { afterAll, beforeAll, expect, test } from "vitest";
import { databaseBefore } from "@/lib/testing/upgrade";

/** What becomes of lesser roles for a while that an earlier version laid on a role that takes two. */

const ID = (n: number) => `0190a0c0-0000-7000-8000-00000000000${n}`;
const PEOPLE = ["was operator for good", "was operator for a while", "is operator for a while", "is trader for a while"];

let sql: Awaited<ReturnType<typeof databaseBefore>>;
beforeAll(async () => {
  sql = await databaseBefore("20261130011001_nothing_comes_back");
  const soon = "now() + interval '1 hour'";
  const person = (n: number, role: string, base: string) =>
    `('${ID(n)}', '${ID(1)}', '${ID(9)}', '${ID(n)}', '${n}@kauri.example', '${PEOPLE[n]}', '${role}', ${role === "operator"}, '${base}', ${base === "operator"}, ${soon})`;
  const grant = (n: number, user: number, role: string) =>
    `('${ID(n)}', '${ID(1)}', '${ID(user)}', '${role}', ${role === "operator"}, now(), ${soon}, now(), '${ID(user)}')`;
  await sql.exec(`
    INSERT INTO entity (id, code, legal_name, short_name) VALUES ('${ID(1)}', 'KAURI', 'Kauri Energy Limited', 'Kauri');
    INSERT INTO portal_user (id, entity_id, tid, oid, email, display_name, role, global, base_role, base_global, role_ends_at) VALUES
      ${person(0, "trader", "operator")}, ${person(1, "trader", "viewer")}, ${person(2, "operator", "viewer")}, ${person(3, "trader", "viewer")};
    INSERT INTO role_grant (id, entity_id, user_id, role, global, starts_at, ends_at, announce_at, asked_by_id) VALUES
      ${grant(4, 0, "trader")}, ${grant(5, 1, "operator")}, ${grant(6, 1, "trader")}, ${grant(7, 2, "operator")}, ${grant(8, 3, "trader")};`);
  await sql.upgrade();
}, 120_000);
afterAll(() => sql.close());

test("what takes two does not come back from beneath them; everything else runs on", async () => {
  const rows = await sql.rows(`
    SELECT u.display_name AS name, u.role, u.global, u.base_role AS base, u.role_ends_at IS NOT NULL AS ends, u.authz_version AS version,
      (SELECT coalesce(json_agg(g.role ORDER BY g.id), '[]') FROM role_grant g WHERE g.user_id = u.id AND g.ended_at IS NULL) AS running
    FROM portal_user u ORDER BY u.id`);
  const [forGood, forAWhile, operator, trader] = PEOPLE;
  expect(rows).toEqual([
    { name: forGood, role: "trader", global: false, base: null, ends: false, version: 2, running: [] },
    { name: forAWhile, role: "trader", global: false, base: "viewer", ends: true, version: 1, running: ["trader"] },
    { name: operator, role: "operator", global: true, base: "viewer", ends: true, version: 1, running: ["operator"] },
    { name: trader, role: "trader", global: false, base: "viewer", ends: true, version: 1, running: ["trader"] },
  ]);
});
