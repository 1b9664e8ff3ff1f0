-- What code in the portal's three roles can reach in the database even where the portal's own checks are passed by (issue 9, line 17).

-- Functions look names up in the catalogue and in this schema, and in temporary tables last, so that a temporary table named like one of
-- ours shadows nothing. One with a body in standard SQL was bound to its tables when it was made; a setting would only keep it from
-- being inlined into policies.
CREATE OR REPLACE FUNCTION configuration_version_was_approved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.number > 1 AND NOT EXISTS (
    SELECT FROM public.configuration_proposal p
    WHERE p.applied_number = NEW.number AND p.state = 'approved' AND p.decider_id IS NOT NULL AND p.hash = NEW.hash AND p.content = NEW.content) THEN
    RAISE EXCEPTION 'nobody approved this version' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION role_request_superseded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Somebody who is halted, or active again, still stands as they stood when a role was asked for them.
  IF NEW.status <> OLD.status AND NEW.status IN ('active', 'halted') AND (NEW.role, NEW.global) = (OLD.role, OLD.global) THEN
    RETURN NULL;
  END IF;
  UPDATE public.role_request SET state = 'superseded', decided_at = now() WHERE user_id = NEW.id AND state = 'pending';
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION keep_counterparty() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.trades AND NOT NEW.trades THEN
    RAISE EXCEPTION 'An entity that trades stays a counterparty; suspend it instead.' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.trades THEN
    INSERT INTO public.counterparty (entity_id, code, short_name, legal_name, status)
      VALUES (NEW.id, NEW.code, NEW.short_name, NEW.legal_name, NEW.status)
      ON CONFLICT (entity_id) DO UPDATE
      SET code = EXCLUDED.code, short_name = EXCLUDED.short_name, legal_name = EXCLUDED.legal_name, status = EXCLUDED.status;
  END IF;
  RETURN NULL;
END $$;

-- The role that runs a statement is one of the portal's own; the owner and superusers repair by hand.
CREATE FUNCTION portal_is_restricted() RETURNS boolean LANGUAGE sql STABLE
  RETURN current_user IN ('portal_entity', 'portal_global', 'portal_system');

-- The demo world comes with a past. Only a portal whose every entity was made in this very transaction has none of its own.
CREATE FUNCTION portal_has_no_past() RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN current_user = 'portal_system' AND EXISTS (SELECT FROM public.entity)
    AND NOT EXISTS (SELECT FROM public.entity WHERE xmin::text::bigint <> pg_current_xact_id()::text::bigint % 4294967296);
END $$;

-- The record, and the market's, are in the database's time, whoever writes.
CREATE FUNCTION portal_recorded_now() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Seeding names a past; the default is always a moment ago.
  IF public.portal_is_restricted() AND (NEW.at > clock_timestamp() OR NEW.at < statement_timestamp()) AND NOT public.portal_has_no_past() THEN
    NEW.at := clock_timestamp();
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER audit_event_recorded_now BEFORE INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION portal_recorded_now();
CREATE TRIGGER market_transition_recorded_now BEFORE INSERT ON market_transition FOR EACH ROW EXECUTE FUNCTION portal_recorded_now();
ALTER TABLE audit_event ENABLE ALWAYS TRIGGER audit_event_recorded_now;
ALTER TABLE market_transition ENABLE ALWAYS TRIGGER market_transition_recorded_now;

