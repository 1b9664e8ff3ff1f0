/** The statements with which the search looks at its world and moves it, as the owner of the tables. */

const ms = (column: string) => `(extract(epoch FROM ${column}) * 1000)::float8`;
/** A `State` without the directory, in one statement. */
export const SNAPSHOT = `SELECT json_build_object(
  'now', ${ms("clock_timestamp()")},
  'users', (SELECT coalesce(json_agg(json_build_object('id', u.id, 'oid', u.oid, 'entityId', u.entity_id, 'role', u.role, 'global', u.global, 'status', u.status,
    'baseRole', u.base_role, 'baseGlobal', u.base_global, 'roleEndsAt', ${ms("u.role_ends_at")}, 'returned', u.returned_at IS NOT NULL,
    'authzVersion', u.authz_version, 'version', u.version, 'name', u.display_name, 'sessionId',
      (SELECT s.id FROM session s WHERE s.user_id = u.id AND s.ended_at IS NULL AND s.expires_at > now() + interval '1 minute' LIMIT 1),
    'grants', (SELECT coalesce(json_agg(json_build_object('role', g.role, 'global', g.global, 'startsAt', ${ms("g.starts_at")}, 'endsAt', ${ms("g.ends_at")})
      ORDER BY g.starts_at, g.id), '[]') FROM role_grant g WHERE g.user_id = u.id AND g.ended_at IS NULL)) ORDER BY u.id), '[]') FROM portal_user u),
  'invitations', (SELECT coalesce(json_agg(json_build_object('id', i.id, 'email', i.email, 'entityId', i.entity_id, 'role', i.role, 'state', i.state,
    'comesBack', i.comes_back, 'senderId', i.sender_id, 'hash', encode(i.token_hash, 'hex'), 'sentAt', i.sent_at, 'expiresAt', ${ms("i.expires_at")}) ORDER BY i.id), '[]')
    FROM invitation i),
  'requests', (SELECT coalesce(json_agg(json_build_object('id', r.id, 'userId', r.user_id, 'requesterId', r.requester_id, 'toRole', r.to_role, 'toGlobal', r.to_global,
    'endsAt', ${ms("r.ends_at")}, 'state', r.state, 'createdAt', ${ms("r.created_at")}) ORDER BY r.id), '[]') FROM role_request r),
  'guests', (SELECT coalesce(json_agg(g.oid), '[]') FROM directory_guest g),
  'drift', (SELECT coalesce(json_agg(json_build_object('id', d.id, 'userId', d.user_id) ORDER BY d.id), '[]') FROM directory_drift d),
  'writes', (SELECT coalesce(json_agg(json_build_object('id', w.id, 'userId', w.user_id, 'kind', w.kind, 'state', w.state, 'role', w.role,
    'global', w.global) ORDER BY w.position), '[]') FROM directory_write w
    WHERE w.user_id IS NOT NULL AND (w.state IN ('pending', 'failed') OR w.state = 'done' AND w.done_at > now() - interval '60 seconds'))) AS state`;

/** How often somebody does something is not what is searched: the count is deleted, which the database refuses otherwise. */
export const COUNT_NOTHING = "ALTER TABLE throttle DISABLE TRIGGER throttle_counts_up";

export type Member = { readonly oid: string; readonly tid: string; readonly entityId: string; readonly role: string; readonly global: boolean } & {
  readonly email: string;
  readonly displayName: string;
};
const valuesOf = ({ entityId, tid, oid, email, displayName, role, global }: Member) =>
  `(gen_random_uuid(), '${entityId}', '${tid}', '${oid}', '${email}', '${displayName}', '${role}', ${global})`;

/** These people, and nothing that anybody did but the record. */
export const resetTo = (members: readonly Member[]) => `DO $$ BEGIN
  DELETE FROM role_grant; DELETE FROM role_request; DELETE FROM directory_drift; DELETE FROM directory_comparison; DELETE FROM job; DELETE FROM directory_write;
  DELETE FROM directory_guest; DELETE FROM mail_message; DELETE FROM invitation; DELETE FROM session; DELETE FROM throttle; DELETE FROM portal_user;
  INSERT INTO portal_user (id, entity_id, tid, oid, email, display_name, role, global) VALUES ${members.map(valuesOf).join()}; END $$`;

/** The clock moves on: everything has been for so long. */
export const passing = (hours: number) => `DO $$ DECLARE h interval := interval '${hours} hours'; BEGIN
  UPDATE invitation SET sent_at = sent_at - h, expires_at = expires_at - h;
  UPDATE role_request SET created_at = created_at - h, ends_at = ends_at - h;
  UPDATE role_grant SET starts_at = starts_at - h, ends_at = ends_at - h, announce_at = announce_at - h;
  UPDATE portal_user SET role_ends_at = role_ends_at - h, updated_at = updated_at - h;
  UPDATE directory_write SET done_at = done_at - h, next_attempt_at = next_attempt_at - h WHERE state <> 'superseded'; DELETE FROM throttle; END $$`;
