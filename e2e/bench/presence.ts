import { command } from "@/lib/cli/run";
import { openPostgres, useDatabase } from "@/lib/platform/db/client";
import { markSeen } from "@/lib/platform/sessions/session";
import { inSystem } from "@/lib/platform/unit-of-work/scope";
import { administer, createPostgres } from "@/lib/testing/databases";
import { rowsOf, runOn } from "@/lib/testing/plain-owner";
import { seedPeople } from "@/prisma/seed/many-people";

/**
 * `npm run bench:presence`: the WAL cost of one heartbeat a minute per user. The rival is the design before presence had its own
 * table: a column of the user row, in two of its sixteen indexes, and an indexed column of the session. Both start compact, and after a
 * checkpoint, when the first change writes a full page. WAL is server-wide, so nothing else may write meanwhile.
 */

const PEOPLE = 100_000;
const ENTITIES = 200;
const AT_WORK = 10_000;
const MINUTES = 3;
const AT_ONCE = 8;
const AT_MOST = 0.1;

/** The two tables in their former shape, with the same users and sessions. */
const RIVAL = `
  CREATE TABLE rival_user (LIKE portal_user INCLUDING ALL);
  ALTER TABLE rival_user ADD COLUMN last_seen_at timestamptz(3),
    ADD COLUMN seen_order timestamptz(3) NOT NULL GENERATED ALWAYS AS (coalesce(last_seen_at, timestamptz 'epoch')) STORED;
  INSERT INTO rival_user (id, entity_id, tid, oid, email, display_name, role, global, status, created_at, last_seen_at)
    SELECT u.id, u.entity_id, tid, oid, email, display_name, role, global, status, created_at, p.last_seen_at FROM portal_user u JOIN presence p ON p.user_id = u.id;
  CREATE INDEX ON rival_user (seen_order, id);
  CREATE INDEX ON rival_user (entity_id, seen_order, id);
  DROP INDEX rival_user_id_entity_id_idx;
  CREATE TABLE rival_session (LIKE session INCLUDING ALL);
  INSERT INTO rival_session SELECT * FROM session;
  CREATE INDEX ON rival_session (last_seen_at) WHERE ended_at IS NULL;
  GRANT SELECT, UPDATE ON rival_user, rival_session TO portal_system;`;

const SESSIONS = `
  INSERT INTO session (id, user_id, expires_at, source_address, user_agent)
  SELECT gen_random_uuid(), id, now() + interval '12 hours', '203.0.113.7', 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36'
  FROM portal_user ORDER BY oid LIMIT ${AT_WORK}`;

type Beat = (sessionId: string, userId: string) => Promise<unknown>;

const now: Beat = (sessionId, userId) => inSystem((tx) => markSeen(tx, sessionId, userId));
const before: Beat = (sessionId, userId) =>
  inSystem(async (tx) => {
    await tx.$executeRaw`UPDATE rival_session SET last_seen_at = now() WHERE id = ${sessionId}::uuid`;
    await tx.$executeRaw`UPDATE rival_user SET last_seen_at = now() WHERE id = ${userId}::uuid`;
  });

type Row = Record<string, unknown>;

/** Bytes of WAL per user and minute. */
async function measure(url: string, people: readonly Row[], beat: Beat): Promise<number> {
  const written = async () => Number((await rowsOf(url, "SELECT pg_current_wal_lsn() - '0/0' AS bytes"))[0]?.bytes);
  await administer("CHECKPOINT");
  const from = await written();
  for (let minute = 0; minute < MINUTES; minute++)
    for (let at = 0; at < people.length; at += AT_ONCE)
      await Promise.all(people.slice(at, at + AT_ONCE).map(({ id, user_id }) => beat(String(id), String(user_id))));
  return ((await written()) - from) / people.length / MINUTES;
}

await command(async () => {
  const { url, drop } = await createPostgres();
  const database = openPostgres(url);
  useDatabase(database);
  try {
    await seedPeople(url, { users: PEOPLE, entities: ENTITIES });
    for (const sql of [SESSIONS, RIVAL, "VACUUM (FULL, ANALYZE) presence", "VACUUM (ANALYZE)"]) await runOn(url, sql);
    const people = await rowsOf(url, "SELECT id, user_id FROM session ORDER BY id");
    const [bytes, rival] = [await measure(url, people, now), await measure(url, people, before)];
    const ratio = bytes / rival;
    console.log(
      `${people.length} people of ${PEOPLE} at work, ${MINUTES} minutes: ${bytes.toFixed(0)} bytes of log for each and minute, ${rival.toFixed(0)} as it was`,
    );
    console.log(`ratio ${ratio.toFixed(3)} (at most ${AT_MOST})`);
    process.exitCode = ratio <= AT_MOST ? 0 : 1;
  } finally {
    await database.close();
    await drop();
  }
});
