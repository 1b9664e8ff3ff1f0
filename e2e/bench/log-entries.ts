import { performance } from "node:perf_hooks";
import { Client } from "pg";
import { administer } from "@/lib/testing/databases";

/** Days over which the entries are spread. */
export const DAYS = 395;

/**
 * Loads so many entries as the tables' owner, in order, into the months that they belong to: of ten, about five are what opening pages leaves, and the
 * others sign-ins, changes, grants and refusals by as many people as there are. Tells how many seconds it took.
 */
export async function seedLog(url: string, entries: number): Promise<number> {
  const start = performance.now();
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query("SELECT audit_make_month(now() - back * interval '1 month') FROM generate_series(0, 14) AS back");
  // Row by row the index of texts would take most of the time.
  const [{ indexdef } = { indexdef: "" }] = (await client.query("SELECT indexdef FROM pg_indexes WHERE indexname = 'audit_event_search_idx'")).rows;
  await client.query("DROP INDEX audit_event_search_idx");
  await client.query(
    `
    WITH bench_person AS MATERIALIZED (
      SELECT row_number() OVER (ORDER BY id) - 1 AS nth, id, oid, display_name, email, role, entity_id FROM portal_user)
    INSERT INTO audit_event (id, at, kind, purpose, page_view, actor_user_id, actor_oid, actor_name, actor_login, actor_entity_id, actor_role, permission, action,
      target_entity_id, target_type, target_id, target_label, outcome, reason_code, result, changes, reason, request_id, session_id, source_address, user_agent)
    SELECT gen_random_uuid(), now() - ($1::bigint - n) * ($2::int * interval '1 day' / $1::bigint::float8) - interval '1 minute',
      (CASE WHEN what < 80 THEN 'decision' WHEN what < 90 THEN 'change' ELSE 'sign_in' END)::audit_kind,
      (CASE WHEN what < 35 THEN 'visibility' WHEN what < 80 THEN 'access' END)::audit_purpose, what < 50,
      actor.id, actor.oid, actor.display_name, actor.email, actor.entity_id, actor.role,
      CASE WHEN what < 80 THEN (ARRAY['Market.Operate', 'Users.Promote', 'Entity.Manage', 'Market.Config.Manage', 'Users.View'])[1 + n % 5] END,
      CASE WHEN what < 50 THEN 'users.list' WHEN what < 80 THEN (ARRAY['market.halt', 'users.setStatus', 'entities.edit', 'assignments.approve'])[1 + n % 4]
        WHEN what < 90 THEN (ARRAY['user.status_changed', 'user.role_changed', 'invitation.sent', 'documentation.set', 'entity.edited'])[1 + n % 5]
        ELSE 'session.signed_in' END,
      subject.entity_id, 'user', subject.id::text, subject.display_name,
      (CASE WHEN what BETWEEN 75 AND 79 THEN 'deny' ELSE 'grant' END)::audit_outcome, CASE WHEN what BETWEEN 75 AND 79 THEN 'PERMISSION_MISSING' END,
      CASE WHEN what BETWEEN 75 AND 79 THEN 'NOT_AUTHORISED' ELSE 'committed' END,
      CASE WHEN what BETWEEN 80 AND 89 THEN '{"role": {"from": "viewer", "to": "trader"}}'::jsonb END,
      CASE WHEN what BETWEEN 80 AND 89 THEN 'Asked for by the desk, ticket ' || n END,
      gen_random_uuid(), md5((n / 40)::text)::uuid, '10.' || n % 250 || '.' || n % 17 || '.7', 'Mozilla/5.0'
    FROM generate_series(1, $1::bigint) AS n
      CROSS JOIN LATERAL (SELECT n * 37 % 100 AS what) drawn
      JOIN bench_person actor ON actor.nth = n * 7919 % (SELECT count(*) FROM bench_person)
      JOIN bench_person subject ON subject.nth = n * 104729 % (SELECT count(*) FROM bench_person)
    ORDER BY n`,
    [entries, DAYS],
  );
  await client.query(indexdef);
  await client.query("VACUUM (ANALYZE) audit_event");
  await client.end();
  await administer("CHECKPOINT");
  return (performance.now() - start) / 1_000;
}
