import { afterAll, beforeAll, expect, test } from "vitest";
import { databaseBefore } from "@/lib/testing/upgrade";

/** Folds sign-in names, and gives open and settled requests and proposals those of their authors. */

const ID = (n: number) => `0190a0c0-0000-7000-8000-00000000000${n}`;
const [NAMED, UNNAMED] = [ID(3), ID(4)];

let sql: Awaited<ReturnType<typeof databaseBefore>>;
beforeAll(async () => {
  sql = await databaseBefore("20261130200000_one_person_by_sign_in_name");
  await sql.exec(`
    INSERT INTO entity (id, code, legal_name, short_name) VALUES ('${ID(1)}', 'KAURI', 'Kauri Energy Limited', 'Kauri');
    INSERT INTO portal_user (id, entity_id, tid, oid, email, display_name, role, login) VALUES
      ('${NAMED}', '${ID(1)}', '${ID(9)}', '${NAMED}', 'named@kauri.example', 'Named', 'operator', 'Named@Kauri.example'),
      ('${UNNAMED}', '${ID(1)}', '${ID(9)}', '${UNNAMED}', 'unnamed@kauri.example', 'Unnamed', 'operator', NULL);
    INSERT INTO role_request (id, entity_id, user_id, from_role, from_global, to_role, to_global, reason, seen_authz_version, requester_id, requester_oid,
        requester_name, requester_email, state, decided_at)
      SELECT gen_random_uuid(), entity_id, id, 'viewer', false, 'trader', false, 'Because.', 1, id, oid, display_name, email, state::role_request_state,
        CASE state WHEN 'withdrawn' THEN now() END
      FROM portal_user, unnest(ARRAY['pending', 'withdrawn']) AS state;
    INSERT INTO configuration_proposal (id, base_number, content, hash, reason, proposer_id, proposer_oid, proposer_email, proposer_name, proposer_entity_id,
        state)
      SELECT gen_random_uuid(), 1, '{}', '0', 'Because.', id, oid, email, display_name, entity_id, state::configuration_proposal_state
      FROM portal_user, unnest(ARRAY['pending', 'withdrawn']) AS state;`);
  await sql.upgrade();
}, 120_000);
afterAll(() => sql.close());

test("everybody's requests and proposals carry their sign-in name in lower case, and none where none is known", async () => {
  for (const [table, who] of [
    ["role_request", "requester"],
    ["configuration_proposal", "proposer"],
  ]) {
    const rows = await sql.rows(`SELECT ${who}_id AS id, ${who}_login AS login FROM ${table} ORDER BY 1`);
    const [named, unnamed] = [
      { id: NAMED, login: "named@kauri.example" },
      { id: UNNAMED, login: null },
    ];
    expect(rows, table).toEqual([named, named, unnamed, unnamed]);
  }
});
