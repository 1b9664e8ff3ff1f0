-- The database of the portal, whole: what every new one begins as. Never edited: a change is a migration of its own, after this one.
--
-- 1 Roles   2 Types   3 What columns are computed by   4 Tables   5 Indexes   6 Functions   7 Triggers   8 First rows   9 Rights and policies
--
-- Everything here runs as the owner, in one transaction, on PostgreSQL and on PGlite alike.
-- lib/decisions/003-row-level-security-with-three-roles.md has the reasons of section 9.


-- =================================================================================================
-- 1 Roles
-- =================================================================================================

CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- Three roles for the portal's transactions. None owns anything, none logs in, none bypasses row-level security.
-- Roles belong to the whole cluster: another database may have made them already, even at this moment.
DO $$
DECLARE role_name text;
BEGIN
  FOREACH role_name IN ARRAY ARRAY['portal_entity', 'portal_global', 'portal_system'] LOOP
    BEGIN
      EXECUTE format('CREATE ROLE %I NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOINHERIT', role_name);
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END;
    -- A superuser may take any role. Anybody else has to be a member, and may have to be made one by an administrator.
    IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
      BEGIN
        EXECUTE format('GRANT %I TO CURRENT_USER', role_name);
      EXCEPTION WHEN insufficient_privilege THEN NULL;
      END;
    END IF;
  END LOOP;
END $$;

GRANT USAGE ON SCHEMA public TO portal_entity, portal_global, portal_system;


-- =================================================================================================
-- 2 Types
-- =================================================================================================

CREATE TYPE entity_status AS ENUM ('active', 'suspended');
CREATE TYPE user_status AS ENUM ('active', 'halted', 'frozen', 'deactivated', 'terminated');
CREATE TYPE invitation_state AS ENUM ('pending', 'accepted', 'revoked');
CREATE TYPE documentation_state AS ENUM ('no_docs', 'pending', 'docs_in_place', 'suspended');
CREATE TYPE support_state AS ENUM ('open', 'answered', 'closed');
CREATE TYPE audit_kind AS ENUM ('decision', 'change', 'sign_in');
CREATE TYPE audit_purpose AS ENUM ('visibility', 'access');
CREATE TYPE audit_outcome AS ENUM ('grant', 'deny');
CREATE TYPE directory_write_kind AS ENUM ('invite_guest', 'set_role', 'set_global', 'revoke_sessions', 'remove_guest');
CREATE TYPE directory_write_state AS ENUM ('pending', 'done', 'failed', 'superseded');
CREATE TYPE mail_state AS ENUM ('waiting', 'sent', 'failed', 'withdrawn');
CREATE TYPE support_kind AS ENUM ('question', 'problem', 'access');
CREATE TYPE directory_comparison_state AS ENUM ('waiting', 'done', 'failed');
CREATE TYPE directory_direction AS ENUM ('portal', 'directory');
CREATE TYPE configuration_proposal_state AS ENUM ('pending', 'approved', 'rejected', 'withdrawn', 'superseded');
CREATE TYPE role_request_state AS ENUM ('pending', 'approved', 'rejected', 'withdrawn', 'superseded');
CREATE TYPE bulk_operation AS ENUM ('set_status', 'end_sessions');
CREATE TYPE bulk_row_state AS ENUM ('waiting', 'done', 'failed');
CREATE TYPE market_state AS ENUM ('closed', 'preopen', 'open', 'suspended');
CREATE TYPE market_cause AS ENUM ('schedule', 'auction', 'halt', 'resume');


-- =================================================================================================
-- 3 What columns are computed by
-- =================================================================================================