-- When a row was made is the database's to say as well, where people write. The columns are the trigger's arguments.
CREATE FUNCTION portal_stamped() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_user IN ('portal_entity', 'portal_global') THEN
    NEW := jsonb_populate_record(NEW, (SELECT jsonb_object_agg(name, now()) FROM unnest(TG_ARGV) AS name));
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER entity_stamped BEFORE INSERT ON entity FOR EACH ROW EXECUTE FUNCTION portal_stamped('created_at', 'updated_at');
CREATE TRIGGER invitation_stamped BEFORE INSERT ON invitation FOR EACH ROW EXECUTE FUNCTION portal_stamped('sent_at');
CREATE TRIGGER documentation_status_stamped BEFORE INSERT ON documentation_status FOR EACH ROW EXECUTE FUNCTION portal_stamped('set_at');
CREATE TRIGGER documentation_note_stamped BEFORE INSERT ON documentation_note FOR EACH ROW EXECUTE FUNCTION portal_stamped('edited_at');
CREATE TRIGGER support_request_stamped BEFORE INSERT ON support_request FOR EACH ROW EXECUTE FUNCTION portal_stamped('created_at', 'updated_at');
CREATE TRIGGER support_message_stamped BEFORE INSERT ON support_message FOR EACH ROW EXECUTE FUNCTION portal_stamped('created_at');
CREATE TRIGGER bulk_run_stamped BEFORE INSERT ON bulk_run FOR EACH ROW EXECUTE FUNCTION portal_stamped('created_at');
CREATE TRIGGER saved_view_stamped BEFORE INSERT ON saved_view FOR EACH ROW EXECUTE FUNCTION portal_stamped('created_at');
CREATE TRIGGER directory_comparison_stamped BEFORE INSERT ON directory_comparison FOR EACH ROW EXECUTE FUNCTION portal_stamped('requested_at');

-- Nobody writes their own label, status, role or Global, and whatever changes what somebody may do is a new authorization version.
CREATE FUNCTION portal_user_is_written_by_another() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF public.portal_is_restricted() AND NEW.authz_version < OLD.authz_version THEN
    RAISE EXCEPTION 'an authorization version only rises' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF current_user NOT IN ('portal_entity', 'portal_global') THEN
    RETURN NEW;
  END IF;
  IF NEW.id = public.portal_current_user() OR NEW.oid = (SELECT u.oid FROM public.portal_user u WHERE u.id = public.portal_current_user()) THEN
    RAISE EXCEPTION 'nobody writes their own name, address, status, role or Global' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF (NEW.role, NEW.global, NEW.status) IS DISTINCT FROM (OLD.role, OLD.global, OLD.status) AND NEW.authz_version = OLD.authz_version THEN
    RAISE EXCEPTION 'a change of role, Global or status is a new authorization version' USING ERRCODE = 'insufficient_privilege';
  END IF;
  NEW.updated_at := now();
  RETURN NEW;
END $$;
CREATE TRIGGER portal_user_by_another BEFORE UPDATE ON portal_user FOR EACH ROW EXECUTE FUNCTION portal_user_is_written_by_another();

-- A session that is over stays so.
CREATE FUNCTION session_stays_over() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF public.portal_is_restricted() THEN
    RAISE EXCEPTION 'a session that is over stays so' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER session_over BEFORE UPDATE ON session FOR EACH ROW
  WHEN (OLD.ended_at IS NOT NULL AND (NEW.ended_at, NEW.end_reason) IS DISTINCT FROM (OLD.ended_at, OLD.end_reason)) EXECUTE FUNCTION session_stays_over();

-- The directory is told what the portal says of a person, and nothing else: a write of another role would come back at the next sign-in.
CREATE FUNCTION directory_write_says_what_holds() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_user NOT IN ('portal_entity', 'portal_global') THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'UPDATE' THEN
    RAISE EXCEPTION 'what the directory was told, or is not to be told any more, stays so' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NOT EXISTS (SELECT FROM public.portal_user u WHERE u.id = NEW.user_id AND u.entity_id = NEW.entity_id
      AND (NEW.role IS NULL OR (u.role = NEW.role AND u.status <> 'terminated')) AND (NEW.global IS NOT TRUE OR u.global)) THEN
    RAISE EXCEPTION 'the directory is told what the portal says of somebody' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER directory_write_holds BEFORE INSERT ON directory_write FOR EACH ROW
  WHEN (NEW.user_id IS NOT NULL AND (NEW.role IS NOT NULL OR NEW.global)) EXECUTE FUNCTION directory_write_says_what_holds();
CREATE TRIGGER directory_write_final BEFORE UPDATE ON directory_write FOR EACH ROW
  WHEN (OLD.state IN ('done', 'superseded') AND NEW.state <> OLD.state) EXECUTE FUNCTION directory_write_says_what_holds();

