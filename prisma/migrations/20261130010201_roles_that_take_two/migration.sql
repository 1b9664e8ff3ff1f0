-- A role that takes two people is written only with an approved request of another person, whatever code writes it.

-- The roles of lib/authz/roles.ts that need a second person, and Global. A test compares the two lists.
CREATE FUNCTION role_takes_two(role text, global boolean) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
  SET search_path = pg_catalog, public, pg_temp
  RETURN role = 'operator' OR coalesce(global, false);

-- Migrations and repairs by the owner are not the portal's work; every role that the portal takes for a transaction is bound.
CREATE FUNCTION portal_is_bound(of_table oid) RETURNS boolean LANGUAGE sql STABLE
  SET search_path = pg_catalog, public, pg_temp
  AS $$ SELECT NOT (r.rolsuper OR c.relowner = r.oid) FROM pg_roles r, pg_class c WHERE r.rolname = current_user AND c.oid = of_table $$;

-- The demo world is written whole, into a portal that has no record yet.
CREATE FUNCTION portal_is_seeding() RETURNS boolean LANGUAGE sql STABLE
  SET search_path = pg_catalog, public, pg_temp
  AS $$ SELECT current_user = 'portal_system' AND current_setting('portal.seeding', true) = 'on' AND NOT EXISTS (SELECT FROM audit_event) $$;

-- What is asked is asked in one's own name and identity, now. What is decided is decided once, by oneself, now, within 30 days, and
-- by another account and another identity than those who asked and who are asked about.
CREATE FUNCTION role_request_takes_two() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE decider_oid uuid;
BEGIN
  IF NOT portal_is_bound(TG_RELID) THEN RETURN NEW; END IF;
  IF TG_OP = 'INSERT' THEN
    IF current_user = 'portal_system' THEN RETURN NEW; END IF;
    NEW.created_at := now();
    NEW.requester_oid := (SELECT u.oid FROM portal_user u WHERE u.id = NEW.requester_id);
    RETURN NEW;
  END IF;
  IF OLD.state <> 'pending' THEN
    RAISE EXCEPTION 'this request is settled' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF (NEW.id, NEW.entity_id, NEW.user_id, NEW.from_role, NEW.from_global, NEW.to_role, NEW.to_global, NEW.reason, NEW.seen_authz_version, NEW.ends_at,
      NEW.requester_id, NEW.requester_oid, NEW.created_at)
    IS DISTINCT FROM (OLD.id, OLD.entity_id, OLD.user_id, OLD.from_role, OLD.from_global, OLD.to_role, OLD.to_global, OLD.reason, OLD.seen_authz_version,
      OLD.ends_at, OLD.requester_id, OLD.requester_oid, OLD.created_at) THEN
    RAISE EXCEPTION 'what a request asks for never changes' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NEW.state NOT IN ('approved', 'rejected') THEN RETURN NEW; END IF;
  SELECT u.oid INTO decider_oid FROM portal_user u WHERE u.id = NEW.decided_by_id;
  IF NEW.decided_by_id IS DISTINCT FROM portal_current_user() OR decider_oid IS NULL OR decider_oid = NEW.requester_oid
    OR EXISTS (SELECT FROM portal_user u WHERE u.id = NEW.user_id AND u.oid = decider_oid) THEN
    RAISE EXCEPTION 'a request is decided by oneself, and by another than who asked and who is asked about' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NEW.state = 'approved' AND NEW.created_at <= now() - interval '30 days' THEN
    RAISE EXCEPTION 'this request has expired' USING ERRCODE = 'insufficient_privilege';
  END IF;
  NEW.decided_at := now();
  RETURN NEW;
END $$;
CREATE TRIGGER role_request_takes_two BEFORE INSERT OR UPDATE ON role_request FOR EACH ROW EXECUTE FUNCTION role_request_takes_two();

-- Whether a second person has approved, in this very transaction, exactly this for exactly this person.
CREATE FUNCTION role_was_approved(of_user uuid, of_role text, of_global boolean, until timestamptz) RETURNS boolean LANGUAGE sql STABLE
  SET search_path = pg_catalog, public, pg_temp
  AS $$ SELECT EXISTS (SELECT FROM role_request r
    WHERE r.user_id = of_user AND r.to_role = of_role AND r.to_global = of_global AND r.ends_at IS NOT DISTINCT FROM until AND r.state = 'approved'
      AND r.decided_at = now()::timestamptz(3) AND r.decided_by_id <> r.requester_id AND r.decided_by_id = portal_current_user()) $$;

-- Whether a role for a while that runs already gives at least this: the same role, Global if it is wanted, and no earlier end.
CREATE FUNCTION role_runs_until(of_user uuid, of_role text, of_global boolean, until timestamptz) RETURNS boolean LANGUAGE sql STABLE
  SET search_path = pg_catalog, public, pg_temp
  AS $$ SELECT EXISTS (SELECT FROM role_grant g
    WHERE g.user_id = of_user AND g.role = of_role AND (g.global OR NOT of_global) AND g.ended_at IS NULL AND g.ends_at >= until) $$;

