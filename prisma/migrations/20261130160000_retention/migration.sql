-- What is over is removed after a while, by a job of the portal. Even that job removes nothing that is still of use: restrictive policies say what
-- is over, whatever code asks.
GRANT DELETE ON mail_message, bulk_run, bulk_row TO portal_system;

CREATE POLICY session_kept_while_open ON session AS RESTRICTIVE FOR DELETE TO portal_system
  USING (ended_at IS NOT NULL OR expires_at <= now());
CREATE POLICY mail_message_kept_until_settled ON mail_message AS RESTRICTIVE FOR DELETE TO portal_system
  USING (state IN ('sent', 'withdrawn'));
CREATE POLICY bulk_row_kept_until_done ON bulk_row AS RESTRICTIVE FOR DELETE TO portal_system
  USING (state <> 'waiting');

CREATE INDEX session_expires_at_idx ON session (expires_at);
CREATE INDEX bulk_run_created_at_idx ON bulk_run (created_at);
