-- Role requests were listed in order of a column that held the year 5900 for whoever waits. The queue is two lists, each in order of a time
-- that happened: what waits by when it was asked, the oldest first, and what is settled by when it was, the latest first.
DROP TRIGGER role_request_position ON role_request;
DROP FUNCTION role_request_position();
ALTER TABLE role_request DROP COLUMN position;

-- Whatever settles a request says when; what waits has no such time. The two lists are apart by that.
CREATE FUNCTION role_request_settled_at() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  NEW.decided_at := CASE WHEN NEW.state <> 'pending' THEN coalesce(NEW.decided_at, now()) END;
  RETURN NEW;
END $$;
CREATE TRIGGER role_request_settled_at BEFORE INSERT OR UPDATE ON role_request FOR EACH ROW EXECUTE FUNCTION role_request_settled_at();
-- Row-level security is forced on the owner as well, who would find no row to update.
ALTER TABLE role_request NO FORCE ROW LEVEL SECURITY;
UPDATE role_request SET state = state WHERE (state = 'pending') <> (decided_at IS NULL);
ALTER TABLE role_request FORCE ROW LEVEL SECURITY;
ALTER TABLE role_request ADD CONSTRAINT role_request_decided_when_settled CHECK ((state = 'pending') = (decided_at IS NULL));

CREATE INDEX role_request_state_created_at_id_idx ON role_request (state, created_at, id);
CREATE INDEX role_request_entity_id_state_created_at_id_idx ON role_request (entity_id, state, created_at, id);
CREATE INDEX role_request_decided_at_id_idx ON role_request (decided_at, id);
CREATE INDEX role_request_entity_id_decided_at_id_idx ON role_request (entity_id, decided_at, id);
CREATE INDEX role_request_state_decided_at_id_idx ON role_request (state, decided_at, id);

-- Ids of this very database are keys. The record refers to nothing, so that nothing changes what it says; proposals, versions and the market's
-- transitions, which copy who made them, are records of their own.
ALTER TABLE directory_write ADD CONSTRAINT directory_write_entity_id_fkey
  FOREIGN KEY (entity_id) REFERENCES entity (id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE mail_message ADD CONSTRAINT mail_message_entity_id_fkey
  FOREIGN KEY (entity_id) REFERENCES entity (id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE role_request ADD CONSTRAINT role_request_requester_id_fkey
  FOREIGN KEY (requester_id) REFERENCES portal_user (id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE role_request ADD CONSTRAINT role_request_decided_by_id_fkey
  FOREIGN KEY (decided_by_id) REFERENCES portal_user (id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE role_grant ADD CONSTRAINT role_grant_entity_id_fkey
  FOREIGN KEY (entity_id) REFERENCES entity (id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE role_grant ADD CONSTRAINT role_grant_asked_by_id_fkey
  FOREIGN KEY (asked_by_id) REFERENCES portal_user (id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE support_message ADD CONSTRAINT support_message_entity_id_fkey
  FOREIGN KEY (entity_id) REFERENCES entity (id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE support_message ADD CONSTRAINT support_message_author_id_fkey
  FOREIGN KEY (author_id) REFERENCES portal_user (id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE bulk_row ADD CONSTRAINT bulk_row_owner_id_fkey
  FOREIGN KEY (owner_id) REFERENCES portal_user (id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE configuration_draft ADD CONSTRAINT configuration_draft_author_id_fkey
  FOREIGN KEY (author_id) REFERENCES portal_user (id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE configuration_proposal ADD CONSTRAINT configuration_proposal_origin_id_fkey
  FOREIGN KEY (origin_id) REFERENCES configuration_proposal (id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE directory_comparison ADD CONSTRAINT directory_comparison_requested_by_id_fkey
  FOREIGN KEY (requested_by_id) REFERENCES portal_user (id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE documentation_note ADD CONSTRAINT documentation_note_edited_by_id_fkey
  FOREIGN KEY (edited_by_id) REFERENCES portal_user (id) ON UPDATE CASCADE ON DELETE RESTRICT;
