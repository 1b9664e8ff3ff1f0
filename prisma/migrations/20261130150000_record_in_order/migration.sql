-- The record gets an order to be sealed in, later and in one place. Insertion stays plain: no row waits for another.
-- `position` is drawn as a row is inserted, so that rows of transactions that run at once may commit in another order; `xid` says of which
-- transaction a row is, so that a sealer can wait until none that drew a lower position is still running (pg_snapshot_xmin).
-- `schema_version` says how to read a row: whoever changes what a row holds raises the default.
ALTER TABLE audit_event
  ADD COLUMN position bigint GENERATED ALWAYS AS IDENTITY,
  ADD COLUMN xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  ADD COLUMN schema_version smallint NOT NULL DEFAULT 1;
CREATE UNIQUE INDEX audit_event_position_key ON audit_event (position);

-- The transaction is not anybody's to say, as the time is not: the portal's own role may name columns that people may not.
CREATE FUNCTION audit_event_in_order() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  NEW.xid := pg_current_xact_id();
  RETURN NEW;
END $$;
CREATE TRIGGER audit_event_in_order BEFORE INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION audit_event_in_order();
ALTER TABLE audit_event ENABLE ALWAYS TRIGGER audit_event_in_order;
