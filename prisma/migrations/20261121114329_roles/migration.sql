-- CreateEnum
CREATE TYPE "role_request_state" AS ENUM ('pending', 'approved', 'rejected', 'withdrawn', 'superseded');

-- AlterTable
ALTER TABLE "portal_user" ADD COLUMN     "base_global" BOOLEAN,
ADD COLUMN     "base_role" TEXT,
ADD COLUMN     "role_ends_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "role_request" (
    "id" UUID NOT NULL,
    "entity_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "from_role" TEXT NOT NULL,
    "from_global" BOOLEAN NOT NULL,
    "to_role" TEXT NOT NULL,
    "to_global" BOOLEAN NOT NULL,
    "reason" TEXT NOT NULL,
    "seen_authz_version" INTEGER NOT NULL,
    "ends_at" TIMESTAMPTZ(3),
    "state" "role_request_state" NOT NULL DEFAULT 'pending',
    "requester_id" UUID NOT NULL,
    "requester_oid" UUID NOT NULL,
    "requester_name" TEXT NOT NULL,
    "requester_email" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "decided_by_id" UUID,
    "decided_by_name" TEXT,
    "decided_at" TIMESTAMPTZ(3),
    "decision_reason" TEXT,
    "position" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "role_request_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "role_grant" (
    "id" UUID NOT NULL,
    "entity_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "global" BOOLEAN NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "announce_at" TIMESTAMPTZ(3) NOT NULL,
    "announced_at" TIMESTAMPTZ(3),
    "asked_by_id" UUID NOT NULL,
    "request_id" UUID,

    CONSTRAINT "role_grant_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "role_request_position_id_idx" ON "role_request"("position", "id");

-- CreateIndex
CREATE INDEX "role_request_entity_id_position_id_idx" ON "role_request"("entity_id", "position", "id");

-- CreateIndex
CREATE INDEX "role_request_state_position_id_idx" ON "role_request"("state", "position", "id");

-- CreateIndex
CREATE INDEX "role_request_user_id_created_at_idx" ON "role_request"("user_id", "created_at");

-- CreateIndex
CREATE INDEX "role_grant_user_id_starts_at_idx" ON "role_grant"("user_id", "starts_at");

-- CreateIndex
CREATE INDEX "role_grant_request_id_idx" ON "role_grant"("request_id");

-- AddForeignKey
ALTER TABLE "role_request" ADD CONSTRAINT "role_request_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "portal_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "role_request" ADD CONSTRAINT "role_request_entity_id_fkey" FOREIGN KEY ("entity_id") REFERENCES "entity"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "role_grant" ADD CONSTRAINT "role_grant_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "portal_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "role_grant" ADD CONSTRAINT "role_grant_request_id_fkey" FOREIGN KEY ("request_id") REFERENCES "role_request"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- From here on by hand: what the schema language cannot say.

DO $$
DECLARE table_name text;
BEGIN
  FOREACH table_name IN ARRAY ARRAY['role_request', 'role_grant'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', table_name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', table_name);
    EXECUTE format('CREATE POLICY %I ON %I FOR SELECT TO portal_entity USING (entity_id = portal_current_entity())', table_name || '_own_entity', table_name);
    EXECUTE format('CREATE POLICY %I ON %I FOR UPDATE TO portal_entity USING (entity_id = portal_current_entity()) WITH CHECK (entity_id = portal_current_entity())', table_name || '_own_entity_update', table_name);
    EXECUTE format('CREATE POLICY %I ON %I FOR SELECT TO portal_global USING (true)', table_name || '_all', table_name);
    EXECUTE format('CREATE POLICY %I ON %I FOR UPDATE TO portal_global USING (true) WITH CHECK (true)', table_name || '_all_update', table_name);
    EXECUTE format('CREATE POLICY %I ON %I FOR ALL TO portal_system USING (true) WITH CHECK (true)', table_name || '_system', table_name);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO portal_entity, portal_global', table_name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO portal_system', table_name);
  END LOOP;
END $$;

