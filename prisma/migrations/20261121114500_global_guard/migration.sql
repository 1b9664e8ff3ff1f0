-- Only somebody with Global, or the directory through the portal itself, gives Global; inside an entity it can be taken away.
CREATE FUNCTION portal_user_global_is_given_across() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_user = 'portal_entity' THEN
    RAISE EXCEPTION 'Global is not given from inside an entity' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER portal_user_global BEFORE UPDATE OF global ON portal_user
  FOR EACH ROW WHEN (NEW.global AND NOT OLD.global) EXECUTE FUNCTION portal_user_global_is_given_across();
