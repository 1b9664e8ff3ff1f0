-- Requests and proposals end after 30 days, and when whoever asked may no longer ask.

GRANT UPDATE (decision_reason) ON configuration_proposal TO portal_system;

CREATE INDEX role_request_open_by_requester_idx ON role_request (requester_id) WHERE state = 'pending';
CREATE INDEX role_request_open_since_idx ON role_request (created_at) WHERE state = 'pending';
CREATE INDEX configuration_proposal_open_by_proposer_idx ON configuration_proposal (proposer_id)
  WHERE state = 'pending' OR (state = 'approved' AND applied_number IS NULL);

-- The portal moves nobody to another entity. Whoever does it by hand takes the ground from under what they asked for, and what was asked
-- about them: both are of the entity that they leave.
CREATE FUNCTION portal_user_moved() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE why text := NEW.display_name || ' was moved to another entity.';
BEGIN
  UPDATE role_request SET state = 'superseded', decided_at = now(), decision_reason = why
  WHERE state = 'pending' AND (requester_id = NEW.id OR user_id = NEW.id);
  UPDATE configuration_proposal SET state = 'superseded', settled_at = now(), decision_reason = why
  WHERE (state = 'pending' OR (state = 'approved' AND applied_number IS NULL)) AND proposer_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER portal_user_moved AFTER UPDATE OF entity_id ON portal_user
  FOR EACH ROW WHEN (NEW.entity_id <> OLD.entity_id) EXECUTE FUNCTION portal_user_moved();