-- Asked in one's own name, about a person of the entity that it says; whom one does not see is nobody.
CREATE POLICY role_request_as_oneself ON role_request FOR INSERT TO portal_entity
  WITH CHECK (entity_id = portal_current_entity() AND requester_id = portal_current_user() AND state = 'pending'
    AND EXISTS (SELECT FROM portal_user u WHERE u.id = role_request.user_id AND u.entity_id = role_request.entity_id));
CREATE POLICY role_request_as_oneself_global ON role_request FOR INSERT TO portal_global
  WITH CHECK (requester_id = portal_current_user() AND state = 'pending'
    AND EXISTS (SELECT FROM portal_user u WHERE u.id = role_request.user_id AND u.entity_id = role_request.entity_id));
CREATE POLICY role_grant_in_own_entity ON role_grant FOR INSERT TO portal_entity
  WITH CHECK (entity_id = portal_current_entity()
    AND EXISTS (SELECT FROM portal_user u WHERE u.id = role_grant.user_id AND u.entity_id = role_grant.entity_id));
CREATE POLICY role_grant_to_somebody ON role_grant FOR INSERT TO portal_global
  WITH CHECK (EXISTS (SELECT FROM portal_user u WHERE u.id = role_grant.user_id AND u.entity_id = role_grant.entity_id));

-- What was asked for stays as it was asked; only what became of it is written.
GRANT UPDATE (state, decided_by_id, decided_by_name, decided_at, decision_reason) ON role_request TO portal_entity, portal_global;
GRANT UPDATE (ended_at) ON role_grant TO portal_entity, portal_global;
GRANT UPDATE (base_role, base_global, role_ends_at) ON portal_user TO portal_entity, portal_global;

-- One request at a time about a person; and nobody decides their own, nor about themselves.
CREATE UNIQUE INDEX role_request_one_pending ON role_request (user_id) WHERE state = 'pending';
ALTER TABLE role_request ADD CONSTRAINT role_request_decided_by_another
  CHECK (state NOT IN ('approved', 'rejected') OR (decided_by_id IS NOT NULL AND decided_by_id <> requester_id AND decided_by_id <> user_id));
ALTER TABLE role_grant ADD CONSTRAINT role_grant_lasts CHECK (ends_at > starts_at);
ALTER TABLE portal_user ADD CONSTRAINT portal_user_base_while_temporary
  CHECK ((role_ends_at IS NULL) = (base_role IS NULL) AND (role_ends_at IS NULL) = (base_global IS NULL));

CREATE INDEX portal_user_role_ends_at_idx ON portal_user (role_ends_at) WHERE role_ends_at IS NOT NULL;
CREATE INDEX portal_user_global_idx ON portal_user (id) WHERE global;
CREATE INDEX role_grant_announce_at_idx ON role_grant (announce_at) WHERE announced_at IS NULL AND ended_at IS NULL;
CREATE INDEX role_grant_running_idx ON role_grant (user_id) WHERE ended_at IS NULL;

-- Its place in the queue: who waits longest comes first, then what was decided latest, all in one descending order.
CREATE FUNCTION role_request_position() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.position := CASE WHEN NEW.state = 'pending'
    THEN (timestamp '6000-01-01' - (NEW.created_at AT TIME ZONE 'UTC' - timestamp '2000-01-01')) AT TIME ZONE 'UTC'
    ELSE coalesce(NEW.decided_at, now()) END;
  RETURN NEW;
END $$;
CREATE TRIGGER role_request_position BEFORE INSERT OR UPDATE ON role_request FOR EACH ROW EXECUTE FUNCTION role_request_position();

-- Whoever changes how a person stands, in whatever way, takes the ground from under a request that saw them otherwise.
CREATE FUNCTION role_request_superseded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE role_request SET state = 'superseded', decided_at = now()
  WHERE user_id = NEW.id AND state = 'pending' AND seen_authz_version <> NEW.authz_version;
  RETURN NULL;
END $$;
CREATE TRIGGER role_request_superseded AFTER UPDATE OF authz_version ON portal_user
  FOR EACH ROW WHEN (NEW.authz_version <> OLD.authz_version) EXECUTE FUNCTION role_request_superseded();
