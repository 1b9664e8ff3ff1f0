-- The record in months, so that it can grow for years: what is read is mostly recent, and a month can be moved to slower disks as a whole.
-- A row belongs to the month of its time in UTC. The portal makes months ahead; the default partition takes what has no month, so that
-- nothing is ever refused for want of one.

-- Row-level security binds the owner too, and would hide what is to be copied.
ALTER TABLE audit_event NO FORCE ROW LEVEL SECURITY;
ALTER TABLE audit_event RENAME TO audit_event_whole;
ALTER TABLE audit_event_whole DROP CONSTRAINT audit_event_pkey;
DROP INDEX audit_event_actor_user_id_at_id_idx, audit_event_at_id_idx, audit_event_kind_at_id_idx, audit_event_outcome_at_id_idx,
  audit_event_permission_at_id_idx, audit_event_purpose_at_id_idx, audit_event_request_id_idx, audit_event_search_idx,
  audit_event_target_entity_id_at_id_idx, audit_event_target_type_target_id_at_idx, audit_event_position_key;

-- A unique index of a partitioned table has to hold what it is partitioned by, and who goes on from a row names its time: whole milliseconds, as
-- everywhere else. Rows of one millisecond are in the order of their ids; the exact order is that of their positions.
ALTER TABLE audit_event_whole ALTER COLUMN at TYPE timestamptz(3) USING date_trunc('milliseconds', at),
  ALTER COLUMN at SET DEFAULT date_trunc('milliseconds', clock_timestamp());
CREATE TABLE audit_event (LIKE audit_event_whole INCLUDING DEFAULTS INCLUDING GENERATED, CONSTRAINT audit_event_pkey PRIMARY KEY (id, at))
  PARTITION BY RANGE (at);
CREATE INDEX audit_event_actor_user_id_at_id_idx ON audit_event (actor_user_id, at DESC, id DESC);
CREATE INDEX audit_event_at_id_idx ON audit_event (at DESC, id DESC);
CREATE INDEX audit_event_kind_at_id_idx ON audit_event (kind, at DESC, id DESC);
CREATE INDEX audit_event_outcome_at_id_idx ON audit_event (outcome, at DESC, id DESC);
CREATE INDEX audit_event_permission_at_id_idx ON audit_event (permission, at DESC, id DESC);
CREATE INDEX audit_event_purpose_at_id_idx ON audit_event (purpose, at DESC, id DESC);
CREATE INDEX audit_event_request_id_idx ON audit_event (request_id);
CREATE INDEX audit_event_search_idx ON audit_event USING gin (searched gin_trgm_ops);
CREATE INDEX audit_event_target_entity_id_at_id_idx ON audit_event (target_entity_id, at DESC, id DESC);
CREATE INDEX audit_event_target_type_target_id_at_idx ON audit_event (target_type, target_id, at DESC);
CREATE UNIQUE INDEX audit_event_position_at_key ON audit_event (position, at);