-- Searches fold what is stored as they fold what is asked for: accents, capitals, composed and decomposed letters, blanks and dashes of every
-- kind. Unicode's own rules by a named collation, so that the database's locale has no say; lib/platform/lists/fold.ts says the same of a query.
CREATE FUNCTION portal_search_text(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE WHEN octet_length(value) = length(value)
    THEN translate(lower(value COLLATE "C"), E' \t\n\r.,@''`_+/()-', repeat('ǀ', 15)) COLLATE "C"
    ELSE translate(
      replace(replace(replace(
        lower(regexp_replace(normalize(value, NFKD),
          '[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]',
          '', 'g') COLLATE "und-x-icu"),
        'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'),
      E' \t\n\r.,@''\u2019\u2018\u02bc\u02bb`_+/()\u1680\u00b7\u058a\u05be\u1400\u1806\u2010\u2012\u2013\u2014\u2015\u2212\u2e17\u2e1a\u2e3a\u2e3b\u2e40\u2e5d\u301c\u3030\u30a0-\u00f8\u0142\u0111\u00f0\u0127\u0167\u0131\u03c2',
      repeat('ǀ', 40) || 'olddhtiσ') COLLATE "C"
  END
$$;
REVOKE ALL ON FUNCTION portal_search_text(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal_search_text(text) TO portal_entity, portal_global, portal_system;


-- =================================================================================================
-- 4 Tables
-- =================================================================================================

-- Entities ----------------------------------------------------------------------------------------

-- A trading organisation.
CREATE TABLE entity (
  id uuid NOT NULL,
  code text NOT NULL,
  legal_name text COLLATE "und-x-icu" NOT NULL,
  short_name text COLLATE "und-x-icu" NOT NULL,
  status entity_status NOT NULL DEFAULT 'active',
  status_reason text,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  updated_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  trades boolean NOT NULL DEFAULT true,
  searched text COLLATE "C" NOT NULL
    GENERATED ALWAYS AS (portal_search_text(' ' || legal_name || '  ' || short_name || '  ' || code)) STORED,
  CONSTRAINT entity_pkey PRIMARY KEY (id),
  CONSTRAINT entity_code_form CHECK (code ~ '^[A-Z0-9]{2,12}$')
);

-- What everyone may know of an entity that trades. A trigger keeps it, so that `entity` itself stays one's own.
CREATE TABLE counterparty (
  entity_id uuid NOT NULL,
  code text NOT NULL,
  short_name text COLLATE "und-x-icu" NOT NULL,
  legal_name text COLLATE "und-x-icu" NOT NULL,
  status entity_status NOT NULL,
  searched text COLLATE "C" NOT NULL
    GENERATED ALWAYS AS (portal_search_text(' ' || legal_name || '  ' || short_name || '  ' || code)) STORED,
  CONSTRAINT counterparty_pkey PRIMARY KEY (entity_id),
  CONSTRAINT counterparty_entity_id_fkey FOREIGN KEY (entity_id) REFERENCES entity(id) ON UPDATE CASCADE ON DELETE CASCADE
);

-- People ------------------------------------------------------------------------------------------

-- A person in exactly one entity with exactly one role; identified by tid and oid, never by e-mail.
CREATE TABLE portal_user (
  id uuid NOT NULL,
  entity_id uuid NOT NULL,
  tid uuid NOT NULL,
  oid uuid NOT NULL,
  email text NOT NULL,
  display_name text COLLATE "und-x-icu" NOT NULL,
  role text NOT NULL,
  global boolean NOT NULL DEFAULT false,
  status user_status NOT NULL DEFAULT 'active',
  status_reason text,
  authz_version integer NOT NULL DEFAULT 1,
  last_seen_at timestamptz(3),
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  updated_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  version integer NOT NULL DEFAULT 1,
  base_global boolean,
  base_role text,
  role_ends_at timestamptz(3),
  seen_order timestamptz(3) NOT NULL
    GENERATED ALWAYS AS (coalesce(last_seen_at, timestamptz 'epoch')) STORED,
  returned_at timestamptz(3),
  login text,
  searched text COLLATE "C" NOT NULL
    GENERATED ALWAYS AS (portal_search_text(' ' || display_name || '  ' || email)) STORED,
  CONSTRAINT portal_user_pkey PRIMARY KEY (id),
  CONSTRAINT portal_user_base_while_temporary CHECK ((role_ends_at IS NULL) = (base_role IS NULL) AND (role_ends_at IS NULL) = (base_global IS NULL)),
  CONSTRAINT portal_user_returned_is_terminated CHECK (returned_at IS NULL OR status = 'terminated'),
  CONSTRAINT portal_user_entity_id_fkey FOREIGN KEY (entity_id) REFERENCES entity(id) ON UPDATE CASCADE ON DELETE RESTRICT
);

-- One signed-in browser. What a JWT cannot give: idle and absolute lifetime, and an end.
CREATE TABLE session (
  id uuid NOT NULL,
  user_id uuid NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  last_seen_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  expires_at timestamptz(3) NOT NULL,
  ended_at timestamptz(3),
  end_reason text,
  source_address text,
  user_agent text,
  CONSTRAINT session_pkey PRIMARY KEY (id),
  CONSTRAINT session_user_id_fkey FOREIGN KEY (user_id) REFERENCES portal_user(id) ON UPDATE CASCADE ON DELETE CASCADE
);

-- A list as one person likes to see it, under a name of their own.
CREATE TABLE saved_view (
  id uuid NOT NULL,
  user_id uuid NOT NULL,
  name text COLLATE "und-x-icu" NOT NULL,
  query text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT saved_view_pkey PRIMARY KEY (id),
  CONSTRAINT saved_view_user_id_fkey FOREIGN KEY (user_id) REFERENCES portal_user(id) ON UPDATE CASCADE ON DELETE CASCADE
);

-- One change asked of many people at once; done row by row in the asker's own requests.
CREATE TABLE bulk_run (
  id uuid NOT NULL,
  user_id uuid NOT NULL,
  operation bulk_operation NOT NULL,
  status user_status,
  reason text NOT NULL,
  scope text NOT NULL,
  total integer NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT bulk_run_pkey PRIMARY KEY (id),
  CONSTRAINT bulk_run_user_id_fkey FOREIGN KEY (user_id) REFERENCES portal_user(id) ON UPDATE CASCADE ON DELETE RESTRICT
);

-- One person of a bulk run, and what came of it.
CREATE TABLE bulk_row (
  id uuid NOT NULL,
  run_id uuid NOT NULL,
  "position" integer NOT NULL,
  owner_id uuid NOT NULL,
  user_id uuid NOT NULL,
  label text NOT NULL,
  state bulk_row_state NOT NULL DEFAULT 'waiting',
  code text,
  message text,
  done_at timestamptz(3),
  CONSTRAINT bulk_row_pkey PRIMARY KEY (id),
  CONSTRAINT bulk_row_run_id_fkey FOREIGN KEY (run_id) REFERENCES bulk_run(id) ON UPDATE CASCADE ON DELETE RESTRICT,
  CONSTRAINT bulk_row_user_id_fkey FOREIGN KEY (user_id) REFERENCES portal_user(id) ON UPDATE CASCADE ON DELETE RESTRICT
);

-- Invitations -------------------------------------------------------------------------------------

-- Expiry is a state that time brings: pending with expires_at in the past reads as expired.
CREATE TABLE invitation (
  id uuid NOT NULL,
  entity_id uuid NOT NULL,
  email text NOT NULL,
  role text NOT NULL,
  state invitation_state NOT NULL DEFAULT 'pending',
  token_hash bytea NOT NULL,
  sender_id uuid,
  sent_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  expires_at timestamptz(3) NOT NULL,
  accepted_at timestamptz(3),
  accepter_id uuid,
  revoked_at timestamptz(3),
  name text NOT NULL DEFAULT '',
  comes_back boolean NOT NULL DEFAULT false,
  searched text COLLATE "C" NOT NULL
    GENERATED ALWAYS AS (portal_search_text(' ' || name || '  ' || email)) STORED,
  CONSTRAINT invitation_pkey PRIMARY KEY (id),
  CONSTRAINT invitation_accepter_id_fkey FOREIGN KEY (accepter_id) REFERENCES portal_user(id) ON UPDATE CASCADE ON DELETE RESTRICT,
  CONSTRAINT invitation_entity_id_fkey FOREIGN KEY (entity_id) REFERENCES entity(id) ON UPDATE CASCADE ON DELETE RESTRICT,
  CONSTRAINT invitation_sender_id_fkey FOREIGN KEY (sender_id) REFERENCES portal_user(id) ON UPDATE CASCADE ON DELETE RESTRICT
);

-- Roles -------------------------------------------------------------------------------------------

-- Somebody asks that a person's role be changed; somebody else decides.
CREATE TABLE role_request (
  id uuid NOT NULL,
  entity_id uuid NOT NULL,
  user_id uuid NOT NULL,
  from_role text NOT NULL,
  from_global boolean NOT NULL,
  to_role text NOT NULL,
  to_global boolean NOT NULL,
  reason text NOT NULL,
  seen_authz_version integer NOT NULL,
  ends_at timestamptz(3),
  state role_request_state NOT NULL DEFAULT 'pending',
  requester_id uuid NOT NULL,
  requester_oid uuid NOT NULL,
  requester_name text NOT NULL,
  requester_email text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  decided_by_id uuid,
  decided_by_name text,
  decided_at timestamptz(3),
  decision_reason text,
  "position" timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT role_request_pkey PRIMARY KEY (id),
  CONSTRAINT role_request_decided_by_another CHECK (state NOT IN ('approved', 'rejected')
    OR decided_by_id IS NOT NULL AND decided_by_id <> requester_id AND decided_by_id <> user_id),
  CONSTRAINT role_request_entity_id_fkey FOREIGN KEY (entity_id) REFERENCES entity(id) ON UPDATE CASCADE ON DELETE RESTRICT,
  CONSTRAINT role_request_user_id_fkey FOREIGN KEY (user_id) REFERENCES portal_user(id) ON UPDATE CASCADE ON DELETE RESTRICT
);

-- A role for a while. Of several that run, the one that started last counts.
CREATE TABLE role_grant (
  id uuid NOT NULL,
  entity_id uuid NOT NULL,
  user_id uuid NOT NULL,
  role text NOT NULL,
  global boolean NOT NULL,
  starts_at timestamptz(3) NOT NULL,
  ends_at timestamptz(3) NOT NULL,
  ended_at timestamptz(3),
  announce_at timestamptz(3) NOT NULL,
  announced_at timestamptz(3),
  asked_by_id uuid NOT NULL,
  request_id uuid,
  CONSTRAINT role_grant_pkey PRIMARY KEY (id),
  CONSTRAINT role_grant_lasts CHECK (ends_at > starts_at),
  CONSTRAINT role_grant_request_id_fkey FOREIGN KEY (request_id) REFERENCES role_request(id) ON UPDATE CASCADE ON DELETE RESTRICT,
  CONSTRAINT role_grant_user_id_fkey FOREIGN KEY (user_id) REFERENCES portal_user(id) ON UPDATE CASCADE ON DELETE RESTRICT
);

-- Documentation -----------------------------------------------------------------------------------

-- One direction: what an entity records about a counterparty. The counterparty reads it too.
CREATE TABLE documentation_status (
  id uuid NOT NULL,
  entity_id uuid NOT NULL,
  counterparty_id uuid NOT NULL,
  status documentation_state NOT NULL,
  set_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT documentation_status_pkey PRIMARY KEY (id),
  CONSTRAINT documentation_between_two CHECK (entity_id <> counterparty_id),
  CONSTRAINT documentation_status_counterparty_id_fkey FOREIGN KEY (counterparty_id) REFERENCES entity(id) ON UPDATE CASCADE ON DELETE RESTRICT,
  CONSTRAINT documentation_status_entity_id_fkey FOREIGN KEY (entity_id) REFERENCES entity(id) ON UPDATE CASCADE ON DELETE RESTRICT
);

-- What only the owner's side of a direction reads: in a table of its own, so that the database keeps it from the counterparty.
CREATE TABLE documentation_note (
  entity_id uuid NOT NULL,
  counterparty_id uuid NOT NULL,
  notes text NOT NULL DEFAULT '',
  remind_on date,
  version integer NOT NULL DEFAULT 1,
  edited_by_id uuid,
  edited_by_name text NOT NULL,
  edited_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT documentation_note_pkey PRIMARY KEY (entity_id, counterparty_id)
);

-- Configuration -----------------------------------------------------------------------------------

-- A configuration that was in force from a time on; never changed, only followed by the next one.
CREATE TABLE configuration_version (
  number integer NOT NULL,
  content jsonb NOT NULL,
  hash text NOT NULL,
  note text NOT NULL,
  author_id uuid,
  author_name text NOT NULL,
  applied_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT configuration_version_pkey PRIMARY KEY (number)
);

-- A change that somebody asks for and somebody else decides. What it says never changes; only what becomes of it does.
CREATE TABLE configuration_proposal (
  id uuid NOT NULL,
  state configuration_proposal_state NOT NULL DEFAULT 'pending',
  base_number integer NOT NULL,
  content jsonb NOT NULL,
  hash text NOT NULL,
  reason text NOT NULL,
  effective_at timestamptz(3),
  origin_id uuid,
  proposer_id uuid NOT NULL,
  proposer_oid uuid NOT NULL,
  proposer_email text NOT NULL,
  proposer_name text NOT NULL,
  proposer_entity_id uuid NOT NULL,
  proposed_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  decider_id uuid,
  decider_oid uuid,
  decider_email text,
  decider_name text,
  decided_at timestamptz(3),
  decision_reason text,
  settled_at timestamptz(3),
  applied_number integer,
  CONSTRAINT configuration_proposal_pkey PRIMARY KEY (id),
  CONSTRAINT configuration_proposal_applied CHECK (applied_number IS NULL OR (state = 'approved' AND applied_number = base_number + 1)),
  CONSTRAINT configuration_proposal_decided CHECK (state NOT IN ('approved', 'rejected') OR decider_id IS NOT NULL),
  CONSTRAINT configuration_proposal_decided_by_another CHECK (decider_id IS NULL OR decider_id <> proposer_id AND decider_oid <> proposer_oid),
  CONSTRAINT configuration_proposal_decider_whole CHECK (num_nulls(decider_id, decider_oid, decider_email, decider_name, decided_at) IN (0, 5)),
  CONSTRAINT configuration_proposal_rejected_why CHECK (state <> 'rejected' OR decision_reason IS NOT NULL),
  CONSTRAINT configuration_proposal_undecided CHECK (state <> 'pending' OR decider_id IS NULL)
);

-- What somebody is still writing: theirs alone, one at a time.
CREATE TABLE configuration_draft (
  author_id uuid NOT NULL,
  base_number integer NOT NULL,
  content jsonb NOT NULL,
  version integer NOT NULL DEFAULT 1,
  updated_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT configuration_draft_pkey PRIMARY KEY (author_id)
);

-- Market ------------------------------------------------------------------------------------------

-- The market's session, in its one row: what its transitions have led to, and how far the schedule has moved it.
CREATE TABLE market_session (
  id smallint NOT NULL DEFAULT 1,
  state market_state NOT NULL DEFAULT 'closed',
  version integer NOT NULL DEFAULT 0,
  since timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  through timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  configuration integer NOT NULL DEFAULT 0,
  next_at timestamptz(3),
  resets integer NOT NULL DEFAULT 0,
  CONSTRAINT market_session_pkey PRIMARY KEY (id),
  CONSTRAINT market_session_is_one CHECK (id = 1)
);

-- Append-only: every transition the session has made, numbered without a gap.
CREATE TABLE market_transition (
  number integer NOT NULL,
  "from" market_state NOT NULL,
  "to" market_state NOT NULL,
  cause market_cause NOT NULL,
  at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  scheduled_for timestamptz(3),
  configuration integer NOT NULL,
  by_id uuid,
  by_name text,
  reason text,
  resets integer NOT NULL DEFAULT 0,
  CONSTRAINT market_transition_pkey PRIMARY KEY (number),
  CONSTRAINT market_transition_is_one_of_ten CHECK (("from"::text, "to"::text, cause::text) IN (
    ('closed', 'preopen', 'schedule'), ('closed', 'suspended', 'halt'),
    ('preopen', 'open', 'auction'), ('preopen', 'suspended', 'halt'), ('preopen', 'closed', 'schedule'),
    ('open', 'closed', 'schedule'), ('open', 'suspended', 'halt'),
    ('suspended', 'preopen', 'resume'), ('suspended', 'open', 'resume'), ('suspended', 'closed', 'resume'))),
  CONSTRAINT market_transition_says_why CHECK (
    CASE WHEN cause IN ('halt', 'resume') THEN by_id IS NOT NULL AND reason IS NOT NULL AND scheduled_for IS NULL ELSE scheduled_for IS NOT NULL END)
);

-- Support -----------------------------------------------------------------------------------------

-- What somebody asks of whoever looks after the portal, and of the exchange.
CREATE TABLE support_request (
  id uuid NOT NULL,
  entity_id uuid NOT NULL,
  user_id uuid NOT NULL,
  subject text NOT NULL,
  body text NOT NULL,
  state support_state NOT NULL DEFAULT 'open',
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  updated_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  asks_for text,
  context jsonb,
  every_entity boolean NOT NULL DEFAULT false,
  kind support_kind NOT NULL DEFAULT 'question',
  version integer NOT NULL DEFAULT 1,
  searched text COLLATE "C" NOT NULL
    GENERATED ALWAYS AS (portal_search_text(' ' || subject)) STORED,
  CONSTRAINT support_request_pkey PRIMARY KEY (id),
  CONSTRAINT support_request_entity_id_fkey FOREIGN KEY (entity_id) REFERENCES entity(id) ON UPDATE CASCADE ON DELETE RESTRICT,
  CONSTRAINT support_request_user_id_fkey FOREIGN KEY (user_id) REFERENCES portal_user(id) ON UPDATE CASCADE ON DELETE RESTRICT
);

-- One answer in a request's thread; the request's own text comes before them all.
CREATE TABLE support_message (
  id uuid NOT NULL,
  request_id uuid NOT NULL,
  entity_id uuid NOT NULL,
  author_id uuid NOT NULL,
  author_name text NOT NULL,
  exchange boolean NOT NULL,
  body text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT support_message_pkey PRIMARY KEY (id),
  CONSTRAINT support_message_request_id_fkey FOREIGN KEY (request_id) REFERENCES support_request(id) ON UPDATE CASCADE ON DELETE RESTRICT
);

-- Directory ---------------------------------------------------------------------------------------

-- What the directory is still to be told. Written with the change it follows from; told in order, person by person.
CREATE TABLE directory_write (
  id uuid NOT NULL,
  "position" bigserial NOT NULL,
  entity_id uuid NOT NULL,
  person text NOT NULL,
  user_id uuid,
  invitation_id uuid,
  kind directory_write_kind NOT NULL,
  role text,
  global boolean,
  state directory_write_state NOT NULL DEFAULT 'pending',
  attempts integer NOT NULL DEFAULT 0,
  next_attempt_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  claimed_by uuid,
  claimed_until timestamptz(3),
  last_error text,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  done_at timestamptz(3),
  given_up_at timestamptz(3),
  queued_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  address text,
  urgency smallint NOT NULL DEFAULT 1,
  CONSTRAINT directory_write_pkey PRIMARY KEY (id),
  CONSTRAINT directory_write_is_about_a_user CHECK (
    CASE WHEN kind IN ('set_role', 'set_global', 'revoke_sessions')
      THEN invitation_id IS NULL AND user_id IS NOT NULL OR state IN ('done', 'superseded')
      ELSE user_id IS NULL AND (address IS NOT NULL OR state IN ('done', 'superseded')) AND role IS NULL AND global IS NULL END),
  CONSTRAINT directory_write_invitation_id_fkey FOREIGN KEY (invitation_id) REFERENCES invitation(id) ON UPDATE CASCADE ON DELETE SET NULL,
  CONSTRAINT directory_write_user_id_fkey FOREIGN KEY (user_id) REFERENCES portal_user(id) ON UPDATE CASCADE ON DELETE RESTRICT
);

-- An account that this portal made for an invitation, and nobody has joined with yet: only such a one may be removed again.
CREATE TABLE directory_guest (
  oid uuid NOT NULL,
  address text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT directory_guest_pkey PRIMARY KEY (oid)
);

-- One look at the whole directory, asked for by an operator and taken by a worker.
CREATE TABLE directory_comparison (
  id uuid NOT NULL,
  requested_by_id uuid NOT NULL,
  requested_by text NOT NULL,
  requested_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  state directory_comparison_state NOT NULL DEFAULT 'waiting',
  claimed_by uuid,
  claimed_until timestamptz(3),
  finished_at timestamptz(3),
  compared integer NOT NULL DEFAULT 0,
  strangers integer NOT NULL DEFAULT 0,
  last_error text,
  CONSTRAINT directory_comparison_pkey PRIMARY KEY (id)
);

-- One person whose standing in the directory is not what the portal says; as both were at the comparison.
CREATE TABLE directory_drift (
  id uuid NOT NULL,
  comparison_id uuid NOT NULL,
  user_id uuid NOT NULL,
  portal_role text NOT NULL,
  portal_global boolean NOT NULL,
  directory_roles text[],
  directory_global boolean NOT NULL,
  settled_at timestamptz(3),
  settled_by text,
  settled_towards directory_direction,
  CONSTRAINT directory_drift_pkey PRIMARY KEY (id),
  CONSTRAINT directory_drift_comparison_id_fkey FOREIGN KEY (comparison_id) REFERENCES directory_comparison(id) ON UPDATE CASCADE ON DELETE CASCADE,
  CONSTRAINT directory_drift_user_id_fkey FOREIGN KEY (user_id) REFERENCES portal_user(id) ON UPDATE CASCADE ON DELETE RESTRICT
);

-- Mail --------------------------------------------------------------------------------------------

-- A message to be sent. Its text may hold a secret link: it is stored sealed, and only until it is sent.
CREATE TABLE mail_message (
  id uuid NOT NULL,
  entity_id uuid NOT NULL,
  template text NOT NULL,
  to_address text NOT NULL,
  subject text NOT NULL,
  sealed text,
  invitation_id uuid,
  state mail_state NOT NULL DEFAULT 'waiting',
  attempts integer NOT NULL DEFAULT 0,
  next_attempt_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  claimed_by uuid,
  claimed_until timestamptz(3),
  last_error text,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  sent_at timestamptz(3),
  searched text COLLATE "C" NOT NULL
    GENERATED ALWAYS AS (portal_search_text(' ' || to_address || '  ' || subject)) STORED,
  CONSTRAINT mail_message_pkey PRIMARY KEY (id),
  CONSTRAINT mail_message_invitation_id_fkey FOREIGN KEY (invitation_id) REFERENCES invitation(id) ON UPDATE CASCADE ON DELETE SET NULL
);

-- Limits ------------------------------------------------------------------------------------------

-- How often somebody did something within a window of time: what limits are judged by. A subject is a keyed hash, so that rows tell nothing.
CREATE TABLE throttle (
  name text NOT NULL,
  subject text NOT NULL,
  count integer NOT NULL,
  ends_at timestamptz(3) NOT NULL,
  CONSTRAINT throttle_pkey PRIMARY KEY (name, subject)
);

-- Refused sign-ins of the last minutes, by account, by network, and of all strangers: beyond a few they are counted here and recorded as one row.
CREATE TABLE refused_sign_in (
  subject text NOT NULL,
  count integer NOT NULL,
  ends_at timestamptz(3) NOT NULL,
  kind text NOT NULL,
  actor jsonb,
  CONSTRAINT refused_sign_in_pkey PRIMARY KEY (kind, subject)
);

-- Processes ---------------------------------------------------------------------------------------

-- A process of the portal, by its machine and port, as it last reported.
CREATE TABLE portal_process (
  name text NOT NULL,
  version text NOT NULL,
  node text NOT NULL,
  started_at timestamptz(3) NOT NULL,
  last_seen_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  clock_offset integer NOT NULL,
  CONSTRAINT portal_process_pkey PRIMARY KEY (name)
);

-- The record --------------------------------------------------------------------------------------

-- Append-only. Everything is copied in and nothing refers out, so that no later change alters what it says.
CREATE TABLE audit_event (
  id uuid NOT NULL,
  at timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  kind audit_kind NOT NULL,
  purpose audit_purpose,
  actor_user_id uuid,
  actor_oid uuid,
  actor_name text,
  actor_entity_id uuid,
  actor_role text,
  global_used boolean NOT NULL DEFAULT false,
  permission text,
  action text NOT NULL,
  target_entity_id uuid,
  target_type text,
  target_id text,
  target_label text,
  outcome audit_outcome NOT NULL,
  reason_code text,
  result text NOT NULL,
  changes jsonb,
  reason text,
  request_id uuid NOT NULL,
  session_id uuid,
  source_address text,
  user_agent text,
  actor_login text,
  searched text COLLATE "C" NOT NULL
    GENERATED ALWAYS AS (portal_search_text(' ' || coalesce(actor_name, '') || '  ' || coalesce(actor_login, '')
      || '  ' || coalesce(target_label, '') || '  ' || action || '  ' || coalesce(reason_code, '') || '  ' || coalesce(reason, '') || '  ' || coalesce(source_address, ''))) STORED,
  CONSTRAINT audit_event_pkey PRIMARY KEY (id)
);


-- =================================================================================================
-- 5 Indexes
-- =================================================================================================

CREATE UNIQUE INDEX entity_code_key ON entity (code);
CREATE INDEX entity_created_at_id_idx ON entity (created_at, id);
CREATE INDEX entity_legal_name_id_idx ON entity (legal_name, id);
-- Codes and names are labels that people compare by eye.
CREATE UNIQUE INDEX entity_legal_name_unique ON entity (lower(legal_name));
CREATE INDEX entity_search_idx ON entity USING gin (searched gin_trgm_ops);

CREATE UNIQUE INDEX counterparty_code_key ON counterparty (code);
CREATE INDEX counterparty_legal_name_entity_id_idx ON counterparty (legal_name, entity_id);

-- Whether an address has a user in an entity already, whatever its case: asked for each invitation, ten thousand at a time.
CREATE INDEX portal_user_address ON portal_user (entity_id, lower(email));
CREATE INDEX portal_user_created_at_id_idx ON portal_user (created_at, id);
CREATE INDEX portal_user_display_name_id_idx ON portal_user (display_name, id);
CREATE INDEX portal_user_email_id_idx ON portal_user (email, id);
CREATE INDEX portal_user_entity_id_created_at_id_idx ON portal_user (entity_id, created_at, id);
CREATE INDEX portal_user_entity_id_display_name_id_idx ON portal_user (entity_id, display_name, id);
CREATE INDEX portal_user_entity_id_seen_order_id_idx ON portal_user (entity_id, seen_order, id);
CREATE INDEX portal_user_global_idx ON portal_user (id) WHERE global;
CREATE UNIQUE INDEX portal_user_one_per_account ON portal_user (tid, oid) WHERE returned_at IS NULL;
CREATE INDEX portal_user_role_display_name_id_idx ON portal_user (role, display_name, id);
CREATE INDEX portal_user_role_ends_at_idx ON portal_user (role_ends_at) WHERE role_ends_at IS NOT NULL;
CREATE INDEX portal_user_search_idx ON portal_user USING gin (searched gin_trgm_ops);
CREATE INDEX portal_user_seen_order_id_idx ON portal_user (seen_order, id);
CREATE INDEX portal_user_status_display_name_id_idx ON portal_user (status, display_name, id);
CREATE INDEX portal_user_status_role_display_name_id_idx ON portal_user (status, role, display_name, id);
CREATE INDEX portal_user_tid_oid_idx ON portal_user (tid, oid);

-- How many people are signed in is asked before a halt.
CREATE INDEX session_live ON session (last_seen_at) WHERE ended_at IS NULL;
CREATE INDEX session_user_id_created_at_idx ON session (user_id, created_at);

CREATE UNIQUE INDEX saved_view_user_id_name_key ON saved_view (user_id, name);

CREATE INDEX bulk_run_user_id_created_at_idx ON bulk_run (user_id, created_at);

CREATE UNIQUE INDEX bulk_row_run_id_position_key ON bulk_row (run_id, "position");
CREATE INDEX bulk_row_run_id_state_position_idx ON bulk_row (run_id, state, "position");
CREATE INDEX bulk_row_user_id_idx ON bulk_row (user_id);

CREATE INDEX invitation_entity_id_sent_at_id_idx ON invitation (entity_id, sent_at, id);
-- One invitation in flight per address and entity; letter case does not make another address.
CREATE UNIQUE INDEX invitation_one_pending ON invitation (entity_id, lower(email)) WHERE state = 'pending';
CREATE INDEX invitation_open_by_address ON invitation (lower(email)) WHERE state = 'pending';
CREATE INDEX invitation_search_idx ON invitation USING gin (searched gin_trgm_ops);
CREATE INDEX invitation_sent_at_id_idx ON invitation (sent_at, id);
CREATE UNIQUE INDEX invitation_token_hash_key ON invitation (token_hash);

CREATE INDEX role_request_entity_id_position_id_idx ON role_request (entity_id, "position", id);
-- One request at a time about a person; and nobody decides their own, nor about themselves.
CREATE UNIQUE INDEX role_request_one_pending ON role_request (user_id) WHERE state = 'pending';
CREATE INDEX role_request_open_by_requester_idx ON role_request (requester_id) WHERE state = 'pending';
CREATE INDEX role_request_open_since_idx ON role_request (created_at) WHERE state = 'pending';
CREATE INDEX role_request_position_id_idx ON role_request ("position", id);
CREATE INDEX role_request_state_position_id_idx ON role_request (state, "position", id);
CREATE INDEX role_request_user_id_created_at_idx ON role_request (user_id, created_at);

CREATE INDEX role_grant_announce_at_idx ON role_grant (announce_at) WHERE announced_at IS NULL AND ended_at IS NULL;
CREATE INDEX role_grant_request_id_idx ON role_grant (request_id);
CREATE INDEX role_grant_running_idx ON role_grant (user_id) WHERE ended_at IS NULL;
CREATE INDEX role_grant_user_id_starts_at_idx ON role_grant (user_id, starts_at);

CREATE INDEX documentation_status_counterparty_id_idx ON documentation_status (counterparty_id);
CREATE UNIQUE INDEX documentation_status_entity_id_counterparty_id_key ON documentation_status (entity_id, counterparty_id);
CREATE INDEX documentation_status_set_at_id_idx ON documentation_status (set_at, id);

CREATE INDEX documentation_note_remind_on_idx ON documentation_note (remind_on);

CREATE UNIQUE INDEX configuration_proposal_applied_number_key ON configuration_proposal (applied_number);
CREATE INDEX configuration_proposal_open_by_proposer_idx ON configuration_proposal (proposer_id) WHERE state = 'pending' OR (state = 'approved' AND applied_number IS NULL);
CREATE INDEX configuration_proposal_proposed_at_id_idx ON configuration_proposal (proposed_at, id);
CREATE INDEX configuration_proposal_state_applied_number_effective_at_idx ON configuration_proposal (state, applied_number, effective_at);
CREATE INDEX configuration_proposal_state_proposed_at_id_idx ON configuration_proposal (state, proposed_at, id);

CREATE UNIQUE INDEX market_transition_scheduled_for_to_resets_key ON market_transition (scheduled_for, "to", resets);

CREATE INDEX support_request_created_at_id_idx ON support_request (created_at, id);
CREATE INDEX support_request_entity_id_created_at_id_idx ON support_request (entity_id, created_at, id);
CREATE INDEX support_request_search_idx ON support_request USING gin (searched gin_trgm_ops);
CREATE INDEX support_request_user_id_created_at_id_idx ON support_request (user_id, created_at, id);

CREATE INDEX support_message_request_id_created_at_id_idx ON support_message (request_id, created_at, id);

CREATE INDEX directory_write_created_at_id_idx ON directory_write (created_at, id);
CREATE INDEX directory_write_first ON directory_write (person, "position") WHERE state = 'pending';
CREATE INDEX directory_write_invitation_id_idx ON directory_write (invitation_id);
CREATE UNIQUE INDEX directory_write_position_key ON directory_write ("position");
CREATE INDEX directory_write_state_created_at_id_idx ON directory_write (state, created_at, id);
CREATE INDEX directory_write_state_user_id_idx ON directory_write (state, user_id);
-- Whose turn it is: what takes away first, each entity in turn, by the time at which it is due. None of these needs statistics to be chosen.
CREATE INDEX directory_write_turn ON directory_write (urgency, entity_id, next_attempt_at, "position") WHERE state = 'pending';
CREATE INDEX directory_write_unfinished ON directory_write (person, kind) WHERE state IN ('pending', 'failed');
CREATE INDEX directory_write_user_id_idx ON directory_write (user_id);

CREATE INDEX directory_guest_address_idx ON directory_guest (address);

-- One comparison at a time: the directory is read whole.
CREATE UNIQUE INDEX directory_comparison_one_waiting ON directory_comparison (state) WHERE state = 'waiting';
CREATE INDEX directory_comparison_requested_at_id_idx ON directory_comparison (requested_at, id);

CREATE INDEX directory_drift_comparison_id_id_idx ON directory_drift (comparison_id, id);
CREATE UNIQUE INDEX directory_drift_comparison_id_user_id_key ON directory_drift (comparison_id, user_id);
CREATE INDEX directory_drift_user_id_idx ON directory_drift (user_id);

CREATE INDEX mail_message_created_at_id_idx ON mail_message (created_at, id);
CREATE INDEX mail_message_entity_id_created_at_id_idx ON mail_message (entity_id, created_at, id);
CREATE INDEX mail_message_invitation_id_idx ON mail_message (invitation_id);
CREATE INDEX mail_message_state_created_at_id_idx ON mail_message (state, created_at, id);
CREATE INDEX mail_message_state_next_attempt_at_idx ON mail_message (state, next_attempt_at);
CREATE INDEX mail_search_idx ON mail_message USING gin (searched gin_trgm_ops);

CREATE INDEX throttle_ends_at_idx ON throttle (ends_at);

CREATE INDEX refused_sign_in_ends_at_idx ON refused_sign_in (ends_at);

CREATE INDEX portal_process_last_seen_at_idx ON portal_process (last_seen_at);

CREATE INDEX audit_event_actor_user_id_at_id_idx ON audit_event (actor_user_id, at DESC, id DESC);
CREATE INDEX audit_event_at_id_idx ON audit_event (at DESC, id DESC);
CREATE INDEX audit_event_kind_at_id_idx ON audit_event (kind, at DESC, id DESC);
CREATE INDEX audit_event_outcome_at_id_idx ON audit_event (outcome, at DESC, id DESC);
CREATE INDEX audit_event_permission_at_id_idx ON audit_event (permission, at DESC, id DESC);
CREATE INDEX audit_event_purpose_at_id_idx ON audit_event (purpose, at DESC, id DESC);
CREATE INDEX audit_event_request_id_idx ON audit_event (request_id);
CREATE INDEX audit_event_search_idx ON audit_event USING gin (searched gin_trgm_ops);
CREATE INDEX audit_event_target_entity_id_at_id_idx ON audit_event (target_entity_id, at DESC, id DESC);
CREATE INDEX audit_event_target_type_target_id_at_idx ON audit_event (target_type, target_id, at DESC);

-- Role and status go together more often than chance would have it; the planner should know.
CREATE STATISTICS portal_user_role_status (mcv) ON role, status FROM portal_user;

-- The direction that a note is about: its key is an index above, so it comes after it.
ALTER TABLE documentation_note ADD CONSTRAINT documentation_note_entity_id_counterparty_id_fkey
  FOREIGN KEY (entity_id, counterparty_id) REFERENCES documentation_status(entity_id, counterparty_id) ON UPDATE CASCADE ON DELETE CASCADE;


-- =================================================================================================
-- 6 Functions
-- =================================================================================================

-- Functions look names up in the catalogue and in this schema, and in temporary tables last, so that a temporary table named like one of
-- ours shadows nothing. One with a body in standard SQL was bound to its tables when it was made; a setting would only keep it from
-- being inlined into policies.

-- Whose transaction this is. An unset or emptied setting is null, and null matches no row.
CREATE FUNCTION portal_current_user() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('portal.user', true), '')::uuid;

CREATE FUNCTION portal_current_entity() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('portal.entity', true), '')::uuid;

CREATE FUNCTION audit_event_is_append_only() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'audit_event is append-only: % is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE FUNCTION configuration_proposal_keeps_its_word() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP <> 'UPDATE' THEN
    RAISE EXCEPTION 'a proposal is never removed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF (NEW.id, NEW.base_number, NEW.content, NEW.hash, NEW.reason, NEW.effective_at, NEW.origin_id, NEW.proposer_id, NEW.proposer_oid,
      NEW.proposer_email, NEW.proposer_name, NEW.proposer_entity_id, NEW.proposed_at)
    IS DISTINCT FROM (OLD.id, OLD.base_number, OLD.content, OLD.hash, OLD.reason, OLD.effective_at, OLD.origin_id, OLD.proposer_id, OLD.proposer_oid,
      OLD.proposer_email, OLD.proposer_name, OLD.proposer_entity_id, OLD.proposed_at) THEN
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

CREATE FUNCTION configuration_version_was_approved() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW.number > 1 AND NOT EXISTS (
    SELECT FROM public.configuration_proposal p
    WHERE p.applied_number = NEW.number AND p.state = 'approved' AND p.decider_id IS NOT NULL AND p.hash = NEW.hash AND p.content = NEW.content) THEN
    RAISE EXCEPTION 'nobody approved this version' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION configuration_version_is_insert_only() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'configuration_version is insert-only: % is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;

-- Its place in the queue: who waits longest comes first, then what was decided latest, all in one descending order.
CREATE FUNCTION role_request_position() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  NEW.position := CASE WHEN NEW.state = 'pending'
    THEN (timestamp '6000-01-01' - (NEW.created_at AT TIME ZONE 'UTC' - timestamp '2000-01-01')) AT TIME ZONE 'UTC'
    ELSE coalesce(NEW.decided_at, now()) END;
  RETURN NEW;
END $$;

-- Whoever changes how a person stands, in whatever way, takes the ground from under a request that saw them otherwise.
CREATE FUNCTION role_request_superseded() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  -- Somebody who is halted, or active again, still stands as they stood when a role was asked for them.
  IF NEW.status <> OLD.status AND NEW.status IN ('active', 'halted') AND (NEW.role, NEW.global) = (OLD.role, OLD.global) THEN
    RETURN NULL;
  END IF;
  UPDATE public.role_request SET state = 'superseded', decided_at = now() WHERE user_id = NEW.id AND state = 'pending';
  RETURN NULL;
END $$;

-- Only somebody with Global, or the directory through the portal itself, gives Global; inside an entity it can be taken away.
CREATE FUNCTION portal_user_global_is_given_across() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF current_user = 'portal_entity' THEN
    RAISE EXCEPTION 'Global is not given from inside an entity' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;

-- What everyone may know of those who trade: a trigger copies it, and only a trigger may.
CREATE FUNCTION keep_counterparty() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
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

CREATE FUNCTION market_transition_is_append_only() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'market_transition is append-only: % is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;

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

-- The roles of lib/platform/authz/roles.ts that need a second person, and Global. A test compares the two lists.
CREATE FUNCTION role_takes_two(role text, global boolean) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
  SET search_path = pg_catalog, public, pg_temp
  RETURN role = 'operator' OR coalesce(global, false);

-- Migrations and repairs by the owner are not the portal's work; every role that the portal takes for a transaction is bound.
CREATE FUNCTION portal_is_bound(of_table oid) RETURNS boolean LANGUAGE sql STABLE
  SET search_path = pg_catalog, public, pg_temp
  AS $$ SELECT NOT (r.rolsuper OR c.relowner = r.oid) FROM pg_roles r, pg_class c WHERE r.rolname = current_user AND c.oid = of_table $$;

-- The demo world is written whole, into a portal that has no record yet.
CREATE FUNCTION portal_is_seeding() RETURNS boolean LANGUAGE sql STABLE
  SET search_path = pg_catalog, public, pg_temp
  AS $$ SELECT current_user = 'portal_system' AND current_setting('portal.seeding', true) = 'on' AND NOT EXISTS (SELECT FROM audit_event) $$;

-- What is asked is asked in one's own name and identity, now. What is decided is decided once, by oneself, now, within 30 days, and
-- by another account and another identity than those who asked and who are asked about.
CREATE FUNCTION role_request_takes_two() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE decider_oid uuid;
BEGIN
  IF NOT portal_is_bound(TG_RELID) THEN RETURN NEW; END IF;
  IF TG_OP = 'INSERT' THEN
    IF current_user = 'portal_system' THEN RETURN NEW; END IF;
    NEW.created_at := now();
    NEW.requester_oid := (SELECT u.oid FROM portal_user u WHERE u.id = NEW.requester_id);
    RETURN NEW;
  END IF;
  IF OLD.state <> 'pending' THEN
    RAISE EXCEPTION 'this request is settled' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF (NEW.id, NEW.entity_id, NEW.user_id, NEW.from_role, NEW.from_global, NEW.to_role, NEW.to_global, NEW.reason, NEW.seen_authz_version, NEW.ends_at,
      NEW.requester_id, NEW.requester_oid, NEW.created_at)
    IS DISTINCT FROM (OLD.id, OLD.entity_id, OLD.user_id, OLD.from_role, OLD.from_global, OLD.to_role, OLD.to_global, OLD.reason, OLD.seen_authz_version,
      OLD.ends_at, OLD.requester_id, OLD.requester_oid, OLD.created_at) THEN
    RAISE EXCEPTION 'what a request asks for never changes' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NEW.state NOT IN ('approved', 'rejected') THEN RETURN NEW; END IF;
  SELECT u.oid INTO decider_oid FROM portal_user u WHERE u.id = NEW.decided_by_id;
  IF NEW.decided_by_id IS DISTINCT FROM portal_current_user() OR decider_oid IS NULL OR decider_oid = NEW.requester_oid
    OR EXISTS (SELECT FROM portal_user u WHERE u.id = NEW.user_id AND u.oid = decider_oid) THEN
    RAISE EXCEPTION 'a request is decided by oneself, and by another than who asked and who is asked about' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NEW.state = 'approved' AND NEW.created_at <= now() - interval '30 days' THEN
    RAISE EXCEPTION 'this request has expired' USING ERRCODE = 'insufficient_privilege';
  END IF;
  NEW.decided_at := now();
  RETURN NEW;
END $$;

-- Whether a second person has approved, in this very transaction, exactly this for exactly this person.
CREATE FUNCTION role_was_approved(of_user uuid, of_role text, of_global boolean, until timestamptz) RETURNS boolean LANGUAGE sql STABLE
  SET search_path = pg_catalog, public, pg_temp
  AS $$ SELECT EXISTS (SELECT FROM role_request r
    WHERE r.user_id = of_user AND r.to_role = of_role AND r.to_global = of_global AND r.ends_at IS NOT DISTINCT FROM until AND r.state = 'approved'
      AND r.decided_at = now()::timestamptz(3) AND r.decided_by_id <> r.requester_id AND r.decided_by_id = portal_current_user()) $$;

-- Whether a role for a while that runs already gives at least this: the same role, Global if it is wanted, and no earlier end.
CREATE FUNCTION role_runs_until(of_user uuid, of_role text, of_global boolean, until timestamptz) RETURNS boolean LANGUAGE sql STABLE
  SET search_path = pg_catalog, public, pg_temp
  AS $$ SELECT EXISTS (SELECT FROM role_grant g
    WHERE g.user_id = of_user AND g.role = of_role AND (g.global OR NOT of_global) AND g.ended_at IS NULL AND g.ends_at >= until) $$;

-- A role for a while: its words never change, it ends once, and one that takes two was approved or only shortens what is held.
CREATE FUNCTION role_grant_takes_two() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT portal_is_bound(TG_RELID) THEN RETURN NEW; END IF;
  IF TG_OP = 'UPDATE' THEN
    IF OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at
      OR (NEW.id, NEW.entity_id, NEW.user_id, NEW.role, NEW.global, NEW.starts_at, NEW.ends_at)
        IS DISTINCT FROM (OLD.id, OLD.entity_id, OLD.user_id, OLD.role, OLD.global, OLD.starts_at, OLD.ends_at) THEN
      RAISE EXCEPTION 'a role for a while is ended once, and never changed' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
  END IF;
  IF NEW.ended_at IS NOT NULL OR NOT role_takes_two(NEW.role, NEW.global)
    OR role_was_approved(NEW.user_id, NEW.role, NEW.global, NEW.ends_at)
    OR role_runs_until(NEW.user_id, NEW.role, NEW.global, NEW.ends_at)
    OR EXISTS (SELECT FROM portal_user u WHERE u.id = NEW.user_id AND coalesce(u.base_role, u.role) = NEW.role
      AND (coalesce(u.base_global, u.global) OR NOT NEW.global))
    OR portal_is_seeding() THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'no second person approved this role' USING ERRCODE = 'insufficient_privilege';
END $$;

-- A person has for good what they had for good, what was approved now, or what the directory says; for a while, what runs so long.
-- Whoever is terminated holds nothing, whatever the row says.
CREATE FUNCTION portal_user_takes_two() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  base_role text := coalesce(NEW.base_role, NEW.role);
  base_global boolean := coalesce(NEW.base_global, NEW.global);
  for_a_while boolean := NEW.role_ends_at IS NOT NULL AND role_takes_two(NEW.role, NEW.global);
  for_good boolean := role_takes_two(base_role, base_global);
  directory_says boolean := current_user = 'portal_system'
    AND coalesce(current_setting('portal.directory_says', true) = concat_ws(' ', NEW.tid, NEW.oid, NEW.role, NEW.global), false);
BEGIN
  IF NEW.status = 'terminated' OR NOT (for_a_while OR for_good) OR NOT portal_is_bound(TG_RELID) OR portal_is_seeding() THEN RETURN NEW; END IF;
  -- Of a role that runs, the directory may say that Global goes with it; not how long.
  IF for_a_while AND NOT role_runs_until(NEW.id, NEW.role, NEW.global AND NOT directory_says, NEW.role_ends_at) THEN
    RAISE EXCEPTION 'no second person approved this role for so long' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NOT for_good OR (directory_says AND NEW.role_ends_at IS NULL) THEN RETURN NEW; END IF;
  IF TG_OP = 'INSERT' THEN
    -- The first operator, invited from the command line: there was nobody who could approve them.
    IF current_user = 'portal_system' AND NOT EXISTS (SELECT FROM portal_user u WHERE u.status = 'active'
      AND (role_takes_two(u.role, u.global) OR role_takes_two(u.base_role, u.base_global))) THEN
      RETURN NEW;
    END IF;
  ELSIF OLD.status <> 'terminated' AND (OLD.tid, OLD.oid) = (NEW.tid, NEW.oid)
    AND coalesce(OLD.base_role, OLD.role) = base_role AND (coalesce(OLD.base_global, OLD.global) OR NOT base_global)
    OR role_was_approved(NEW.id, base_role, base_global, NULL) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'no second person approved this role' USING ERRCODE = 'insufficient_privilege';
END $$;

-- The portal moves nobody to another entity. Whoever does it by hand takes the ground from under what they asked for, and what was asked
-- about them: both are of the entity that they leave.
CREATE FUNCTION portal_user_moved() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE why text := NEW.display_name || ' was moved to another entity.';
BEGIN
  UPDATE role_request SET state = 'superseded', decided_at = now(), decision_reason = why
  WHERE state = 'pending' AND (requester_id = NEW.id OR user_id = NEW.id);
  UPDATE configuration_proposal SET state = 'superseded', settled_at = now(), decision_reason = why
  WHERE (state = 'pending' OR (state = 'approved' AND applied_number IS NULL)) AND proposer_id = NEW.id;
  RETURN NULL;
END $$;

-- Every act holds a share of this lock of its actor's entity until it commits; changing the entity's status takes the whole of it.
-- A row lock would not do: share locks pass a waiting exclusive one, so that a busy entity could never be suspended.
CREATE FUNCTION entity_standing_key(entity_id uuid) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
  SET search_path = pg_catalog, public, pg_temp
  AS $$ SELECT hashtextextended(entity_id::text, 7042026) $$;

CREATE FUNCTION lock_entity_standing() RETURNS trigger LANGUAGE plpgsql
  SET search_path = pg_catalog, public, pg_temp
  AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(public.entity_standing_key(OLD.id));
  RETURN NEW;
END $$;

-- Whoever is limited must not be able to lower the count: within a window it only rises, and a window only starts when the last one is over.
CREATE FUNCTION throttle_counts_up() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP <> 'INSERT' AND OLD.ends_at > now() AND (TG_OP = 'DELETE' OR NEW.count < OLD.count OR NEW.ends_at <> OLD.ends_at) THEN
    RAISE EXCEPTION 'throttle only counts up: % within the window is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF TG_OP = 'DELETE' THEN
    RETURN OLD;
  END IF;
  IF NEW.count < 1 OR NEW.ends_at > now() + interval '25 hours' THEN
    RAISE EXCEPTION 'throttle counts from 1, for a day at most' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

-- The role that runs a statement is one of the portal's own; the owner and superusers repair by hand.
CREATE FUNCTION portal_is_restricted() RETURNS boolean LANGUAGE sql STABLE
  RETURN current_user IN ('portal_entity', 'portal_global', 'portal_system');

-- The demo world comes with a past. Only a portal whose every entity was made in this very transaction has none of its own.
CREATE FUNCTION portal_has_no_past() RETURNS boolean LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN current_user = 'portal_system' AND EXISTS (SELECT FROM public.entity)
    AND NOT EXISTS (SELECT FROM public.entity WHERE xmin::text::bigint <> pg_current_xact_id()::text::bigint % 4294967296);
END $$;

-- The record, and the market's, are in the database's time, whoever writes.
CREATE FUNCTION portal_recorded_now() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  -- Seeding names a past; the default is always a moment ago.
  IF public.portal_is_restricted() AND (NEW.at > clock_timestamp() OR NEW.at < statement_timestamp()) AND NOT public.portal_has_no_past() THEN
    NEW.at := clock_timestamp();
  END IF;
  RETURN NEW;
END $$;

-- When a row was made is the database's to say as well, where people write. The columns are the trigger's arguments.
CREATE FUNCTION portal_stamped() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF current_user IN ('portal_entity', 'portal_global') THEN
    NEW := jsonb_populate_record(NEW, (SELECT jsonb_object_agg(name, now()) FROM unnest(TG_ARGV) AS name));
  END IF;
  RETURN NEW;
END $$;

-- Nobody writes their own label, status, role or Global, and whatever changes what somebody may do is a new authorization version.
CREATE FUNCTION portal_user_is_written_by_another() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
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

-- A session that is over stays so.
CREATE FUNCTION session_stays_over() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF public.portal_is_restricted() THEN
    RAISE EXCEPTION 'a session that is over stays so' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;

-- The directory is told what the portal says of a person, and nothing else: a write of another role would come back at the next sign-in.
CREATE FUNCTION directory_write_says_what_holds() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
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

-- Proposals and notes carry the identity of whoever writes them, so that nobody is made to look like another pair of eyes.
CREATE FUNCTION portal_own_oid() RETURNS uuid LANGUAGE sql STABLE
  RETURN (SELECT u.oid FROM portal_user u WHERE u.id = portal_current_user());

CREATE FUNCTION configuration_proposal_decided_as_oneself() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF current_user IN ('portal_entity', 'portal_global') AND NEW.decider_oid IS DISTINCT FROM public.portal_own_oid() THEN
    RAISE EXCEPTION 'a decision carries the identity of whoever makes it' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;

-- An invitation is judged by what its sender may give, so that nobody sends one as somebody else.
CREATE FUNCTION invitation_is_sent_as_oneself() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF current_user IN ('portal_entity', 'portal_global') AND NEW.sender_id IS DISTINCT FROM public.portal_current_user() THEN
    RAISE EXCEPTION 'an invitation is sent in one''s own name' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;

-- Whether two entities may trade, for filters and counts; lib/domain/documentation/may-trade.ts says the same to people, and a test compares them.
CREATE FUNCTION portal_may_trade(documents documentation_state, status entity_status, other_documents documentation_state, other_status entity_status)
  RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN coalesce(documents = 'docs_in_place' AND other_documents = 'docs_in_place', false) AND status = 'active' AND other_status = 'active';

-- Whether holding one role is no less than holding another.
CREATE FUNCTION role_includes(role text, global boolean, other_role text, other_global boolean) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
  SET search_path = pg_catalog, public, pg_temp
  RETURN role = other_role AND (coalesce(global, false) OR NOT coalesce(other_global, false));

CREATE FUNCTION portal_user_nothing_comes_back() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW.status = 'terminated' OR NOT portal_is_bound(TG_RELID) THEN RETURN NEW; END IF;
  IF role_takes_two(NEW.base_role, NEW.base_global) AND NOT role_includes(NEW.role, NEW.global, NEW.base_role, NEW.base_global)
    OR EXISTS (SELECT FROM role_grant g WHERE g.user_id = NEW.id AND g.ended_at IS NULL AND g.ends_at > now()
      AND role_takes_two(g.role, g.global) AND NOT role_includes(NEW.role, NEW.global, g.role, g.global)) THEN
    RAISE EXCEPTION 'a role that takes two does not lie beneath a lesser one' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;

GRANT EXECUTE ON FUNCTION entity_standing_key(uuid), lock_entity_standing() TO portal_entity, portal_global, portal_system;


-- =================================================================================================
-- 7 Triggers
-- =================================================================================================

CREATE TRIGGER entity_keeps_counterparty AFTER INSERT OR UPDATE ON entity FOR EACH ROW EXECUTE FUNCTION keep_counterparty();
CREATE TRIGGER entity_stamped BEFORE INSERT ON entity FOR EACH ROW EXECUTE FUNCTION portal_stamped('created_at', 'updated_at');
CREATE TRIGGER lock_entity_standing BEFORE UPDATE ON entity FOR EACH ROW
  WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION lock_entity_standing();

CREATE TRIGGER portal_user_by_another BEFORE UPDATE ON portal_user FOR EACH ROW EXECUTE FUNCTION portal_user_is_written_by_another();
CREATE TRIGGER portal_user_global BEFORE UPDATE OF global ON portal_user
  FOR EACH ROW WHEN (NEW.global AND NOT OLD.global) EXECUTE FUNCTION portal_user_global_is_given_across();
CREATE TRIGGER portal_user_moved AFTER UPDATE OF entity_id ON portal_user
  FOR EACH ROW WHEN (NEW.entity_id <> OLD.entity_id) EXECUTE FUNCTION portal_user_moved();
CREATE TRIGGER portal_user_nothing_comes_back BEFORE INSERT OR UPDATE OF role, global, base_role, base_global, role_ends_at ON portal_user
  FOR EACH ROW EXECUTE FUNCTION portal_user_nothing_comes_back();
CREATE TRIGGER portal_user_takes_two_insert BEFORE INSERT ON portal_user FOR EACH ROW EXECUTE FUNCTION portal_user_takes_two();
CREATE TRIGGER portal_user_takes_two_update BEFORE UPDATE ON portal_user FOR EACH ROW
  WHEN ((NEW.role, NEW.global, NEW.base_role, NEW.base_global, NEW.role_ends_at, NEW.tid, NEW.oid)
      IS DISTINCT FROM (OLD.role, OLD.global, OLD.base_role, OLD.base_global, OLD.role_ends_at, OLD.tid, OLD.oid)
    OR (OLD.status = 'terminated' AND NEW.status <> 'terminated'))
  EXECUTE FUNCTION portal_user_takes_two();
CREATE TRIGGER role_request_superseded AFTER UPDATE OF authz_version ON portal_user
  FOR EACH ROW WHEN (NEW.authz_version <> OLD.authz_version) EXECUTE FUNCTION role_request_superseded();
ALTER TABLE portal_user
  ENABLE ALWAYS TRIGGER portal_user_nothing_comes_back,
  ENABLE ALWAYS TRIGGER portal_user_takes_two_insert,
  ENABLE ALWAYS TRIGGER portal_user_takes_two_update;

CREATE TRIGGER session_over BEFORE UPDATE ON session FOR EACH ROW
  WHEN (OLD.ended_at IS NOT NULL AND (NEW.ended_at, NEW.end_reason) IS DISTINCT FROM (OLD.ended_at, OLD.end_reason)) EXECUTE FUNCTION session_stays_over();

CREATE TRIGGER saved_view_stamped BEFORE INSERT ON saved_view FOR EACH ROW EXECUTE FUNCTION portal_stamped('created_at');

CREATE TRIGGER bulk_run_stamped BEFORE INSERT ON bulk_run FOR EACH ROW EXECUTE FUNCTION portal_stamped('created_at');

CREATE TRIGGER invitation_sent BEFORE INSERT ON invitation FOR EACH ROW EXECUTE FUNCTION invitation_is_sent_as_oneself();
CREATE TRIGGER invitation_sent_again BEFORE UPDATE ON invitation FOR EACH ROW
  WHEN (NEW.sender_id IS DISTINCT FROM OLD.sender_id OR NEW.token_hash <> OLD.token_hash) EXECUTE FUNCTION invitation_is_sent_as_oneself();
CREATE TRIGGER invitation_stamped BEFORE INSERT ON invitation FOR EACH ROW EXECUTE FUNCTION portal_stamped('sent_at');

CREATE TRIGGER role_request_position BEFORE INSERT OR UPDATE ON role_request FOR EACH ROW EXECUTE FUNCTION role_request_position();
CREATE TRIGGER role_request_takes_two BEFORE INSERT OR UPDATE ON role_request FOR EACH ROW EXECUTE FUNCTION role_request_takes_two();
ALTER TABLE role_request
  ENABLE ALWAYS TRIGGER role_request_takes_two;

CREATE TRIGGER role_grant_takes_two BEFORE INSERT OR UPDATE ON role_grant FOR EACH ROW EXECUTE FUNCTION role_grant_takes_two();
ALTER TABLE role_grant
  ENABLE ALWAYS TRIGGER role_grant_takes_two;

CREATE TRIGGER documentation_status_stamped BEFORE INSERT ON documentation_status FOR EACH ROW EXECUTE FUNCTION portal_stamped('set_at');

CREATE TRIGGER documentation_note_stamped BEFORE INSERT ON documentation_note FOR EACH ROW EXECUTE FUNCTION portal_stamped('edited_at');

CREATE TRIGGER configuration_version_approved BEFORE INSERT ON configuration_version
  FOR EACH ROW EXECUTE FUNCTION configuration_version_was_approved();
CREATE TRIGGER configuration_version_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON configuration_version
  FOR EACH STATEMENT EXECUTE FUNCTION configuration_version_is_insert_only();
ALTER TABLE configuration_version
  ENABLE ALWAYS TRIGGER configuration_version_approved,
  ENABLE ALWAYS TRIGGER configuration_version_no_change;

CREATE TRIGGER configuration_proposal_decided BEFORE UPDATE ON configuration_proposal FOR EACH ROW
  WHEN (NEW.decider_id IS DISTINCT FROM OLD.decider_id OR NEW.decider_oid IS DISTINCT FROM OLD.decider_oid)
  EXECUTE FUNCTION configuration_proposal_decided_as_oneself();
CREATE TRIGGER configuration_proposal_kept BEFORE UPDATE OR DELETE ON configuration_proposal
  FOR EACH ROW EXECUTE FUNCTION configuration_proposal_keeps_its_word();
ALTER TABLE configuration_proposal
  ENABLE ALWAYS TRIGGER configuration_proposal_decided,
  ENABLE ALWAYS TRIGGER configuration_proposal_kept;

CREATE TRIGGER market_transition_no_change BEFORE UPDATE OR DELETE ON market_transition
  FOR EACH STATEMENT EXECUTE FUNCTION market_transition_is_append_only();
CREATE TRIGGER market_transition_no_truncate BEFORE TRUNCATE ON market_transition
  FOR EACH STATEMENT EXECUTE FUNCTION market_transition_is_append_only();
CREATE TRIGGER market_transition_recorded_now BEFORE INSERT ON market_transition FOR EACH ROW EXECUTE FUNCTION portal_recorded_now();
ALTER TABLE market_transition
  ENABLE ALWAYS TRIGGER market_transition_no_change,
  ENABLE ALWAYS TRIGGER market_transition_no_truncate,
  ENABLE ALWAYS TRIGGER market_transition_recorded_now;

CREATE TRIGGER support_request_stamped BEFORE INSERT ON support_request FOR EACH ROW EXECUTE FUNCTION portal_stamped('created_at', 'updated_at');

CREATE TRIGGER support_message_stamped BEFORE INSERT ON support_message FOR EACH ROW EXECUTE FUNCTION portal_stamped('created_at');

CREATE TRIGGER directory_write_final BEFORE UPDATE ON directory_write FOR EACH ROW
  WHEN (OLD.state IN ('done', 'superseded') AND NEW.state <> OLD.state) EXECUTE FUNCTION directory_write_says_what_holds();
CREATE TRIGGER directory_write_holds BEFORE INSERT ON directory_write FOR EACH ROW
  WHEN (NEW.user_id IS NOT NULL AND (NEW.role IS NOT NULL OR NEW.global)) EXECUTE FUNCTION directory_write_says_what_holds();
CREATE TRIGGER directory_write_place BEFORE INSERT ON directory_write FOR EACH ROW EXECUTE FUNCTION directory_write_takes_its_place();

CREATE TRIGGER directory_comparison_stamped BEFORE INSERT ON directory_comparison FOR EACH ROW EXECUTE FUNCTION portal_stamped('requested_at');

CREATE TRIGGER throttle_counts_up BEFORE INSERT OR UPDATE OR DELETE ON throttle FOR EACH ROW EXECUTE FUNCTION throttle_counts_up();

CREATE TRIGGER audit_event_no_change BEFORE UPDATE OR DELETE ON audit_event
  FOR EACH STATEMENT EXECUTE FUNCTION audit_event_is_append_only();
CREATE TRIGGER audit_event_no_truncate BEFORE TRUNCATE ON audit_event
  FOR EACH STATEMENT EXECUTE FUNCTION audit_event_is_append_only();
CREATE TRIGGER audit_event_recorded_now BEFORE INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION portal_recorded_now();
ALTER TABLE audit_event
  ENABLE ALWAYS TRIGGER audit_event_no_change,
  ENABLE ALWAYS TRIGGER audit_event_no_truncate,
  ENABLE ALWAYS TRIGGER audit_event_recorded_now;


-- =================================================================================================
-- 8 First rows
-- =================================================================================================

-- Before row-level security binds the owner.
INSERT INTO market_session DEFAULT VALUES;


-- =================================================================================================
-- 9 Rights and policies
-- =================================================================================================

-- Forced, so that policies bind the tables' owner as well.
DO $$
DECLARE table_name text;
BEGIN
  FOREACH table_name IN ARRAY ARRAY[
    'entity', 'counterparty', 'portal_user', 'session', 'saved_view', 'bulk_run', 'bulk_row', 'invitation',
    'role_request', 'role_grant', 'documentation_status', 'documentation_note', 'configuration_version',
    'configuration_proposal', 'configuration_draft', 'market_session', 'market_transition', 'support_request',
    'support_message', 'directory_write', 'directory_guest', 'directory_comparison', 'directory_drift',
    'mail_message', 'throttle', 'refused_sign_in', 'portal_process', 'audit_event']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', table_name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', table_name);
  END LOOP;
