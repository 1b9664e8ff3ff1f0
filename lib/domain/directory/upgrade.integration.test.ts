import { afterAll, beforeAll, expect, test } from "vitest";
import { databaseBefore } from "@/lib/testing/upgrade";

/** What becomes of writes that an earlier version queued for invitations. */

const ID = (n: number) => `0190a0c0-0000-7000-8000-00000000000${n}`;

let sql: Awaited<ReturnType<typeof databaseBefore>>;
beforeAll(async () => {
  sql = await databaseBefore("20261130010100_invitations_change_nothing");
  await sql.exec(`
    INSERT INTO entity (id, code, legal_name, short_name) VALUES ('${ID(1)}', 'KAURI', 'Kauri Energy Limited', 'Kauri');
    INSERT INTO portal_user (id, entity_id, tid, oid, email, display_name, role) VALUES ('${ID(2)}', '${ID(1)}', '${ID(9)}', '${ID(8)}', 'user@kauri.example', 'User', 'viewer');
    INSERT INTO invitation (id, entity_id, email, oid, role, token_hash, expires_at) VALUES
      ('${ID(3)}', '${ID(1)}', 'Open@kauri.example', '${ID(7)}', 'viewer', '\\x01', now() + interval '1 day'),
      ('${ID(4)}', '${ID(1)}', 'over@kauri.example', NULL, 'viewer', '\\x02', now() - interval '1 day');
    INSERT INTO directory_write (id, entity_id, person, user_id, invitation_id, kind, role, state, oid) VALUES
      ('${ID(1)}', '${ID(1)}', 'invitation:${ID(3)}', NULL, '${ID(3)}', 'invite_guest', NULL, 'pending', NULL),
      ('${ID(2)}', '${ID(1)}', 'invitation:${ID(3)}', NULL, '${ID(3)}', 'set_role', 'viewer', 'pending', NULL),
      ('${ID(3)}', '${ID(1)}', 'invitation:${ID(4)}', NULL, '${ID(4)}', 'invite_guest', NULL, 'failed', NULL),
      ('${ID(4)}', '${ID(1)}', 'invitation:${ID(4)}', NULL, '${ID(4)}', 'set_role', 'viewer', 'done', NULL),
      ('${ID(5)}', '${ID(1)}', 'invitation:${ID(5)}', NULL, NULL, 'set_role', NULL, 'failed', '${ID(7)}'),
      ('${ID(6)}', '${ID(1)}', 'user:${ID(2)}', '${ID(2)}', '${ID(4)}', 'set_role', 'trader', 'pending', NULL),
      ('${ID(7)}', '${ID(1)}', 'user:${ID(2)}', '${ID(2)}', '${ID(4)}', 'invite_guest', NULL, 'superseded', NULL);`);
  await sql.upgrade();
}, 120_000);
afterAll(() => sql.close());

test("roles queued for invitations are superseded, guests of open ones are still asked for, and what is about a user goes on", async () => {
  const rows = await sql.rows("SELECT kind, state, person, user_id IS NOT NULL AS user, urgency FROM directory_write ORDER BY position");
  expect(rows).toEqual([
    { kind: "invite_guest", state: "pending", person: "guest:open@kauri.example", user: false, urgency: 2 },
    { kind: "set_role", state: "superseded", person: expect.any(String), user: false, urgency: 1 },
    { kind: "invite_guest", state: "superseded", person: "guest:over@kauri.example", user: false, urgency: 2 },
    { kind: "set_role", state: "done", person: expect.any(String), user: false, urgency: 1 },
    { kind: "set_role", state: "superseded", person: expect.any(String), user: false, urgency: 0 },
    { kind: "set_role", state: "pending", person: `account:${ID(8)}`, user: true, urgency: 1 },
    { kind: "invite_guest", state: "superseded", person: "guest:over@kauri.example", user: false, urgency: 2 },
  ]);
});

test("a superseded role of an invitation cannot be put back in line", async () => {
  await expect(sql.exec("UPDATE directory_write SET state = 'pending' WHERE state = 'superseded' AND kind = 'set_role'")).rejects.toThrow(
    /directory_write_is_about_a_user/,
  );
});

test("no invitation remembers an account any more", async () => {
  expect(await sql.rows("SELECT FROM information_schema.columns WHERE table_name = 'invitation' AND column_name = 'oid'")).toEqual([]);
  expect(await sql.rows("SELECT * FROM directory_guest")).toEqual([]);
});
