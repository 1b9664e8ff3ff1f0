-- Work in the background, in one queue. A job is done in steps; each step is a transaction that also records how far it got.
CREATE TYPE job_state AS ENUM ('pending', 'done', 'failed', 'cancelled');

CREATE TABLE job (
  id uuid NOT NULL,
  "position" bigserial NOT NULL,
  kind text NOT NULL,
  label text NOT NULL,
  entity_id uuid,
  turn uuid NOT NULL GENERATED ALWAYS AS (coalesce(entity_id, '00000000-0000-0000-0000-000000000000'::uuid)) STORED,
  asked_by_id uuid,
  asked_by text,
  request_id uuid NOT NULL,
  payload jsonb NOT NULL,
  lane text NOT NULL,
  urgency smallint NOT NULL DEFAULT 2,
  state job_state NOT NULL DEFAULT 'pending',
  attempts integer NOT NULL DEFAULT 0,
  next_attempt_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  claimed_by uuid,
  claimed_until timestamptz(3),
  last_error text,
  done integer NOT NULL DEFAULT 0,
  total integer,
  reached text,
  queued_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  done_at timestamptz(3),
  CONSTRAINT job_pkey PRIMARY KEY (id),
  CONSTRAINT job_asked_by_somebody CHECK ((asked_by_id IS NULL) = (asked_by IS NULL)),
  CONSTRAINT job_entity_id_fkey FOREIGN KEY (entity_id) REFERENCES entity(id) ON UPDATE CASCADE ON DELETE RESTRICT,
  CONSTRAINT job_asked_by_id_fkey FOREIGN KEY (asked_by_id) REFERENCES portal_user(id) ON UPDATE CASCADE ON DELETE RESTRICT
);

CREATE UNIQUE INDEX job_position_key ON job ("position");
CREATE INDEX job_asked_by_id_idx ON job (asked_by_id);
CREATE INDEX job_state_queued_at_id_idx ON job (state, queued_at, id);
CREATE INDEX job_queued_at_id_idx ON job (queued_at, id);
-- Whose turn it is, and which job of a lane is first. Both are narrow enough to be chosen without statistics.
CREATE INDEX job_turn ON job (urgency, turn, next_attempt_at, "position") WHERE state = 'pending';
CREATE INDEX job_first ON job (lane, "position") WHERE state = 'pending';

-- A person sees and queues jobs of their own, an operator with Global sees all. Only the portal claims them and records progress.
SELECT portal_isolate('job', 'asked_by_id = portal_current_user()',
  'SELECT, INSERT (id, kind, label, entity_id, asked_by_id, asked_by, request_id, payload, lane, urgency, total), UPDATE (state, last_error, done_at)',
  'SELECT, INSERT (id, kind, label, entity_id, asked_by_id, asked_by, request_id, payload, lane, urgency, total),
    UPDATE (state, attempts, next_attempt_at, last_error, done_at)',
  'SELECT, INSERT, DELETE, UPDATE (state, attempts, next_attempt_at, claimed_by, claimed_until, last_error, done, total, reached, done_at)');
GRANT USAGE ON SEQUENCE job_position_seq TO portal_entity, portal_global, portal_system;
-- A job acts under its asker's standing, so nobody queues one in another's name, nor in another entity's turn.
CREATE POLICY job_as_oneself ON job AS RESTRICTIVE FOR INSERT TO portal_entity, portal_global
  WITH CHECK (asked_by_id = portal_current_user() AND entity_id = portal_current_entity());
CREATE POLICY job_kept_until_over ON job AS RESTRICTIVE FOR DELETE TO portal_system USING (state IN ('done', 'cancelled'));

-- A job that is over stays so, and people only stop a job or retry one that failed.
CREATE FUNCTION job_changes_state() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF OLD.state IN ('done', 'cancelled') OR (current_user IN ('portal_entity', 'portal_global')
      AND NOT (NEW.state = 'cancelled' OR (OLD.state = 'failed' AND NEW.state = 'pending'))) THEN
    RAISE EXCEPTION 'a job does not go from % to % this way', OLD.state, NEW.state USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER job_changes_state BEFORE UPDATE ON job FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION job_changes_state();

-- A bulk change is carried out by a job. What its job did not get to stays waiting, and is kept only as long as somebody may still retry it.
ALTER TABLE bulk_run ADD COLUMN job_id uuid;
CREATE UNIQUE INDEX bulk_run_job_id_key ON bulk_run (job_id);
ALTER TABLE bulk_run ADD CONSTRAINT bulk_run_job_id_fkey FOREIGN KEY (job_id) REFERENCES job(id) ON UPDATE CASCADE ON DELETE SET NULL;
DROP POLICY bulk_row_kept_until_done ON bulk_row;
CREATE POLICY bulk_row_kept_until_done ON bulk_row AS RESTRICTIVE FOR DELETE TO portal_system
  USING (state <> 'waiting' OR NOT EXISTS (
    SELECT FROM bulk_run r JOIN job j ON j.id = r.job_id WHERE r.id = bulk_row.run_id AND j.state IN ('pending', 'failed')));