END $$;

GRANT SELECT ON entity TO portal_entity;
GRANT SELECT, INSERT ON entity TO portal_global, portal_system;
GRANT UPDATE (legal_name, short_name, status, status_reason, version, updated_at) ON entity TO portal_global, portal_system;
CREATE POLICY entity_own ON entity FOR SELECT TO portal_entity USING (id = portal_current_entity());
CREATE POLICY entity_all ON entity FOR ALL TO portal_global USING (true) WITH CHECK (true);
CREATE POLICY entity_system ON entity FOR ALL TO portal_system USING (true) WITH CHECK (true);

GRANT SELECT ON counterparty TO portal_entity;
GRANT SELECT, INSERT, UPDATE ON counterparty TO portal_global, portal_system;
CREATE POLICY counterparty_for_all ON counterparty FOR SELECT TO portal_entity, portal_global, portal_system USING (true);
CREATE POLICY counterparty_by_trigger ON counterparty FOR INSERT TO portal_global, portal_system WITH CHECK (pg_trigger_depth() > 0);
CREATE POLICY counterparty_kept_by_trigger ON counterparty FOR UPDATE TO portal_global, portal_system
  USING (pg_trigger_depth() > 0) WITH CHECK (pg_trigger_depth() > 0);

GRANT SELECT ON portal_user TO portal_entity, portal_global;
GRANT SELECT, INSERT ON portal_user TO portal_system;
GRANT UPDATE (email, display_name, role, global, status, status_reason, authz_version, updated_at,
  version, base_global, base_role, role_ends_at) ON portal_user TO portal_entity, portal_global;