-- Proposals and notes carry the identity of whoever writes them, so that nobody is made to look like another pair of eyes.
CREATE FUNCTION portal_own_oid() RETURNS uuid LANGUAGE sql STABLE
  RETURN (SELECT u.oid FROM portal_user u WHERE u.id = portal_current_user());
DROP POLICY configuration_proposal_as_oneself ON configuration_proposal;
CREATE POLICY configuration_proposal_as_oneself ON configuration_proposal FOR INSERT TO portal_entity, portal_global
  WITH CHECK (proposer_id = portal_current_user() AND proposer_oid = portal_own_oid() AND state = 'pending' AND decider_id IS NULL AND applied_number IS NULL
    -- Proposals take turns, so that theirs may be later than when the transaction began.
    AND proposed_at BETWEEN now() - interval '1 second' AND clock_timestamp() + interval '1 second');
CREATE FUNCTION configuration_proposal_decided_as_oneself() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_user IN ('portal_entity', 'portal_global') AND NEW.decider_oid IS DISTINCT FROM public.portal_own_oid() THEN
    RAISE EXCEPTION 'a decision carries the identity of whoever makes it' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER configuration_proposal_decided BEFORE UPDATE ON configuration_proposal FOR EACH ROW
  WHEN (NEW.decider_id IS DISTINCT FROM OLD.decider_id OR NEW.decider_oid IS DISTINCT FROM OLD.decider_oid)
  EXECUTE FUNCTION configuration_proposal_decided_as_oneself();
ALTER TABLE configuration_proposal ENABLE ALWAYS TRIGGER configuration_proposal_decided;

-- An invitation is judged by what its sender may give, so that nobody sends one as somebody else.
CREATE FUNCTION invitation_is_sent_as_oneself() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_user IN ('portal_entity', 'portal_global') AND NEW.sender_id IS DISTINCT FROM public.portal_current_user() THEN
    RAISE EXCEPTION 'an invitation is sent in one''s own name' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER invitation_sent BEFORE INSERT ON invitation FOR EACH ROW EXECUTE FUNCTION invitation_is_sent_as_oneself();
CREATE TRIGGER invitation_sent_again BEFORE UPDATE ON invitation FOR EACH ROW
  WHEN (NEW.sender_id IS DISTINCT FROM OLD.sender_id OR NEW.token_hash <> OLD.token_hash) EXECUTE FUNCTION invitation_is_sent_as_oneself();

