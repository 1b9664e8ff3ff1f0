-- A role that takes two never comes back by itself from beneath a lesser one: the directory may have taken it meanwhile.

-- Whether holding one role is no less than holding another.
CREATE FUNCTION role_includes(role text, global boolean, other_role text, other_global boolean) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
  SET search_path = pg_catalog, public, pg_temp
  RETURN role = other_role AND (coalesce(global, false) OR NOT coalesce(other_global, false));

-- Whoever holds a lesser role for a while keeps it: what lies beneath ends, as it does from now on.
UPDATE role_grant g SET ended_at = now() FROM portal_user u
  WHERE u.id = g.user_id AND g.ended_at IS NULL AND role_takes_two(g.role, g.global) AND NOT role_includes(u.role, u.global, g.role, g.global);
UPDATE role_grant g SET ended_at = now() FROM portal_user u
  WHERE u.id = g.user_id AND g.ended_at IS NULL AND role_takes_two(u.base_role, u.base_global) AND NOT role_includes(u.role, u.global, u.base_role, u.base_global);
UPDATE portal_user SET base_role = NULL, base_global = NULL, role_ends_at = NULL, version = version + 1, authz_version = authz_version + 1
  WHERE role_takes_two(base_role, base_global) AND NOT role_includes(role, global, base_role, base_global);

CREATE FUNCTION portal_user_nothing_comes_back() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW.status = 'terminated' OR NOT portal_is_bound(TG_RELID) THEN RETURN NEW; END IF;
  IF role_takes_two(NEW.base_role, NEW.base_global) AND NOT role_includes(NEW.role, NEW.global, NEW.base_role, NEW.base_global)
    OR EXISTS (SELECT FROM role_grant g WHERE g.user_id = NEW.id AND g.ended_at IS NULL AND g.ends_at > now()
      AND role_takes_two(g.role, g.global) AND NOT role_includes(NEW.role, NEW.global, g.role, g.global)) THEN
    RAISE EXCEPTION 'a role that takes two does not lie beneath a lesser one' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER portal_user_nothing_comes_back BEFORE INSERT OR UPDATE OF role, global, base_role, base_global, role_ends_at ON portal_user
  FOR EACH ROW EXECUTE FUNCTION portal_user_nothing_comes_back();
ALTER TABLE portal_user ENABLE ALWAYS TRIGGER portal_user_nothing_comes_back;