GRANT UPDATE (email, display_name, role, global, status, status_reason, authz_version, last_seen_at,
  updated_at, version, base_global, base_role, role_ends_at, returned_at, login) ON portal_user TO portal_system;
CREATE POLICY user_own_entity ON portal_user FOR ALL TO portal_entity
  USING (entity_id = portal_current_entity()) WITH CHECK (entity_id = portal_current_entity());
CREATE POLICY user_all ON portal_user FOR ALL TO portal_global USING (true) WITH CHECK (true);
CREATE POLICY portal_user_system ON portal_user FOR ALL TO portal_system USING (true) WITH CHECK (true);

GRANT SELECT, INSERT, DELETE ON session TO portal_system;
GRANT SELECT (id, user_id, created_at, last_seen_at, expires_at, ended_at, end_reason, source_address,
  user_agent) ON session TO portal_entity, portal_global;
GRANT UPDATE (ended_at, end_reason) ON session TO portal_entity, portal_global;
GRANT UPDATE (last_seen_at, ended_at, end_reason) ON session TO portal_system;
CREATE POLICY session_own ON session FOR ALL TO portal_entity, portal_global
  USING (user_id = portal_current_user()) WITH CHECK (user_id = portal_current_user());
-- Whoever looks after an entity's people sees and ends their sessions.
CREATE POLICY session_own_entity ON session FOR ALL TO portal_entity
  USING (user_id IN (SELECT id FROM portal_user WHERE entity_id = portal_current_entity()))
  WITH CHECK (user_id IN (SELECT id FROM portal_user WHERE entity_id = portal_current_entity()));
