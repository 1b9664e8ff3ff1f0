-- A large list of invitations is sent by a job, some rows in each of its steps; every row has its own result.
CREATE TYPE invite_list_row_state AS ENUM ('waiting', 'sent', 'skipped', 'failed');

CREATE TABLE invite_list (
  id uuid NOT NULL,
  user_id uuid NOT NULL,
  total integer NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  job_id uuid,
  CONSTRAINT invite_list_pkey PRIMARY KEY (id),
  CONSTRAINT invite_list_user_id_fkey FOREIGN KEY (user_id) REFERENCES portal_user(id) ON UPDATE CASCADE ON DELETE RESTRICT,
  CONSTRAINT invite_list_job_id_fkey FOREIGN KEY (job_id) REFERENCES job(id) ON UPDATE CASCADE ON DELETE SET NULL
);
CREATE UNIQUE INDEX invite_list_job_id_key ON invite_list (job_id);
CREATE INDEX invite_list_user_id_created_at_idx ON invite_list (user_id, created_at);
CREATE INDEX invite_list_created_at_idx ON invite_list (created_at);
CREATE TRIGGER invite_list_stamped BEFORE INSERT ON invite_list FOR EACH ROW EXECUTE FUNCTION portal_stamped('created_at');

CREATE TABLE invite_list_row (
  list_id uuid NOT NULL,
  "position" integer NOT NULL,
  owner_id uuid NOT NULL,
  entity_id uuid NOT NULL,
  email text NOT NULL,
  name text NOT NULL,
  role text NOT NULL,
  state invite_list_row_state NOT NULL DEFAULT 'waiting',
  code text,
  message text,
  invitation_id uuid,
  done_at timestamptz(3),
  CONSTRAINT invite_list_row_pkey PRIMARY KEY (list_id, "position"),
  CONSTRAINT invite_list_row_list_id_fkey FOREIGN KEY (list_id) REFERENCES invite_list(id) ON UPDATE CASCADE ON DELETE RESTRICT,
  CONSTRAINT invite_list_row_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES portal_user(id) ON UPDATE CASCADE ON DELETE RESTRICT,
  CONSTRAINT invite_list_row_entity_id_fkey FOREIGN KEY (entity_id) REFERENCES entity(id) ON UPDATE CASCADE ON DELETE RESTRICT,
  CONSTRAINT invite_list_row_invitation_id_fkey FOREIGN KEY (invitation_id) REFERENCES invitation(id) ON UPDATE CASCADE ON DELETE SET NULL
);
CREATE INDEX invite_list_row_list_id_state_position_idx ON invite_list_row (list_id, state, "position");
CREATE INDEX invite_list_row_owner_id_idx ON invite_list_row (owner_id);
CREATE INDEX invite_list_row_entity_id_idx ON invite_list_row (entity_id);
CREATE INDEX invite_list_row_invitation_id_idx ON invite_list_row (invitation_id);

-- Each person's own, whatever they reach otherwise: Global opens nobody else's.
SELECT portal_isolate('invite_list', 'user_id = portal_current_user()', 'SELECT, INSERT', 'SELECT, INSERT', 'SELECT, INSERT, DELETE');
CREATE POLICY invite_list_own_global ON invite_list AS RESTRICTIVE FOR ALL TO portal_global
  USING (user_id = portal_current_user()) WITH CHECK (user_id = portal_current_user());
SELECT portal_isolate('invite_list_row', 'owner_id = portal_current_user() AND list_id IN (SELECT id FROM invite_list WHERE user_id = portal_current_user())',
  'SELECT, INSERT (list_id, "position", owner_id, entity_id, email, name, role), UPDATE (state, code, message, invitation_id, done_at)',
  'SELECT, INSERT (list_id, "position", owner_id, entity_id, email, name, role), UPDATE (state, code, message, invitation_id, done_at)',
  'SELECT, INSERT, DELETE');
CREATE POLICY invite_list_row_own_global ON invite_list_row AS RESTRICTIVE FOR ALL TO portal_global
  USING (owner_id = portal_current_user()) WITH CHECK (owner_id = portal_current_user() AND list_id IN (SELECT id FROM invite_list WHERE user_id = portal_current_user()));
CREATE POLICY invite_list_row_kept_until_over ON invite_list_row AS RESTRICTIVE FOR DELETE TO portal_system
  USING (NOT EXISTS (SELECT FROM invite_list l JOIN job j ON j.id = l.job_id WHERE l.id = invite_list_row.list_id AND j.state IN ('pending', 'failed')));
