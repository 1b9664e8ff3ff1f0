-- Whoever's account the directory made anew comes back with another object id and the same sign-in name. The tables compared the object id
-- alone, so that one person was two. What they asked for now carries their sign-in name, since whoever decides may not see their row.

-- One spelling of a sign-in name, folded as addresses are: comparing two is comparing bytes.
ALTER TABLE portal_user NO FORCE ROW LEVEL SECURITY;
UPDATE portal_user SET login = nullif(lower(login COLLATE "C"), '') WHERE login IS DISTINCT FROM nullif(lower(login COLLATE "C"), '');
ALTER TABLE portal_user ADD CONSTRAINT portal_user_login_folded CHECK (login <> '' AND login = lower(login COLLATE "C"));

ALTER TABLE role_request ADD COLUMN requester_login text;
ALTER TABLE role_request NO FORCE ROW LEVEL SECURITY;
UPDATE role_request r SET requester_login = u.login FROM portal_user u WHERE u.id = r.requester_id AND u.login IS NOT NULL;
ALTER TABLE role_request FORCE ROW LEVEL SECURITY;
GRANT INSERT (requester_login) ON role_request TO portal_entity, portal_global;

ALTER TABLE configuration_proposal ADD COLUMN proposer_login text;
ALTER TABLE configuration_proposal NO FORCE ROW LEVEL SECURITY;
-- What a proposal says never changes; this once it is told whose word it was.
ALTER TABLE configuration_proposal DISABLE TRIGGER configuration_proposal_kept;
UPDATE configuration_proposal p SET proposer_login = u.login FROM portal_user u WHERE u.id = p.proposer_id AND u.login IS NOT NULL;
ALTER TABLE configuration_proposal ENABLE ALWAYS TRIGGER configuration_proposal_kept;
ALTER TABLE configuration_proposal FORCE ROW LEVEL SECURITY;
GRANT INSERT (proposer_login) ON configuration_proposal TO portal_entity, portal_global;
ALTER TABLE portal_user FORCE ROW LEVEL SECURITY;

-- isSamePerson of lib/platform/authz/principal.ts: whether an account is the acting person's own.
CREATE FUNCTION portal_is_oneself(account_id uuid, account_oid uuid, account_login text) RETURNS boolean LANGUAGE sql STABLE
  RETURN EXISTS (SELECT FROM portal_user u WHERE u.id = portal_current_user()
    AND (u.id = account_id OR u.oid = account_oid OR u.login = account_login));

-- Likewise, of a person by their id; whom one does not see is nobody.
CREATE FUNCTION portal_is_own_account(user_id uuid) RETURNS boolean LANGUAGE sql STABLE
  RETURN EXISTS (SELECT FROM portal_user u WHERE u.id = user_id AND portal_is_oneself(u.id, u.oid, u.login));

CREATE FUNCTION portal_own_login() RETURNS text LANGUAGE sql STABLE
  RETURN (SELECT u.login FROM portal_user u WHERE u.id = portal_current_user());

-- What is asked is asked in one's own name and identity, now. What is decided is decided once, by oneself, now, within 30 days, and
-- by another person than those who asked and who are asked about.
CREATE OR REPLACE FUNCTION role_request_takes_two() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT portal_is_bound(TG_RELID) THEN RETURN NEW; END IF;
  IF TG_OP = 'INSERT' THEN
    IF current_user = 'portal_system' THEN RETURN NEW; END IF;
    NEW.created_at := now();
    NEW.requester_oid := portal_own_oid();
    NEW.requester_login := portal_own_login();
    RETURN NEW;
  END IF;
  IF OLD.state <> 'pending' THEN
    RAISE EXCEPTION 'this request is settled' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF (NEW.id, NEW.entity_id, NEW.user_id, NEW.from_role, NEW.from_global, NEW.to_role, NEW.to_global, NEW.reason, NEW.seen_authz_version, NEW.ends_at,
      NEW.requester_id, NEW.requester_oid, NEW.requester_login, NEW.created_at)
    IS DISTINCT FROM (OLD.id, OLD.entity_id, OLD.user_id, OLD.from_role, OLD.from_global, OLD.to_role, OLD.to_global, OLD.reason, OLD.seen_authz_version,
      OLD.ends_at, OLD.requester_id, OLD.requester_oid, OLD.requester_login, OLD.created_at) THEN
    RAISE EXCEPTION 'what a request asks for never changes' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NEW.state NOT IN ('approved', 'rejected') THEN RETURN NEW; END IF;
  IF NEW.decided_by_id IS DISTINCT FROM portal_current_user() OR portal_own_oid() IS NULL
    OR portal_is_oneself(NEW.requester_id, NEW.requester_oid, NEW.requester_login) OR portal_is_own_account(NEW.user_id) THEN
    RAISE EXCEPTION 'a request is decided by oneself, and by another than who asked and who is asked about' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NEW.state = 'approved' AND NEW.created_at <= now() - interval '30 days' THEN
    RAISE EXCEPTION 'this request has expired' USING ERRCODE = 'insufficient_privilege';
  END IF;
  NEW.decided_at := now();
  RETURN NEW;
END $$;