CREATE POLICY session_all ON session FOR ALL TO portal_global USING (true) WITH CHECK (true);
CREATE POLICY session_system ON session FOR ALL TO portal_system USING (true) WITH CHECK (true);

GRANT SELECT, INSERT, DELETE ON saved_view TO portal_entity, portal_global;
GRANT SELECT, INSERT ON saved_view TO portal_system;
-- Each person's own, whatever they reach otherwise.
CREATE POLICY saved_view_own ON saved_view FOR ALL TO portal_entity, portal_global
  USING (user_id = portal_current_user()) WITH CHECK (user_id = portal_current_user());
CREATE POLICY saved_view_system ON saved_view FOR ALL TO portal_system USING (true) WITH CHECK (true);

GRANT SELECT, INSERT ON bulk_run TO portal_entity, portal_global, portal_system;
GRANT UPDATE (total) ON bulk_run TO portal_entity, portal_global;
CREATE POLICY bulk_run_own ON bulk_run FOR ALL TO portal_entity, portal_global
  USING (user_id = portal_current_user()) WITH CHECK (user_id = portal_current_user());
CREATE POLICY bulk_run_system ON bulk_run FOR ALL TO portal_system USING (true) WITH CHECK (true);

GRANT SELECT ON bulk_row TO portal_entity, portal_global;
GRANT SELECT, INSERT ON bulk_row TO portal_system;
GRANT INSERT (id, run_id, "position", owner_id, user_id, label, state) ON bulk_row TO portal_entity, portal_global;
GRANT UPDATE (state, code, message, done_at) ON bulk_row TO portal_entity, portal_global;
CREATE POLICY bulk_row_own ON bulk_row FOR ALL TO portal_entity, portal_global
  USING (owner_id = portal_current_user())
  WITH CHECK (owner_id = portal_current_user() AND run_id IN (SELECT id FROM bulk_run WHERE user_id = portal_current_user()));
