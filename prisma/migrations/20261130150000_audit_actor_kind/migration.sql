-- Callers that are not people: the record says what kind of actor acted, and which client.

CREATE TYPE audit_actor_kind AS ENUM ('user', 'client', 'system');

ALTER TABLE audit_event ADD COLUMN actor_kind audit_actor_kind NOT NULL DEFAULT 'user', ADD COLUMN client_id text;

CREATE FUNCTION portal_current_client() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('portal.client', true), '');

GRANT INSERT (actor_kind, client_id) ON audit_event TO portal_entity, portal_global;

-- A person writes as themselves and nothing else, a client as itself.
ALTER POLICY audit_as_oneself ON audit_event
  WITH CHECK (actor_kind = 'user' AND client_id IS NULL AND actor_user_id = portal_current_user() AND actor_entity_id = portal_current_entity());
ALTER POLICY audit_as_oneself_global ON audit_event
  WITH CHECK (actor_kind = 'user' AND client_id IS NULL AND actor_user_id = portal_current_user());
CREATE POLICY audit_as_client ON audit_event FOR INSERT TO portal_entity
  WITH CHECK (actor_kind = 'client' AND actor_user_id IS NULL AND client_id = portal_current_client() AND actor_entity_id = portal_current_entity());
CREATE POLICY audit_as_client_global ON audit_event FOR INSERT TO portal_global
  WITH CHECK (actor_kind = 'client' AND actor_user_id IS NULL AND client_id = portal_current_client());