-- A role for a while: its words never change, it ends once, and one that takes two was approved or only shortens what is held.
CREATE FUNCTION role_grant_takes_two() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT portal_is_bound(TG_RELID) THEN RETURN NEW; END IF;
  IF TG_OP = 'UPDATE' THEN
    IF OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at
      OR (NEW.id, NEW.entity_id, NEW.user_id, NEW.role, NEW.global, NEW.starts_at, NEW.ends_at)
        IS DISTINCT FROM (OLD.id, OLD.entity_id, OLD.user_id, OLD.role, OLD.global, OLD.starts_at, OLD.ends_at) THEN
      RAISE EXCEPTION 'a role for a while is ended once, and never changed' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
  END IF;
  IF NEW.ended_at IS NOT NULL OR NOT role_takes_two(NEW.role, NEW.global)
    OR role_was_approved(NEW.user_id, NEW.role, NEW.global, NEW.ends_at)
    OR role_runs_until(NEW.user_id, NEW.role, NEW.global, NEW.ends_at)
    OR EXISTS (SELECT FROM portal_user u WHERE u.id = NEW.user_id AND coalesce(u.base_role, u.role) = NEW.role
      AND (coalesce(u.base_global, u.global) OR NOT NEW.global))
    OR portal_is_seeding() THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'no second person approved this role' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER role_grant_takes_two BEFORE INSERT OR UPDATE ON role_grant FOR EACH ROW EXECUTE FUNCTION role_grant_takes_two();

-- A person has for good what they had for good, what was approved now, or what the directory says; for a while, what runs so long.
-- Whoever is terminated holds nothing, whatever the row says.
CREATE FUNCTION portal_user_takes_two() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  base_role text := coalesce(NEW.base_role, NEW.role);
  base_global boolean := coalesce(NEW.base_global, NEW.global);
  for_a_while boolean := NEW.role_ends_at IS NOT NULL AND role_takes_two(NEW.role, NEW.global);
  for_good boolean := role_takes_two(base_role, base_global);
  directory_says boolean := current_user = 'portal_system'
    AND coalesce(current_setting('portal.directory_says', true) = concat_ws(' ', NEW.tid, NEW.oid, NEW.role, NEW.global), false);
BEGIN
  IF NEW.status = 'terminated' OR NOT (for_a_while OR for_good) OR NOT portal_is_bound(TG_RELID) OR portal_is_seeding() THEN RETURN NEW; END IF;
  -- Of a role that runs, the directory may say that Global goes with it; not how long.
  IF for_a_while AND NOT role_runs_until(NEW.id, NEW.role, NEW.global AND NOT directory_says, NEW.role_ends_at) THEN
    RAISE EXCEPTION 'no second person approved this role for so long' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NOT for_good OR (directory_says AND NEW.role_ends_at IS NULL) THEN RETURN NEW; END IF;
  IF TG_OP = 'INSERT' THEN
    -- The first operator, invited from the command line: there was nobody who could approve them.
    IF current_user = 'portal_system' AND NOT EXISTS (SELECT FROM portal_user u WHERE u.status = 'active'
      AND (role_takes_two(u.role, u.global) OR role_takes_two(u.base_role, u.base_global))) THEN
      RETURN NEW;
    END IF;
  ELSIF OLD.status <> 'terminated' AND (OLD.tid, OLD.oid) = (NEW.tid, NEW.oid)
    AND coalesce(OLD.base_role, OLD.role) = base_role AND (coalesce(OLD.base_global, OLD.global) OR NOT base_global)
    OR role_was_approved(NEW.id, base_role, base_global, NULL) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'no second person approved this role' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER portal_user_takes_two_insert BEFORE INSERT ON portal_user FOR EACH ROW EXECUTE FUNCTION portal_user_takes_two();
CREATE TRIGGER portal_user_takes_two_update BEFORE UPDATE ON portal_user FOR EACH ROW
  WHEN ((NEW.role, NEW.global, NEW.base_role, NEW.base_global, NEW.role_ends_at, NEW.tid, NEW.oid)
      IS DISTINCT FROM (OLD.role, OLD.global, OLD.base_role, OLD.base_global, OLD.role_ends_at, OLD.tid, OLD.oid)
    OR (OLD.status = 'terminated' AND NEW.status <> 'terminated'))
  EXECUTE FUNCTION portal_user_takes_two();

ALTER TABLE role_request ENABLE ALWAYS TRIGGER role_request_takes_two;
ALTER TABLE role_grant ENABLE ALWAYS TRIGGER role_grant_takes_two;
ALTER TABLE portal_user ENABLE ALWAYS TRIGGER portal_user_takes_two_insert;
ALTER TABLE portal_user ENABLE ALWAYS TRIGGER portal_user_takes_two_update;