CREATE POLICY bulk_row_system ON bulk_row FOR ALL TO portal_system USING (true) WITH CHECK (true);

GRANT SELECT ON invitation TO portal_entity;
GRANT SELECT, DELETE ON invitation TO portal_global;
GRANT SELECT, INSERT ON invitation TO portal_system;
GRANT INSERT (id, entity_id, email, role, state, token_hash, sender_id, sent_at, expires_at,
  name, comes_back) ON invitation TO portal_entity, portal_global;
GRANT UPDATE (state, token_hash, sender_id, sent_at, expires_at, revoked_at, comes_back) ON invitation TO portal_entity, portal_global;
GRANT UPDATE (state, accepted_at, accepter_id, revoked_at, comes_back) ON invitation TO portal_system;
CREATE POLICY invitation_own_entity ON invitation FOR ALL TO portal_entity
  USING (entity_id = portal_current_entity()) WITH CHECK (entity_id = portal_current_entity());
CREATE POLICY invitation_all ON invitation FOR ALL TO portal_global USING (true) WITH CHECK (true);
CREATE POLICY invitation_system ON invitation FOR ALL TO portal_system USING (true) WITH CHECK (true);

GRANT SELECT ON role_request TO portal_entity, portal_global;
GRANT SELECT, INSERT ON role_request TO portal_system;
GRANT INSERT (id, entity_id, user_id, from_role, from_global, to_role, to_global, reason, seen_authz_version,
  ends_at, state, requester_id, requester_oid, requester_name, requester_email, created_at, "position") ON role_request TO portal_entity,
  portal_global;
