-- An invitation changes nothing of an account: what it may ask of the directory is a guest where there is no account yet.
ALTER TYPE "directory_write_kind" ADD VALUE 'remove_guest';

ALTER TABLE "directory_write" ADD COLUMN "address" TEXT,
ADD COLUMN "urgency" SMALLINT NOT NULL DEFAULT 1;

-- Policies bind the owner too, and rows are changed here.
ALTER TABLE directory_write NO FORCE ROW LEVEL SECURITY;
ALTER TABLE invitation NO FORCE ROW LEVEL SECURITY;
ALTER TABLE portal_user NO FORCE ROW LEVEL SECURITY;

-- What earlier versions queued for invitations is never told: roles for accounts that nobody has proven, and guests of ended invitations.
UPDATE directory_write w SET state = 'superseded', claimed_by = NULL, claimed_until = NULL
WHERE w.state IN ('pending', 'failed') AND w.user_id IS NULL
  AND (w.kind <> 'invite_guest' OR NOT EXISTS (SELECT FROM invitation i WHERE i.id = w.invitation_id AND i.state = 'pending' AND i.expires_at > now()));
UPDATE directory_write w SET user_id = NULL WHERE kind = 'invite_guest' AND user_id IS NOT NULL;
UPDATE directory_write w SET address = lower(i.email) FROM invitation i WHERE i.id = w.invitation_id AND w.kind = 'invite_guest';
UPDATE directory_write SET invitation_id = NULL WHERE kind <> 'invite_guest' AND user_id IS NOT NULL;
UPDATE directory_write w SET person = 'account:' || u.oid FROM portal_user u WHERE u.id = w.user_id;
UPDATE directory_write SET person = 'guest:' || address WHERE user_id IS NULL AND address IS NOT NULL;
UPDATE directory_write SET urgency = CASE
  WHEN kind = 'invite_guest' THEN 2
  WHEN kind = 'revoke_sessions' OR (kind = 'set_role' AND role IS NULL) OR (kind = 'set_global' AND global IS NOT TRUE) THEN 0
  ELSE 1 END;

ALTER TABLE directory_write FORCE ROW LEVEL SECURITY;
ALTER TABLE invitation FORCE ROW LEVEL SECURITY;
ALTER TABLE portal_user FORCE ROW LEVEL SECURITY;

ALTER TABLE "directory_write" DROP COLUMN "oid";
DROP INDEX "directory_write_person_position_idx";
DROP INDEX "directory_write_state_next_attempt_at_idx";

-- Role, Global and sessions are a user's. Of an invitation there is at most a guest; what earlier versions told is kept as history, and nothing acts on it.
ALTER TABLE directory_write ADD CONSTRAINT directory_write_is_about_a_user CHECK (
  CASE WHEN kind IN ('set_role', 'set_global', 'revoke_sessions')
    THEN invitation_id IS NULL AND user_id IS NOT NULL OR state IN ('done', 'superseded')
    ELSE user_id IS NULL AND (address IS NOT NULL OR state IN ('done', 'superseded')) AND role IS NULL AND global IS NULL END);

-- Whose turn it is: what takes away first, each entity in turn, by the time at which it is due. None of these needs statistics to be chosen.
CREATE INDEX directory_write_turn ON directory_write (urgency, entity_id, next_attempt_at, position) WHERE state = 'pending';
CREATE INDEX directory_write_first ON directory_write (person, position) WHERE state = 'pending';
CREATE INDEX directory_write_unfinished ON directory_write (person, kind) WHERE state IN ('pending', 'failed');

-- Sets whose order a write keeps, and supersedes what an earlier write of the same kind had left to say. One that a worker is on is left to it.
CREATE FUNCTION directory_write_takes_its_place() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  NEW.person := NULL;
  IF NEW.kind IN ('set_role', 'set_global', 'revoke_sessions') THEN
    SELECT 'account:' || u.oid INTO NEW.person FROM portal_user u
      WHERE u.id = NEW.user_id AND u.entity_id = NEW.entity_id AND u.returned_at IS NULL AND NEW.invitation_id IS NULL;
  ELSE
    NEW.address := lower(NEW.address);
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
CREATE TRIGGER directory_write_place BEFORE INSERT ON directory_write FOR EACH ROW EXECUTE FUNCTION directory_write_takes_its_place();

-- Accounts that this portal made. Nobody but its own workers and sign-in knows of them: they may be another entity's people.
CREATE TABLE "directory_guest" (
    "oid" UUID NOT NULL,
    "address" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "directory_guest_pkey" PRIMARY KEY ("oid")
);
CREATE INDEX "directory_guest_address_idx" ON "directory_guest"("address");
ALTER TABLE directory_guest ENABLE ROW LEVEL SECURITY;
ALTER TABLE directory_guest FORCE ROW LEVEL SECURITY;
CREATE POLICY directory_guest_system ON directory_guest FOR ALL TO portal_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON directory_guest TO portal_system;

-- No invitation is bound to an account any more: earlier versions stored whichever account the address had.
ALTER TABLE "invitation" DROP COLUMN "oid",
ADD COLUMN "comes_back" BOOLEAN NOT NULL DEFAULT false;
CREATE INDEX invitation_open_by_address ON invitation (lower(email)) WHERE state = 'pending';

-- One account is one user at a time. Whoever comes back after being terminated is a new one, and the old row stays as it was.
ALTER TABLE "portal_user" ADD COLUMN "returned_at" TIMESTAMPTZ(3);
ALTER TABLE portal_user ADD CONSTRAINT portal_user_returned_is_terminated CHECK (returned_at IS NULL OR status = 'terminated');
DROP INDEX "portal_user_tid_oid_key";
CREATE INDEX "portal_user_tid_oid_idx" ON "portal_user"("tid", "oid");
CREATE UNIQUE INDEX portal_user_one_per_account ON portal_user (tid, oid) WHERE returned_at IS NULL;