-- Guards that a statement meets are not inherited, so each partition has its own: whoever names one directly meets them too.
CREATE FUNCTION audit_partition_guards(partition regclass) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  EXECUTE format('CREATE TRIGGER audit_event_no_change BEFORE UPDATE OR DELETE ON %s
    FOR EACH STATEMENT EXECUTE FUNCTION public.audit_event_is_append_only()', partition);
  EXECUTE format('CREATE TRIGGER audit_event_no_truncate BEFORE TRUNCATE ON %s
    FOR EACH STATEMENT EXECUTE FUNCTION public.audit_event_is_append_only()', partition);
  EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER audit_event_no_change, ENABLE ALWAYS TRIGGER audit_event_no_truncate,
    ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', partition);
END $$;

-- Makes the month that holds `day` if there is none yet; false where there is, or where its rows are in the default partition already.
CREATE FUNCTION audit_make_month(day timestamptz) RETURNS boolean LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  begins timestamptz := date_trunc('month', day, 'UTC');
  ends timestamptz := (begins AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC';
  partition text := 'public.audit_event_' || to_char(begins AT TIME ZONE 'UTC', 'YYYY_MM');
BEGIN
  IF to_regclass(partition) IS NOT NULL THEN RETURN false; END IF;
  -- Attaching locks readers and writers out of the default partition alone, where creating in place would of the whole record.
  EXECUTE format('CREATE TABLE %s (LIKE public.audit_event INCLUDING DEFAULTS INCLUDING GENERATED)', partition);
  EXECUTE format('ALTER TABLE public.audit_event ATTACH PARTITION %s FOR VALUES FROM (%L) TO (%L)', partition, begins, ends);
  PERFORM public.audit_partition_guards(partition::regclass);
  RETURN true;
EXCEPTION WHEN check_violation THEN
  RETURN false;
END $$;

CREATE TABLE audit_event_default PARTITION OF audit_event DEFAULT;
SELECT audit_partition_guards('audit_event_default');

-- The months that are on the record, this one, and three ahead.
SELECT audit_make_month(month) FROM (
  SELECT DISTINCT date_trunc('month', at, 'UTC') AS month FROM audit_event_whole
  UNION SELECT now() + ahead * interval '1 month' FROM generate_series(0, 3) AS ahead) AS months;

INSERT INTO audit_event (id, at, kind, purpose, actor_user_id, actor_oid, actor_name, actor_entity_id, actor_role, global_used, permission, action,
    target_entity_id, target_type, target_id, target_label, outcome, reason_code, result, changes, reason, request_id, session_id, source_address,
    user_agent, actor_login, actor_kind, client_id, position, xid, schema_version)
  SELECT id, at, kind, purpose, actor_user_id, actor_oid, actor_name, actor_entity_id, actor_role, global_used, permission, action,
    target_entity_id, target_type, target_id, target_label, outcome, reason_code, result, changes, reason, request_id, session_id, source_address,
    user_agent, actor_login, actor_kind, client_id, position, xid, schema_version
  FROM audit_event_whole ORDER BY position;
DROP TABLE audit_event_whole;
ALTER TABLE audit_event ALTER COLUMN position ADD GENERATED ALWAYS AS IDENTITY;
SELECT setval(pg_get_serial_sequence('audit_event', 'position'), coalesce(max(position), 0) + 1, false) FROM audit_event;

-- The time decides about the partition before a trigger sees the row: whoever names one that is not now is refused, where it was mended before.
CREATE FUNCTION audit_event_recorded_now() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  -- Seeding names a past; the default is always a moment ago.
  IF public.portal_is_restricted() AND (NEW.at > clock_timestamp() OR NEW.at < date_trunc('milliseconds', statement_timestamp())) AND NOT public.portal_has_no_past() THEN
    RAISE EXCEPTION 'the time of an entry is the database''s to say' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER audit_event_recorded_now BEFORE INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION audit_event_recorded_now();
CREATE TRIGGER audit_event_in_order BEFORE INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION audit_event_in_order();
ALTER TABLE audit_event ENABLE ALWAYS TRIGGER audit_event_recorded_now, ENABLE ALWAYS TRIGGER audit_event_in_order;
CREATE TRIGGER audit_event_no_change BEFORE UPDATE OR DELETE ON audit_event
  FOR EACH STATEMENT EXECUTE FUNCTION audit_event_is_append_only();
CREATE TRIGGER audit_event_no_truncate BEFORE TRUNCATE ON audit_event
  FOR EACH STATEMENT EXECUTE FUNCTION audit_event_is_append_only();
ALTER TABLE audit_event ENABLE ALWAYS TRIGGER audit_event_no_change, ENABLE ALWAYS TRIGGER audit_event_no_truncate,
  ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

-- Rights and policies as before. Partitions have none, and are reached through the record alone.
GRANT SELECT ON audit_event TO portal_entity, portal_global;
GRANT SELECT, INSERT ON audit_event TO portal_system;
GRANT INSERT (id, kind, purpose, actor_user_id, actor_oid, actor_name, actor_entity_id, actor_role,
  global_used, permission, action, target_entity_id, target_type, target_id, target_label, outcome,
  reason_code, result, changes, reason, request_id, session_id, source_address, user_agent, actor_login, actor_kind, client_id)
  ON audit_event TO portal_entity, portal_global;
CREATE POLICY audit_about_own_entity ON audit_event FOR SELECT TO portal_entity USING (target_entity_id = portal_current_entity());
CREATE POLICY audit_as_oneself ON audit_event FOR INSERT TO portal_entity
  WITH CHECK (actor_kind = 'user' AND client_id IS NULL AND actor_user_id = portal_current_user() AND actor_entity_id = portal_current_entity());
CREATE POLICY audit_all ON audit_event FOR SELECT TO portal_global USING (true);
CREATE POLICY audit_as_oneself_global ON audit_event FOR INSERT TO portal_global
  WITH CHECK (actor_kind = 'user' AND client_id IS NULL AND actor_user_id = portal_current_user());
CREATE POLICY audit_event_system ON audit_event FOR ALL TO portal_system USING (true) WITH CHECK (true);
CREATE POLICY audit_as_client ON audit_event FOR INSERT TO portal_entity
  WITH CHECK (actor_kind = 'client' AND actor_user_id IS NULL AND client_id = portal_current_client() AND actor_entity_id = portal_current_entity());
CREATE POLICY audit_as_client_global ON audit_event FOR INSERT TO portal_global
  WITH CHECK (actor_kind = 'client' AND actor_user_id IS NULL AND client_id = portal_current_client());

-- A partition belongs to the owner of the table, and the portal never acts as the owner: this one function is the exception. It takes nothing from
-- its caller, and does nothing but make the months ahead.
CREATE FUNCTION portal_make_audit_months() RETURNS integer LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET lock_timeout = '2s'
  AS $$ SELECT (count(*) FILTER (WHERE public.audit_make_month(now() + ahead * interval '1 month')))::integer FROM generate_series(0, 3) AS ahead $$;
REVOKE ALL ON FUNCTION audit_partition_guards(regclass), audit_make_month(timestamptz), portal_make_audit_months() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal_make_audit_months() TO portal_system;