GRANT UPDATE (state, decided_by_id, decided_by_name, decided_at, decision_reason) ON role_request TO portal_entity, portal_global;
GRANT UPDATE (state, decided_by_id, decided_by_name, decided_at, decision_reason, "position") ON role_request TO portal_system;
-- Asked in one's own name, about a person of the entity that it says; whom one does not see is nobody.
CREATE POLICY role_request_as_oneself ON role_request FOR INSERT TO portal_entity
  WITH CHECK (entity_id = portal_current_entity() AND requester_id = portal_current_user() AND state = 'pending'
    AND EXISTS (SELECT FROM portal_user u WHERE u.id = role_request.user_id AND u.entity_id = role_request.entity_id));
CREATE POLICY role_request_own_entity ON role_request FOR SELECT TO portal_entity USING (entity_id = portal_current_entity());
CREATE POLICY role_request_own_entity_update ON role_request FOR UPDATE TO portal_entity
  USING (entity_id = portal_current_entity()) WITH CHECK (entity_id = portal_current_entity());
CREATE POLICY role_request_all ON role_request FOR SELECT TO portal_global USING (true);
CREATE POLICY role_request_all_update ON role_request FOR UPDATE TO portal_global USING (true) WITH CHECK (true);
CREATE POLICY role_request_as_oneself_global ON role_request FOR INSERT TO portal_global
  WITH CHECK (requester_id = portal_current_user() AND state = 'pending'
    AND EXISTS (SELECT FROM portal_user u WHERE u.id = role_request.user_id AND u.entity_id = role_request.entity_id));
CREATE POLICY role_request_system ON role_request FOR ALL TO portal_system USING (true) WITH CHECK (true);

GRANT SELECT ON role_grant TO portal_entity, portal_global;
GRANT SELECT, INSERT ON role_grant TO portal_system;
GRANT INSERT (id, entity_id, user_id, role, global, starts_at, ends_at, announce_at, asked_by_id,
  request_id) ON role_grant TO portal_entity, portal_global;
GRANT UPDATE (ended_at) ON role_grant TO portal_entity, portal_global;
GRANT UPDATE (ended_at, announce_at, announced_at) ON role_grant TO portal_system;
CREATE POLICY role_grant_in_own_entity ON role_grant FOR INSERT TO portal_entity
  WITH CHECK (entity_id = portal_current_entity()
    AND EXISTS (SELECT FROM portal_user u WHERE u.id = role_grant.user_id AND u.entity_id = role_grant.entity_id));
CREATE POLICY role_grant_own_entity ON role_grant FOR SELECT TO portal_entity USING (entity_id = portal_current_entity());
CREATE POLICY role_grant_own_entity_update ON role_grant FOR UPDATE TO portal_entity
  USING (entity_id = portal_current_entity()) WITH CHECK (entity_id = portal_current_entity());
CREATE POLICY role_grant_all ON role_grant FOR SELECT TO portal_global USING (true);
CREATE POLICY role_grant_all_update ON role_grant FOR UPDATE TO portal_global USING (true) WITH CHECK (true);
CREATE POLICY role_grant_to_somebody ON role_grant FOR INSERT TO portal_global
  WITH CHECK (EXISTS (SELECT FROM portal_user u WHERE u.id = role_grant.user_id AND u.entity_id = role_grant.entity_id));
CREATE POLICY role_grant_system ON role_grant FOR ALL TO portal_system USING (true) WITH CHECK (true);

GRANT SELECT, INSERT ON documentation_status TO portal_entity, portal_global, portal_system;
GRANT UPDATE (status, set_at) ON documentation_status TO portal_entity, portal_global, portal_system;
-- A status is for the two whom it is about: read by both, written by its owner.
CREATE POLICY documentation_facing_side ON documentation_status FOR SELECT TO portal_entity USING (counterparty_id = portal_current_entity());
CREATE POLICY documentation_own_side ON documentation_status FOR ALL TO portal_entity
  USING (entity_id = portal_current_entity()) WITH CHECK (entity_id = portal_current_entity());
CREATE POLICY documentation_all ON documentation_status FOR ALL TO portal_global USING (true) WITH CHECK (true);
CREATE POLICY documentation_status_system ON documentation_status FOR ALL TO portal_system USING (true) WITH CHECK (true);

GRANT SELECT, INSERT ON documentation_note TO portal_entity, portal_global, portal_system;
GRANT UPDATE (notes, remind_on, version, edited_by_id, edited_by_name, edited_at) ON documentation_note TO portal_entity,
  portal_global, portal_system;
CREATE POLICY documentation_note_own_side ON documentation_note FOR ALL TO portal_entity
  USING (entity_id = portal_current_entity()) WITH CHECK (entity_id = portal_current_entity());
CREATE POLICY documentation_note_all ON documentation_note FOR ALL TO portal_global USING (true) WITH CHECK (true);
CREATE POLICY documentation_note_system ON documentation_note FOR ALL TO portal_system USING (true) WITH CHECK (true);

GRANT SELECT, INSERT ON configuration_version TO portal_entity, portal_global, portal_system;
CREATE POLICY configuration_by_person ON configuration_version FOR INSERT TO portal_entity WITH CHECK (portal_current_user() IS NOT NULL);
CREATE POLICY configuration_for_all ON configuration_version FOR SELECT TO portal_entity USING (true);
CREATE POLICY configuration_all ON configuration_version FOR ALL TO portal_global USING (true) WITH CHECK (true);
CREATE POLICY configuration_version_system ON configuration_version FOR ALL TO portal_system USING (true) WITH CHECK (true);

