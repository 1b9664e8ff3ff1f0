-- Addresses fold by bytes, whatever the database's locale: a Turkish one folds I to a dotless ı, so INFO@… and info@… would be two addresses.
-- An invited address is ASCII alone (lib/domain/people/address.ts), for which "C" says what the application says, and no upgrade of ICU or
-- the C library asks for a REINDEX of what keeps addresses apart.
DROP INDEX portal_user_address;
DROP INDEX invitation_one_pending;
DROP INDEX invitation_open_by_address;
CREATE INDEX portal_user_address ON portal_user (entity_id, lower(email COLLATE "C"));
CREATE UNIQUE INDEX invitation_one_pending ON invitation (entity_id, lower(email COLLATE "C")) WHERE state = 'pending';
CREATE INDEX invitation_open_by_address ON invitation (lower(email COLLATE "C")) WHERE state = 'pending';

CREATE OR REPLACE FUNCTION directory_write_takes_its_place() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  NEW.person := NULL;
  IF NEW.kind IN ('set_role', 'set_global', 'revoke_sessions') THEN
    SELECT 'account:' || u.oid INTO NEW.person FROM portal_user u
      WHERE u.id = NEW.user_id AND u.entity_id = NEW.entity_id AND u.returned_at IS NULL AND NEW.invitation_id IS NULL;
  ELSE
    NEW.address := lower(NEW.address COLLATE "C");
    NEW.person := 'guest:' || NEW.address;
  END IF;
  IF NEW.person IS NULL THEN
    RAISE EXCEPTION 'a directory write is about a user of its own entity, or about a guest' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.state = 'pending' THEN
    UPDATE directory_write SET state = 'superseded'
      WHERE person = NEW.person AND kind = NEW.kind AND state IN ('pending', 'failed') AND (claimed_until IS NULL OR claimed_until < now())
        -- Of several invitations of one address, each asks for itself: one may end, and the other still needs the guest.
        AND invitation_id IS NOT DISTINCT FROM NEW.invitation_id;
  END IF;
  RETURN NEW;
END $$;
