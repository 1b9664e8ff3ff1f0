-- How a new table is given to the three roles: row-level security, forced on its owner as well, one policy for each role, and what each may do.
-- `own` is which rows a user inside an entity reaches. Rights are as in GRANT, such as 'SELECT, INSERT, UPDATE (state)'; null gives none, and no policy.
CREATE FUNCTION portal_isolate(of_table regclass, own text, to_entity text, to_global text, to_system text) RETURNS void LANGUAGE plpgsql
  SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  table_name text := (SELECT relname FROM pg_class WHERE oid = of_table);
  given record;
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', of_table);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', of_table);
  FOR given IN
    SELECT * FROM (VALUES ('portal_entity', '_own', own, to_entity), ('portal_global', '_all', 'true', to_global), ('portal_system', '_system', 'true', to_system))
      AS rights (role_name, suffix, reached, may) WHERE may IS NOT NULL
  LOOP
    EXECUTE format('GRANT %s ON %s TO %I', given.may, of_table, given.role_name);
    EXECUTE format('CREATE POLICY %I ON %s FOR ALL TO %I USING (%s) WITH CHECK (%s)',
      table_name || given.suffix, of_table, given.role_name, given.reached, given.reached);
  END LOOP;
END $$;
REVOKE ALL ON FUNCTION portal_isolate(regclass, text, text, text, text) FROM PUBLIC;

-- When a person was last seen, apart from who they are: it is written once a minute for everybody at work, and rewrote sixteen indexes of theirs.
-- No index has the time itself, so that most writes change the row alone; lists in its order read the hours by an index and sort within one.
-- Whoever was never seen stands at the epoch: a list in order of a column with NULL has no place to page on from.
CREATE TABLE presence (
  user_id uuid NOT NULL,
  entity_id uuid NOT NULL,
  last_seen_at timestamptz(3) NOT NULL DEFAULT timestamptz 'epoch',
  seen_hour timestamptz(3) NOT NULL GENERATED ALWAYS AS (date_bin(interval '1 hour', last_seen_at, timestamptz 'epoch')) STORED,
  CONSTRAINT presence_pkey PRIMARY KEY (user_id, entity_id)
) WITH (fillfactor = 70);

ALTER TABLE portal_user NO FORCE ROW LEVEL SECURITY;
INSERT INTO presence (user_id, entity_id, last_seen_at) SELECT id, entity_id, seen_order FROM portal_user;
ALTER TABLE portal_user FORCE ROW LEVEL SECURITY;

-- Their entity goes with them, by the key.
CREATE UNIQUE INDEX portal_user_id_entity_id_key ON portal_user (id, entity_id);
ALTER TABLE presence ADD CONSTRAINT presence_user_id_entity_id_fkey
  FOREIGN KEY (user_id, entity_id) REFERENCES portal_user (id, entity_id) ON UPDATE CASCADE ON DELETE CASCADE;
CREATE INDEX presence_seen_hour_idx ON presence (seen_hour);
CREATE INDEX presence_entity_id_seen_hour_idx ON presence (entity_id, seen_hour);

CREATE FUNCTION portal_user_has_presence() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  INSERT INTO presence (user_id, entity_id) SELECT id, entity_id FROM added;
  RETURN NULL;
END $$;
CREATE TRIGGER portal_user_has_presence AFTER INSERT ON portal_user REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION portal_user_has_presence();

SELECT portal_isolate('presence', 'entity_id = portal_current_entity()', 'SELECT', 'SELECT', 'SELECT, INSERT, UPDATE (last_seen_at)');

-- With its two indexes.
ALTER TABLE portal_user DROP COLUMN seen_order;
ALTER TABLE portal_user DROP COLUMN last_seen_at;

-- A session's own time is as hot. Who is signed in is counted among those that have not ended and whose time is not over.
DROP INDEX session_live;
ALTER TABLE session SET (fillfactor = 70);
CREATE INDEX session_open ON session (expires_at) WHERE ended_at IS NULL;