-- Whether a second person has approved, in this very transaction, exactly this for exactly this person.
CREATE OR REPLACE FUNCTION role_was_approved(of_user uuid, of_role text, of_global boolean, until timestamptz) RETURNS boolean LANGUAGE sql STABLE
  SET search_path = pg_catalog, public, pg_temp
  AS $$ SELECT EXISTS (SELECT FROM role_request r
    WHERE r.user_id = of_user AND r.to_role = of_role AND r.to_global = of_global AND r.ends_at IS NOT DISTINCT FROM until AND r.state = 'approved'
      AND r.decided_at = now()::timestamptz(3) AND r.decided_by_id = portal_current_user()
      AND NOT portal_is_oneself(r.requester_id, r.requester_oid, r.requester_login) AND NOT portal_is_own_account(r.user_id)) $$;

-- A role for a while is nobody's to give to themselves.
CREATE FUNCTION role_grant_is_given_by_another() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF current_user IN ('portal_entity', 'portal_global') AND portal_is_own_account(NEW.user_id) THEN
    RAISE EXCEPTION 'nobody gives themselves a role' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER role_grant_by_another BEFORE INSERT ON role_grant FOR EACH ROW EXECUTE FUNCTION role_grant_is_given_by_another();

-- Nobody writes their own label, status, role or Global, and whatever changes what somebody may do is a new authorization version.
CREATE OR REPLACE FUNCTION portal_user_is_written_by_another() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF public.portal_is_restricted() AND NEW.authz_version < OLD.authz_version THEN
    RAISE EXCEPTION 'an authorization version only rises' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF current_user NOT IN ('portal_entity', 'portal_global') THEN
    RETURN NEW;
  END IF;
  IF portal_is_oneself(NEW.id, NEW.oid, NEW.login) THEN
    RAISE EXCEPTION 'nobody writes their own name, address, status, role or Global' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF (NEW.role, NEW.global, NEW.status) IS DISTINCT FROM (OLD.role, OLD.global, OLD.status) AND NEW.authz_version = OLD.authz_version THEN
    RAISE EXCEPTION 'a change of role, Global or status is a new authorization version' USING ERRCODE = 'insufficient_privilege';
  END IF;
  NEW.updated_at := now();
  RETURN NEW;
END $$;

-- The directory is told what the portal says of a person, by somebody else, and nothing else: a write of another role would come back at the
-- next sign-in.
CREATE OR REPLACE FUNCTION directory_write_says_what_holds() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF current_user NOT IN ('portal_entity', 'portal_global') THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'UPDATE' THEN
    RAISE EXCEPTION 'what the directory was told, or is not to be told any more, stays so' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF portal_is_own_account(NEW.user_id) THEN
    RAISE EXCEPTION 'nobody tells the directory what they may do themselves' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NOT EXISTS (SELECT FROM public.portal_user u WHERE u.id = NEW.user_id AND u.entity_id = NEW.entity_id
      AND (NEW.role IS NULL OR (u.role = NEW.role AND u.status <> 'terminated')) AND (NEW.global IS NOT TRUE OR u.global)) THEN
    RAISE EXCEPTION 'the directory is told what the portal says of somebody' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;

-- A proposal carries the sign-in name of whoever makes it, whatever was written.
CREATE FUNCTION configuration_proposal_is_made_as_oneself() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF current_user IN ('portal_entity', 'portal_global') THEN
    NEW.proposer_login := portal_own_login();
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER configuration_proposal_made BEFORE INSERT ON configuration_proposal
  FOR EACH ROW EXECUTE FUNCTION configuration_proposal_is_made_as_oneself();

-- And is decided by another person.
CREATE OR REPLACE FUNCTION configuration_proposal_decided_as_oneself() RETURNS trigger LANGUAGE plpgsql
  SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF current_user IN ('portal_entity', 'portal_global') AND NEW.decider_oid IS DISTINCT FROM public.portal_own_oid() THEN
    RAISE EXCEPTION 'a decision carries the identity of whoever makes it' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF portal_is_oneself(NEW.proposer_id, NEW.proposer_oid, NEW.proposer_login) THEN
    RAISE EXCEPTION 'a proposal is decided by another person than proposed it' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION configuration_proposal_keeps_its_word() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP <> 'UPDATE' THEN
    RAISE EXCEPTION 'a proposal is never removed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF (NEW.id, NEW.base_number, NEW.content, NEW.hash, NEW.reason, NEW.effective_at, NEW.origin_id, NEW.proposer_id, NEW.proposer_oid,
      NEW.proposer_login, NEW.proposer_email, NEW.proposer_name, NEW.proposer_entity_id, NEW.proposed_at)
    IS DISTINCT FROM (OLD.id, OLD.base_number, OLD.content, OLD.hash, OLD.reason, OLD.effective_at, OLD.origin_id, OLD.proposer_id, OLD.proposer_oid,
      OLD.proposer_login, OLD.proposer_email, OLD.proposer_name, OLD.proposer_entity_id, OLD.proposed_at) THEN
    RAISE EXCEPTION 'what a proposal says never changes' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NOT (OLD.state = 'pending' OR (OLD.state = 'approved' AND OLD.applied_number IS NULL AND NEW.state IN ('approved', 'superseded', 'withdrawn'))) THEN
    RAISE EXCEPTION 'this proposal is settled' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NEW.decider_id IS DISTINCT FROM OLD.decider_id AND (OLD.decider_id IS NOT NULL OR NEW.decider_id IS DISTINCT FROM portal_current_user()) THEN
    RAISE EXCEPTION 'a decision is made by oneself, once' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NEW.state = 'withdrawn' AND OLD.proposer_id IS DISTINCT FROM portal_current_user() THEN
    RAISE EXCEPTION 'a proposal is withdrawn by its proposer' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
