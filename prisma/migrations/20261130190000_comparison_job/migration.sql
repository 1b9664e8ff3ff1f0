-- A comparison with the directory is carried out by a job, whose lease and claim take the place of its own.
ALTER TABLE directory_comparison DROP COLUMN claimed_by, DROP COLUMN claimed_until, ADD COLUMN job_id uuid;
CREATE UNIQUE INDEX directory_comparison_job_id_key ON directory_comparison (job_id);
ALTER TABLE directory_comparison ADD CONSTRAINT directory_comparison_job_id_fkey FOREIGN KEY (job_id) REFERENCES job(id) ON UPDATE CASCADE ON DELETE SET NULL;

-- No job carries on what was under way.
ALTER TABLE directory_comparison NO FORCE ROW LEVEL SECURITY;
UPDATE directory_comparison SET state = 'failed', finished_at = now(), last_error = 'The portal was upgraded while it compared.' WHERE state = 'waiting';
ALTER TABLE directory_comparison FORCE ROW LEVEL SECURITY;

-- Whoever asks for the next one settles one whose job was given up.
GRANT INSERT (job_id), UPDATE (state, finished_at, last_error) ON directory_comparison TO portal_global;