GRANT SELECT ON configuration_proposal TO portal_entity, portal_global;
GRANT SELECT, INSERT ON configuration_proposal TO portal_system;
GRANT INSERT (id, state, base_number, content, hash, reason, effective_at, origin_id, proposer_id,
  proposer_oid, proposer_email, proposer_name, proposer_entity_id, proposed_at) ON configuration_proposal TO portal_entity,
  portal_global;
GRANT UPDATE (state, decider_id, decider_oid, decider_email, decider_name, decided_at, decision_reason,
  settled_at, applied_number) ON configuration_proposal TO portal_entity, portal_global;
GRANT UPDATE (state, decision_reason, settled_at, applied_number) ON configuration_proposal TO portal_system;
CREATE POLICY configuration_proposal_as_oneself ON configuration_proposal FOR INSERT TO portal_entity, portal_global
  WITH CHECK (proposer_id = portal_current_user() AND proposer_oid = portal_own_oid() AND state = 'pending' AND decider_id IS NULL AND applied_number IS NULL
    -- Proposals take turns, so that theirs may be later than when the transaction began.
    AND proposed_at BETWEEN now() - interval '1 second' AND clock_timestamp() + interval '1 second');
-- The configuration is the market's, not an entity's: whoever may propose or approve does so with and without Global.
CREATE POLICY configuration_proposal_for_all ON configuration_proposal FOR SELECT TO portal_entity, portal_global USING (true);
CREATE POLICY configuration_proposal_settled ON configuration_proposal FOR UPDATE TO portal_entity, portal_global
  USING (portal_current_user() IS NOT NULL) WITH CHECK (portal_current_user() IS NOT NULL);
CREATE POLICY configuration_proposal_system ON configuration_proposal FOR ALL TO portal_system USING (true) WITH CHECK (true);

GRANT SELECT, INSERT, UPDATE, DELETE ON configuration_draft TO portal_entity, portal_global;
CREATE POLICY configuration_draft_own ON configuration_draft FOR ALL TO portal_entity, portal_global
  USING (author_id = portal_current_user()) WITH CHECK (author_id = portal_current_user());

GRANT SELECT ON market_session TO portal_entity;
GRANT SELECT, INSERT ON market_session TO portal_global;
GRANT SELECT, INSERT, UPDATE ON market_session TO portal_system;
GRANT UPDATE (state, version, since, through, configuration, next_at, resets) ON market_session TO portal_entity, portal_global;
CREATE POLICY market_session_signed_in ON market_session FOR ALL TO portal_entity, portal_global
  USING (portal_current_user() IS NOT NULL) WITH CHECK (portal_current_user() IS NOT NULL);
CREATE POLICY market_session_system ON market_session FOR ALL TO portal_system USING (true) WITH CHECK (true);

GRANT SELECT ON market_transition TO portal_entity, portal_global;
GRANT SELECT, INSERT ON market_transition TO portal_system;
GRANT INSERT (number, "from", "to", cause, scheduled_for, configuration, by_id, by_name, reason,
  resets) ON market_transition TO portal_entity, portal_global;
CREATE POLICY market_transition_as_oneself ON market_transition FOR INSERT TO portal_entity, portal_global WITH CHECK (by_id = portal_current_user());
CREATE POLICY market_transition_signed_in ON market_transition FOR SELECT TO portal_entity, portal_global USING (portal_current_user() IS NOT NULL);
CREATE POLICY market_transition_system ON market_transition FOR ALL TO portal_system USING (true) WITH CHECK (true);

GRANT SELECT, INSERT ON support_request TO portal_entity, portal_global, portal_system;
GRANT UPDATE (state, updated_at, version) ON support_request TO portal_entity, portal_global, portal_system;
CREATE POLICY support_as_oneself ON support_request FOR INSERT TO portal_entity
  WITH CHECK (entity_id = portal_current_entity() AND user_id = portal_current_user());
CREATE POLICY support_own_entity ON support_request FOR SELECT TO portal_entity USING (entity_id = portal_current_entity());
CREATE POLICY support_own_entity_change ON support_request FOR UPDATE TO portal_entity
  USING (entity_id = portal_current_entity()) WITH CHECK (entity_id = portal_current_entity());
CREATE POLICY support_all ON support_request FOR ALL TO portal_global USING (true) WITH CHECK (true);
CREATE POLICY support_request_system ON support_request FOR ALL TO portal_system USING (true) WITH CHECK (true);

GRANT SELECT, INSERT ON support_message TO portal_entity, portal_global, portal_system;
CREATE POLICY support_message_read ON support_message FOR SELECT TO portal_entity USING (entity_id = portal_current_entity());
CREATE POLICY support_message_write ON support_message FOR INSERT TO portal_entity
  WITH CHECK (entity_id = portal_current_entity() AND author_id = portal_current_user() AND NOT exchange);
CREATE POLICY support_message_all ON support_message FOR SELECT TO portal_global USING (true);
CREATE POLICY support_message_answer ON support_message FOR INSERT TO portal_global WITH CHECK (author_id = portal_current_user());
CREATE POLICY support_message_system ON support_message FOR ALL TO portal_system USING (true) WITH CHECK (true);

GRANT SELECT ON directory_write TO portal_entity, portal_global;
GRANT SELECT, INSERT ON directory_write TO portal_system;
GRANT INSERT (id, entity_id, person, user_id, invitation_id, kind, role, global, address, urgency) ON directory_write TO portal_entity,
  portal_global;
GRANT UPDATE (state, attempts, next_attempt_at, last_error, queued_at) ON directory_write TO portal_entity, portal_global;
GRANT UPDATE (person, user_id, invitation_id, state, attempts, next_attempt_at, claimed_by,
  claimed_until, last_error, done_at, given_up_at, queued_at, address, urgency) ON directory_write TO portal_system;
CREATE POLICY directory_write_own_entity ON directory_write FOR ALL TO portal_entity
  USING (entity_id = portal_current_entity()) WITH CHECK (entity_id = portal_current_entity());
CREATE POLICY directory_write_all ON directory_write FOR ALL TO portal_global USING (true) WITH CHECK (true);
CREATE POLICY directory_write_system ON directory_write FOR ALL TO portal_system USING (true) WITH CHECK (true);

GRANT SELECT, INSERT, UPDATE, DELETE ON directory_guest TO portal_system;
CREATE POLICY directory_guest_system ON directory_guest FOR ALL TO portal_system USING (true) WITH CHECK (true);

GRANT SELECT ON directory_comparison TO portal_global;
GRANT SELECT, INSERT ON directory_comparison TO portal_system;
GRANT INSERT (id, requested_by_id, requested_by, requested_at, state, compared, strangers) ON directory_comparison TO portal_global;
GRANT UPDATE (state, claimed_by, claimed_until, finished_at, compared, strangers, last_error) ON directory_comparison TO portal_system;
-- A comparison is about everybody: for Global operators, and for the worker that makes it.
CREATE POLICY directory_comparison_all ON directory_comparison FOR ALL TO portal_global USING (true) WITH CHECK (true);
CREATE POLICY directory_comparison_system ON directory_comparison FOR ALL TO portal_system USING (true) WITH CHECK (true);

GRANT SELECT ON directory_drift TO portal_global;
GRANT SELECT, INSERT ON directory_drift TO portal_system;
GRANT UPDATE (settled_at, settled_by, settled_towards) ON directory_drift TO portal_global;
CREATE POLICY directory_drift_all ON directory_drift FOR ALL TO portal_global USING (true) WITH CHECK (true);
CREATE POLICY directory_drift_system ON directory_drift FOR ALL TO portal_system USING (true) WITH CHECK (true);

GRANT SELECT ON mail_message TO portal_entity, portal_global;
GRANT SELECT, INSERT ON mail_message TO portal_system;
GRANT INSERT (id, entity_id, template, to_address, subject, sealed, invitation_id) ON mail_message TO portal_entity, portal_global;
GRANT UPDATE (sealed, state, attempts, next_attempt_at, last_error) ON mail_message TO portal_entity, portal_global;
GRANT UPDATE (sealed, invitation_id, state, attempts, next_attempt_at, claimed_by, claimed_until,
  last_error, sent_at) ON mail_message TO portal_system;
CREATE POLICY mail_message_own_invitations ON mail_message FOR ALL TO portal_entity
  USING (entity_id = portal_current_entity() AND template = 'invitation') WITH CHECK (entity_id = portal_current_entity());
CREATE POLICY mail_message_all ON mail_message FOR ALL TO portal_global USING (true) WITH CHECK (true);
CREATE POLICY mail_message_system ON mail_message FOR ALL TO portal_system USING (true) WITH CHECK (true);

GRANT SELECT, INSERT ON throttle TO portal_entity, portal_global;
GRANT SELECT, INSERT, DELETE ON throttle TO portal_system;
GRANT UPDATE (count, ends_at) ON throttle TO portal_entity, portal_global, portal_system;
-- One address is written to from several entities, so the count is one for all. Subjects are keyed hashes: a row says nothing of anybody.
CREATE POLICY throttle_signed_in ON throttle FOR ALL TO portal_entity, portal_global
  USING (portal_current_user() IS NOT NULL) WITH CHECK (portal_current_user() IS NOT NULL);
CREATE POLICY throttle_system ON throttle FOR ALL TO portal_system USING (true) WITH CHECK (true);

GRANT SELECT, INSERT, DELETE ON refused_sign_in TO portal_system;
GRANT UPDATE (count) ON refused_sign_in TO portal_system;
CREATE POLICY refused_sign_in_system ON refused_sign_in FOR ALL TO portal_system USING (true) WITH CHECK (true);

GRANT SELECT ON portal_process TO portal_global;
GRANT SELECT, INSERT, UPDATE ON portal_process TO portal_system;
CREATE POLICY portal_process_all ON portal_process FOR SELECT TO portal_global USING (true);
CREATE POLICY portal_process_system ON portal_process FOR ALL TO portal_system USING (true) WITH CHECK (true);

GRANT SELECT ON audit_event TO portal_entity, portal_global;
GRANT SELECT, INSERT ON audit_event TO portal_system;
GRANT INSERT (id, kind, purpose, actor_user_id, actor_oid, actor_name, actor_entity_id, actor_role,
  global_used, permission, action, target_entity_id, target_type, target_id, target_label, outcome,
  reason_code, result, changes, reason, request_id, session_id, source_address, user_agent, actor_login) ON audit_event TO portal_entity,
  portal_global;
CREATE POLICY audit_about_own_entity ON audit_event FOR SELECT TO portal_entity USING (target_entity_id = portal_current_entity());
CREATE POLICY audit_as_oneself ON audit_event FOR INSERT TO portal_entity
  WITH CHECK (actor_user_id = portal_current_user() AND actor_entity_id = portal_current_entity());
CREATE POLICY audit_all ON audit_event FOR SELECT TO portal_global USING (true);
CREATE POLICY audit_as_oneself_global ON audit_event FOR INSERT TO portal_global WITH CHECK (actor_user_id = portal_current_user());
CREATE POLICY audit_event_system ON audit_event FOR ALL TO portal_system USING (true) WITH CHECK (true);

GRANT USAGE ON SEQUENCE directory_write_position_seq TO portal_entity, portal_global, portal_system;

-- A process that answers requests asks which migrations the database has: names and times, and nothing else of that table.
-- It is not there where migrations are only compared with the schema.
DO $$
BEGIN
  IF to_regclass('public._prisma_migrations') IS NOT NULL THEN
    GRANT SELECT (migration_name, finished_at, rolled_back_at) ON public._prisma_migrations TO portal_system;
  END IF;
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
