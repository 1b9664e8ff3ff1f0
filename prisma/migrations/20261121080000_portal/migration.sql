CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- CreateEnum
CREATE TYPE "entity_status" AS ENUM ('active', 'suspended');

-- CreateEnum
CREATE TYPE "user_status" AS ENUM ('active', 'halted', 'frozen', 'deactivated', 'terminated');

-- CreateEnum
CREATE TYPE "invitation_state" AS ENUM ('pending', 'accepted', 'revoked');

-- CreateEnum
CREATE TYPE "documentation_state" AS ENUM ('no_docs', 'pending', 'docs_in_place', 'suspended');

-- CreateEnum
CREATE TYPE "support_state" AS ENUM ('open', 'answered', 'closed');

-- CreateEnum
CREATE TYPE "audit_kind" AS ENUM ('decision', 'change', 'sign_in');

-- CreateEnum
CREATE TYPE "audit_purpose" AS ENUM ('visibility', 'access');

-- CreateEnum
CREATE TYPE "audit_outcome" AS ENUM ('grant', 'deny');

-- CreateTable
CREATE TABLE "entity" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "legal_name" TEXT NOT NULL,
    "short_name" TEXT NOT NULL,
    "status" "entity_status" NOT NULL DEFAULT 'active',
    "status_reason" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "entity_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "portal_user" (
    "id" UUID NOT NULL,
    "entity_id" UUID NOT NULL,
    "tid" UUID NOT NULL,
    "oid" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "display_name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "global" BOOLEAN NOT NULL DEFAULT false,
    "status" "user_status" NOT NULL DEFAULT 'active',
    "status_reason" TEXT,
    "authz_version" INTEGER NOT NULL DEFAULT 1,
    "last_seen_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "portal_user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "end_reason" TEXT,
    "source_address" TEXT,
    "user_agent" TEXT,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invitation" (
    "id" UUID NOT NULL,
    "entity_id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "state" "invitation_state" NOT NULL DEFAULT 'pending',
    "token_hash" BYTEA NOT NULL,
    "sender_id" UUID,
    "sent_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "accepted_at" TIMESTAMPTZ(3),
    "accepter_id" UUID,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "invitation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "documentation_status" (
    "id" UUID NOT NULL,
    "entity_id" UUID NOT NULL,
    "counterparty_id" UUID NOT NULL,
    "status" "documentation_state" NOT NULL,
    "notes" TEXT NOT NULL DEFAULT '',
    "set_by_id" UUID,
    "set_by_name" TEXT NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "documentation_status_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "configuration_version" (
    "number" INTEGER NOT NULL,
    "content" JSONB NOT NULL,
    "hash" TEXT NOT NULL,
    "note" TEXT NOT NULL,
    "author_id" UUID,
    "author_name" TEXT NOT NULL,
    "applied_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "configuration_version_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "support_request" (
    "id" UUID NOT NULL,
    "entity_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "subject" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "state" "support_state" NOT NULL DEFAULT 'open',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "support_request_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_event" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL DEFAULT clock_timestamp(),
    "kind" "audit_kind" NOT NULL,
    "purpose" "audit_purpose",
    "actor_user_id" UUID,
    "actor_oid" UUID,
    "actor_name" TEXT,
    "actor_entity_id" UUID,
    "actor_role" TEXT,
    "global_used" BOOLEAN NOT NULL DEFAULT false,
    "permission" TEXT,
    "action" TEXT NOT NULL,
    "target_entity_id" UUID,
    "target_type" TEXT,
    "target_id" TEXT,
    "target_label" TEXT,
    "outcome" "audit_outcome" NOT NULL,
    "reason_code" TEXT,
    "result" TEXT NOT NULL,
    "changes" JSONB,
    "reason" TEXT,
    "request_id" UUID NOT NULL,
    "session_id" UUID,
    "source_address" TEXT,
    "user_agent" TEXT,

    CONSTRAINT "audit_event_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "entity_code_key" ON "entity"("code");

-- CreateIndex
CREATE INDEX "entity_legal_name_id_idx" ON "entity"("legal_name", "id");

-- CreateIndex
CREATE INDEX "entity_created_at_id_idx" ON "entity"("created_at", "id");

-- CreateIndex
CREATE INDEX "entity_search_idx" ON "entity" USING GIN ("legal_name" gin_trgm_ops, "short_name" gin_trgm_ops, "code" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "portal_user_entity_id_display_name_id_idx" ON "portal_user"("entity_id", "display_name", "id");

-- CreateIndex
CREATE INDEX "portal_user_display_name_id_idx" ON "portal_user"("display_name", "id");

-- CreateIndex
CREATE INDEX "portal_user_last_seen_at_id_idx" ON "portal_user"("last_seen_at", "id");

-- CreateIndex
CREATE INDEX "portal_user_created_at_id_idx" ON "portal_user"("created_at", "id");

-- CreateIndex
CREATE INDEX "portal_user_entity_id_created_at_id_idx" ON "portal_user"("entity_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "portal_user_search_idx" ON "portal_user" USING GIN ("display_name" gin_trgm_ops, "email" gin_trgm_ops);

-- CreateIndex
CREATE UNIQUE INDEX "portal_user_tid_oid_key" ON "portal_user"("tid", "oid");

-- CreateIndex
CREATE INDEX "session_user_id_created_at_idx" ON "session"("user_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "invitation_token_hash_key" ON "invitation"("token_hash");

-- CreateIndex
CREATE INDEX "invitation_entity_id_sent_at_id_idx" ON "invitation"("entity_id", "sent_at", "id");

-- CreateIndex
CREATE INDEX "invitation_sent_at_id_idx" ON "invitation"("sent_at", "id");

-- CreateIndex
CREATE INDEX "invitation_search_idx" ON "invitation" USING GIN ("email" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "documentation_status_counterparty_id_idx" ON "documentation_status"("counterparty_id");

-- CreateIndex
CREATE INDEX "documentation_status_set_at_id_idx" ON "documentation_status"("set_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "documentation_status_entity_id_counterparty_id_key" ON "documentation_status"("entity_id", "counterparty_id");

-- CreateIndex
CREATE INDEX "support_request_entity_id_created_at_id_idx" ON "support_request"("entity_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "support_request_created_at_id_idx" ON "support_request"("created_at", "id");

-- CreateIndex
CREATE INDEX "audit_event_at_id_idx" ON "audit_event"("at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "audit_event_target_entity_id_at_id_idx" ON "audit_event"("target_entity_id", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "audit_event_actor_user_id_at_id_idx" ON "audit_event"("actor_user_id", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "audit_event_permission_at_id_idx" ON "audit_event"("permission", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "audit_event_target_type_target_id_at_idx" ON "audit_event"("target_type", "target_id", "at" DESC);

-- CreateIndex
CREATE INDEX "audit_event_request_id_idx" ON "audit_event"("request_id");

-- AddForeignKey
ALTER TABLE "portal_user" ADD CONSTRAINT "portal_user_entity_id_fkey" FOREIGN KEY ("entity_id") REFERENCES "entity"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "portal_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_entity_id_fkey" FOREIGN KEY ("entity_id") REFERENCES "entity"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_sender_id_fkey" FOREIGN KEY ("sender_id") REFERENCES "portal_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_accepter_id_fkey" FOREIGN KEY ("accepter_id") REFERENCES "portal_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "documentation_status" ADD CONSTRAINT "documentation_status_entity_id_fkey" FOREIGN KEY ("entity_id") REFERENCES "entity"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "documentation_status" ADD CONSTRAINT "documentation_status_counterparty_id_fkey" FOREIGN KEY ("counterparty_id") REFERENCES "entity"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "support_request" ADD CONSTRAINT "support_request_entity_id_fkey" FOREIGN KEY ("entity_id") REFERENCES "entity"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "support_request" ADD CONSTRAINT "support_request_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "portal_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


-- From here on by hand: what the schema language cannot say.

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

-- Whose transaction this is. An unset or emptied setting is null, and null matches no row.
CREATE FUNCTION portal_current_user() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('portal.user', true), '')::uuid;
CREATE FUNCTION portal_current_entity() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('portal.entity', true), '')::uuid;

-- Forced, so that policies bind the tables' owner as well.
DO $$
DECLARE table_name text;
BEGIN
  FOREACH table_name IN ARRAY ARRAY['entity', 'portal_user', 'session', 'invitation', 'documentation_status', 'configuration_version', 'support_request', 'audit_event'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', table_name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', table_name);
  END LOOP;
END $$;

-- portal_entity: a user inside their own entity. One set of policies per role, never "global OR own".
GRANT SELECT ON entity, portal_user, configuration_version, audit_event TO portal_entity;
GRANT SELECT, INSERT, UPDATE ON invitation, documentation_status, support_request TO portal_entity;
GRANT UPDATE (email, display_name, role, status, status_reason, authz_version, updated_at) ON portal_user TO portal_entity;

CREATE POLICY entity_own ON entity FOR SELECT TO portal_entity USING (id = portal_current_entity());
CREATE POLICY user_own_entity ON portal_user FOR ALL TO portal_entity
  USING (entity_id = portal_current_entity()) WITH CHECK (entity_id = portal_current_entity());
CREATE POLICY invitation_own_entity ON invitation FOR ALL TO portal_entity
  USING (entity_id = portal_current_entity()) WITH CHECK (entity_id = portal_current_entity());
CREATE POLICY documentation_own_side ON documentation_status FOR ALL TO portal_entity
  USING (entity_id = portal_current_entity()) WITH CHECK (entity_id = portal_current_entity());
CREATE POLICY support_own_entity ON support_request FOR ALL TO portal_entity
  USING (entity_id = portal_current_entity()) WITH CHECK (entity_id = portal_current_entity() AND user_id = portal_current_user());
CREATE POLICY configuration_for_all ON configuration_version FOR SELECT TO portal_entity USING (true);
CREATE POLICY audit_about_own_entity ON audit_event FOR SELECT TO portal_entity USING (target_entity_id = portal_current_entity());
CREATE POLICY audit_as_oneself ON audit_event FOR INSERT TO portal_entity
  WITH CHECK (actor_user_id = portal_current_user() AND actor_entity_id = portal_current_entity());

-- One's own sessions, to sign out.
GRANT SELECT (id, user_id, created_at, last_seen_at, expires_at, ended_at, end_reason), UPDATE (ended_at, end_reason) ON session TO portal_entity, portal_global;
CREATE POLICY session_own ON session FOR ALL TO portal_entity, portal_global
  USING (user_id = portal_current_user()) WITH CHECK (user_id = portal_current_user());

-- portal_global: an operator with the Global app role.
GRANT SELECT ON portal_user, configuration_version, audit_event TO portal_global;
GRANT SELECT, INSERT, UPDATE ON entity, invitation, documentation_status, support_request TO portal_global;
GRANT DELETE ON invitation TO portal_global;
GRANT INSERT ON configuration_version TO portal_global;
GRANT UPDATE (email, display_name, role, status, status_reason, authz_version, updated_at) ON portal_user TO portal_global;

CREATE POLICY entity_all ON entity FOR ALL TO portal_global USING (true) WITH CHECK (true);
CREATE POLICY user_all ON portal_user FOR ALL TO portal_global USING (true) WITH CHECK (true);
CREATE POLICY invitation_all ON invitation FOR ALL TO portal_global USING (true) WITH CHECK (true);
CREATE POLICY documentation_all ON documentation_status FOR ALL TO portal_global USING (true) WITH CHECK (true);
CREATE POLICY support_all ON support_request FOR ALL TO portal_global USING (true) WITH CHECK (true);
CREATE POLICY configuration_all ON configuration_version FOR ALL TO portal_global USING (true) WITH CHECK (true);
CREATE POLICY audit_all ON audit_event FOR SELECT TO portal_global USING (true);
CREATE POLICY audit_as_oneself_global ON audit_event FOR INSERT TO portal_global WITH CHECK (actor_user_id = portal_current_user());

-- portal_system: sign-in, sessions and the command line; before there is a user to act as.
GRANT SELECT, INSERT, UPDATE ON entity, portal_user, session, invitation, documentation_status, support_request TO portal_system;
GRANT DELETE ON session TO portal_system;
GRANT SELECT, INSERT ON configuration_version, audit_event TO portal_system;

DO $$
DECLARE table_name text;
BEGIN
  FOREACH table_name IN ARRAY ARRAY['entity', 'portal_user', 'session', 'invitation', 'documentation_status', 'configuration_version', 'support_request', 'audit_event'] LOOP
    EXECUTE format('CREATE POLICY %I ON %I FOR ALL TO portal_system USING (true) WITH CHECK (true)', table_name || '_system', table_name);
  END LOOP;
END $$;

-- The record is append-only for everyone, owners and superusers included. Restricted roles cannot even name a time:
-- it is the database's own.
GRANT INSERT (id, kind, purpose, actor_user_id, actor_oid, actor_name, actor_entity_id, actor_role, global_used, permission, action,
  target_entity_id, target_type, target_id, target_label, outcome, reason_code, result, changes, reason, request_id, session_id,
  source_address, user_agent) ON audit_event TO portal_entity, portal_global;

CREATE FUNCTION audit_event_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit_event is append-only: % is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_event_no_change BEFORE UPDATE OR DELETE ON audit_event
  FOR EACH STATEMENT EXECUTE FUNCTION audit_event_is_append_only();
CREATE TRIGGER audit_event_no_truncate BEFORE TRUNCATE ON audit_event
  FOR EACH STATEMENT EXECUTE FUNCTION audit_event_is_append_only();

-- Codes and names are labels that people compare by eye.
CREATE UNIQUE INDEX entity_legal_name_unique ON entity (lower(legal_name));
ALTER TABLE entity ADD CONSTRAINT entity_code_form CHECK (code ~ '^[A-Z0-9]{2,12}$');
ALTER TABLE documentation_status ADD CONSTRAINT documentation_between_two CHECK (entity_id <> counterparty_id);
