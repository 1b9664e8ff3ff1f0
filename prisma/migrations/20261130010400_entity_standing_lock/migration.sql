-- Every act holds a share of this lock of its actor's entity until it commits; changing the entity's status takes the whole of it.
-- A row lock would not do: share locks pass a waiting exclusive one, so that a busy entity could never be suspended.
CREATE FUNCTION entity_standing_key(entity_id uuid) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
  SET search_path = pg_catalog, pg_temp
  AS $$ SELECT hashtextextended(entity_id::text, 7042026) $$;

CREATE FUNCTION lock_entity_standing() RETURNS trigger LANGUAGE plpgsql
  SET search_path = pg_catalog, public, pg_temp
  AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(public.entity_standing_key(OLD.id));
  RETURN NEW;
END $$;

CREATE TRIGGER lock_entity_standing BEFORE UPDATE ON entity FOR EACH ROW
  WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION lock_entity_standing();

GRANT EXECUTE ON FUNCTION entity_standing_key(uuid), lock_entity_standing() TO portal_entity, portal_global, portal_system;