-- Columns. Whoever may write a table writes what the portal's operations write, and neither what tells rows apart nor what others decide.
CREATE FUNCTION public.may_write_all_but(command text, table_name text, roles text[], kept text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  role_name text;
  columns text := (SELECT string_agg(format('%I', attname), ', ') FROM pg_attribute
    WHERE attrelid = format('public.%I', table_name)::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND attname <> ALL (kept));
BEGIN
  FOREACH role_name IN ARRAY roles LOOP
    EXECUTE format('REVOKE %s ON public.%I FROM %I', command, table_name, role_name);
    EXECUTE format('GRANT %s (%s) ON public.%I TO %I', command, columns, table_name, role_name);
  END LOOP;
END $$;

DO $$
DECLARE
  people text[] := ARRAY['portal_entity', 'portal_global'];
  everybody text[] := people || 'portal_system'::text;
  system text[] := ARRAY['portal_system'];
  acceptance text[] := ARRAY['oid', 'accepted_at', 'accepter_id'];
  delivery text[] := ARRAY['state', 'attempts', 'next_attempt_at', 'claimed_by', 'claimed_until', 'last_error', 'created_at'];
BEGIN
  PERFORM
    public.may_write_all_but('INSERT', 'invitation', people, acceptance || 'revoked_at'::text),
    public.may_write_all_but('INSERT', 'directory_write', people, delivery || ARRAY['position', 'queued_at', 'given_up_at', 'done_at']),
    public.may_write_all_but('INSERT', 'mail_message', people, delivery || 'sent_at'::text),
    public.may_write_all_but('INSERT', 'role_request', people, ARRAY['decided_by_id', 'decided_by_name', 'decided_at', 'decision_reason']),
    public.may_write_all_but('INSERT', 'role_grant', people, ARRAY['ended_at', 'announced_at']),
    public.may_write_all_but('INSERT', 'configuration_proposal', people,
      ARRAY['decider_id', 'decider_oid', 'decider_email', 'decider_name', 'decided_at', 'decision_reason', 'settled_at', 'applied_number']),
    public.may_write_all_but('INSERT', 'bulk_row', people, ARRAY['code', 'message', 'done_at']),
    public.may_write_all_but('INSERT', 'directory_comparison', ARRAY['portal_global'], ARRAY['claimed_by', 'claimed_until', 'finished_at', 'last_error']);

  PERFORM
    public.may_write_all_but('UPDATE', 'entity', ARRAY['portal_global'], ARRAY['id', 'code', 'trades', 'created_at']),
    public.may_write_all_but('UPDATE', 'invitation', people, acceptance || ARRAY['id', 'entity_id', 'email', 'name', 'role']),
    public.may_write_all_but('UPDATE', 'documentation_status', everybody, ARRAY['id', 'entity_id', 'counterparty_id']),
    public.may_write_all_but('UPDATE', 'documentation_note', everybody, ARRAY['entity_id', 'counterparty_id']),
    public.may_write_all_but('UPDATE', 'support_request', everybody,
      ARRAY['id', 'entity_id', 'user_id', 'kind', 'subject', 'body', 'context', 'asks_for', 'every_entity', 'created_at']);

  PERFORM
    public.may_write_all_but('UPDATE', 'entity', system, ARRAY['id', 'code', 'trades', 'created_at']),
    public.may_write_all_but('UPDATE', 'portal_user', system, ARRAY['id', 'entity_id', 'tid', 'oid', 'created_at']),
    public.may_write_all_but('UPDATE', 'session', system, ARRAY['id', 'user_id', 'created_at', 'expires_at', 'source_address', 'user_agent']),
    public.may_write_all_but('UPDATE', 'invitation', system, ARRAY['id', 'entity_id', 'email', 'name', 'role', 'sender_id', 'token_hash', 'sent_at', 'expires_at']),
    public.may_write_all_but('UPDATE', 'directory_write', system, ARRAY['id', 'position', 'entity_id', 'kind', 'role', 'global', 'created_at']),
    public.may_write_all_but('UPDATE', 'mail_message', system, ARRAY['id', 'entity_id', 'template', 'to_address', 'subject', 'created_at']),
    public.may_write_all_but('UPDATE', 'role_request', system, ARRAY['id', 'entity_id', 'user_id', 'from_role', 'from_global', 'to_role', 'to_global', 'reason',
      'seen_authz_version', 'ends_at', 'requester_id', 'requester_oid', 'requester_name', 'requester_email', 'created_at']),
    public.may_write_all_but('UPDATE', 'role_grant', system, ARRAY['id', 'entity_id', 'user_id', 'role', 'global', 'starts_at', 'ends_at', 'asked_by_id', 'request_id']),
    public.may_write_all_but('UPDATE', 'directory_comparison', system, ARRAY['id', 'requested_by_id', 'requested_by', 'requested_at']);
END $$;
DROP FUNCTION public.may_write_all_but(text, text, text[], text[]);

-- Every function of ours, those of earlier migrations included.
DO $$
DECLARE one regprocedure;
BEGIN
  FOR one IN
    SELECT p.oid FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.prosqlbody IS NULL
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
  LOOP
    EXECUTE format('ALTER FUNCTION %s SET search_path = pg_catalog, public, pg_temp', one);
  END LOOP;
END $$;

-- Without temporary tables there is nothing to shadow with.
DO $$
DECLARE
  revoke text := format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC, portal_entity, portal_global, portal_system', current_database());
BEGIN
  BEGIN
    EXECUTE revoke;
  EXCEPTION WHEN insufficient_privilege THEN NULL;
  END;
  IF has_database_privilege('portal_entity', current_database(), 'TEMPORARY') THEN
    RAISE EXCEPTION 'The roles of the portal may make temporary tables in this database. Whoever owns it has to run once: %', revoke
      USING ERRCODE = 'insufficient_privilege';
  END IF;
END $$;
