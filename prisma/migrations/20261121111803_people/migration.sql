-- CreateEnum
CREATE TYPE "directory_write_kind" AS ENUM ('invite_guest', 'set_role', 'set_global', 'revoke_sessions');

-- CreateEnum
CREATE TYPE "directory_write_state" AS ENUM ('pending', 'done', 'failed', 'superseded');

-- CreateEnum
CREATE TYPE "mail_state" AS ENUM ('waiting', 'sent', 'failed');

-- AlterTable
ALTER TABLE "invitation" ADD COLUMN     "name" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "oid" UUID;

-- AlterTable
ALTER TABLE "portal_user" ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- CreateTable
CREATE TABLE "directory_write" (
    "id" UUID NOT NULL,
    "position" BIGSERIAL NOT NULL,
    "entity_id" UUID NOT NULL,
    "person" TEXT NOT NULL,
    "user_id" UUID,
    "invitation_id" UUID,
    "kind" "directory_write_kind" NOT NULL,
    "role" TEXT,
    "global" BOOLEAN,
    "state" "directory_write_state" NOT NULL DEFAULT 'pending',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "claimed_by" UUID,
    "claimed_until" TIMESTAMPTZ(3),
    "last_error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "done_at" TIMESTAMPTZ(3),

    CONSTRAINT "directory_write_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mail_message" (
    "id" UUID NOT NULL,
    "entity_id" UUID NOT NULL,
    "template" TEXT NOT NULL,
    "to_address" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "sealed" TEXT,
    "invitation_id" UUID,
    "state" "mail_state" NOT NULL DEFAULT 'waiting',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "claimed_by" UUID,
    "claimed_until" TIMESTAMPTZ(3),
    "last_error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "mail_message_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "directory_write_position_key" ON "directory_write"("position");

-- CreateIndex
CREATE INDEX "directory_write_person_position_idx" ON "directory_write"("person", "position");

-- CreateIndex
CREATE INDEX "directory_write_user_id_idx" ON "directory_write"("user_id");

-- CreateIndex
CREATE INDEX "directory_write_invitation_id_idx" ON "directory_write"("invitation_id");

-- CreateIndex
CREATE INDEX "directory_write_state_next_attempt_at_idx" ON "directory_write"("state", "next_attempt_at");

-- CreateIndex
CREATE INDEX "directory_write_created_at_id_idx" ON "directory_write"("created_at", "id");

-- CreateIndex
CREATE INDEX "mail_message_state_next_attempt_at_idx" ON "mail_message"("state", "next_attempt_at");

-- CreateIndex
CREATE INDEX "mail_message_entity_id_created_at_id_idx" ON "mail_message"("entity_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "mail_message_created_at_id_idx" ON "mail_message"("created_at", "id");

-- CreateIndex
CREATE INDEX "mail_message_invitation_id_idx" ON "mail_message"("invitation_id");

-- AddForeignKey
ALTER TABLE "directory_write" ADD CONSTRAINT "directory_write_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "portal_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "directory_write" ADD CONSTRAINT "directory_write_invitation_id_fkey" FOREIGN KEY ("invitation_id") REFERENCES "invitation"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mail_message" ADD CONSTRAINT "mail_message_invitation_id_fkey" FOREIGN KEY ("invitation_id") REFERENCES "invitation"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- From here on by hand: what the schema language cannot say.

DO $$
DECLARE table_name text;
BEGIN
  FOREACH table_name IN ARRAY ARRAY['directory_write', 'mail_message'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', table_name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', table_name);
    EXECUTE format('CREATE POLICY %I ON %I FOR ALL TO portal_entity USING (entity_id = portal_current_entity()) WITH CHECK (entity_id = portal_current_entity())', table_name || '_own_entity', table_name);
    EXECUTE format('CREATE POLICY %I ON %I FOR ALL TO portal_global USING (true) WITH CHECK (true)', table_name || '_all', table_name);
    EXECUTE format('CREATE POLICY %I ON %I FOR ALL TO portal_system USING (true) WITH CHECK (true)', table_name || '_system', table_name);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO portal_entity, portal_global', table_name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO portal_system', table_name);
  END LOOP;
END $$;
GRANT USAGE ON SEQUENCE directory_write_position_seq TO portal_entity, portal_global, portal_system;

-- A person may put a message or a directory write back in line; only the portal's own workers say that it is done.
GRANT UPDATE (state, attempts, next_attempt_at, last_error) ON directory_write TO portal_entity, portal_global;
GRANT UPDATE (state, attempts, next_attempt_at, last_error, sealed) ON mail_message TO portal_entity, portal_global;

GRANT UPDATE (global, version) ON portal_user TO portal_entity, portal_global;

-- Whoever looks after an entity's people sees and ends their sessions.
CREATE POLICY session_own_entity ON session FOR ALL TO portal_entity
  USING (user_id IN (SELECT id FROM portal_user WHERE entity_id = portal_current_entity()))
  WITH CHECK (user_id IN (SELECT id FROM portal_user WHERE entity_id = portal_current_entity()));
CREATE POLICY session_all ON session FOR ALL TO portal_global USING (true) WITH CHECK (true);
GRANT SELECT (source_address, user_agent) ON session TO portal_entity, portal_global;

-- One invitation in flight per address and entity; letter case does not make another address.
CREATE UNIQUE INDEX invitation_one_pending ON invitation (entity_id, lower(email)) WHERE state = 'pending';

-- A superuser who switches ordinary triggers off for a session does not switch these off.
ALTER TABLE audit_event ENABLE ALWAYS TRIGGER audit_event_no_change;
ALTER TABLE audit_event ENABLE ALWAYS TRIGGER audit_event_no_truncate;
