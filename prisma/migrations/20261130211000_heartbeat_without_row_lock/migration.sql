-- A trigger BEFORE UPDATE locks every row that is updated, whatever its WHEN says, and writes that lock to the log: a fifth of a heartbeat.
-- After the update the same rule refuses the same.
DROP TRIGGER session_over ON session;
CREATE TRIGGER session_over AFTER UPDATE ON session FOR EACH ROW
  WHEN (OLD.ended_at IS NOT NULL AND (NEW.ended_at, NEW.end_reason) IS DISTINCT FROM (OLD.ended_at, OLD.end_reason)) EXECUTE FUNCTION session_stays_over();
