-- CreateEnum
CREATE TYPE "market_state" AS ENUM ('closed', 'preopen', 'open', 'suspended');

-- CreateEnum
CREATE TYPE "market_cause" AS ENUM ('schedule', 'auction', 'halt', 'resume');

-- CreateTable
CREATE TABLE "market_session" (
    "id" SMALLINT NOT NULL DEFAULT 1,
    "state" "market_state" NOT NULL DEFAULT 'closed',
    "version" INTEGER NOT NULL DEFAULT 0,
    "since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "through" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "configuration" INTEGER NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ(3),

    CONSTRAINT "market_session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "market_transition" (
    "number" INTEGER NOT NULL,
    "from" "market_state" NOT NULL,
    "to" "market_state" NOT NULL,
    "cause" "market_cause" NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "scheduled_for" TIMESTAMPTZ(3),
    "configuration" INTEGER NOT NULL,
    "by_id" UUID,
    "by_name" TEXT,
    "reason" TEXT,

    CONSTRAINT "market_transition_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "portal_process" (
    "name" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "node" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "clock_offset" INTEGER NOT NULL,

    CONSTRAINT "portal_process_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE UNIQUE INDEX "market_transition_scheduled_for_to_key" ON "market_transition"("scheduled_for", "to");

-- CreateIndex
CREATE INDEX "portal_process_last_seen_at_idx" ON "portal_process"("last_seen_at");

-- From here on by hand: what the schema language cannot say.

-- One session; a market that has never been moved is closed.
ALTER TABLE market_session ADD CONSTRAINT market_session_is_one CHECK (id = 1);
INSERT INTO market_session DEFAULT VALUES;

-- The ten transitions and no others, whoever writes.
ALTER TABLE market_transition ADD CONSTRAINT market_transition_is_one_of_ten CHECK (("from"::text, "to"::text, cause::text) IN (
  ('closed', 'preopen', 'schedule'), ('closed', 'suspended', 'halt'),
  ('preopen', 'open', 'auction'), ('preopen', 'suspended', 'halt'), ('preopen', 'closed', 'schedule'),
  ('open', 'closed', 'schedule'), ('open', 'suspended', 'halt'),
  ('suspended', 'preopen', 'resume'), ('suspended', 'open', 'resume'), ('suspended', 'closed', 'resume')));
-- A person gives a reason; the schedule names its time.
ALTER TABLE market_transition ADD CONSTRAINT market_transition_says_why CHECK (
  CASE WHEN cause IN ('halt', 'resume') THEN by_id IS NOT NULL AND reason IS NOT NULL AND scheduled_for IS NULL ELSE scheduled_for IS NOT NULL END);

CREATE FUNCTION market_transition_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'market_transition is append-only: % is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER market_transition_no_change BEFORE UPDATE OR DELETE ON market_transition
  FOR EACH STATEMENT EXECUTE FUNCTION market_transition_is_append_only();
CREATE TRIGGER market_transition_no_truncate BEFORE TRUNCATE ON market_transition
  FOR EACH STATEMENT EXECUTE FUNCTION market_transition_is_append_only();
ALTER TABLE market_transition ENABLE ALWAYS TRIGGER market_transition_no_change;
ALTER TABLE market_transition ENABLE ALWAYS TRIGGER market_transition_no_truncate;

DO $$
DECLARE table_name text;
BEGIN
  FOREACH table_name IN ARRAY ARRAY['market_session', 'market_transition', 'portal_process'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', table_name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', table_name);
    EXECUTE format('CREATE POLICY %I ON %I FOR ALL TO portal_system USING (true) WITH CHECK (true)', table_name || '_system', table_name);
  END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE ON market_session, portal_process TO portal_system;
GRANT SELECT, INSERT ON market_transition TO portal_system;

-- The market is one for all: whoever is signed in sees it. What a person does to it goes under their own name, at the database's time.
GRANT SELECT, UPDATE (state, version, since, through, configuration, next_at) ON market_session TO portal_entity, portal_global;
GRANT SELECT, INSERT (number, "from", "to", cause, scheduled_for, configuration, by_id, by_name, reason) ON market_transition TO portal_entity, portal_global;
CREATE POLICY market_session_signed_in ON market_session FOR ALL TO portal_entity, portal_global
  USING (portal_current_user() IS NOT NULL) WITH CHECK (portal_current_user() IS NOT NULL);
CREATE POLICY market_transition_signed_in ON market_transition FOR SELECT TO portal_entity, portal_global USING (portal_current_user() IS NOT NULL);
CREATE POLICY market_transition_as_oneself ON market_transition FOR INSERT TO portal_entity, portal_global WITH CHECK (by_id = portal_current_user());

-- An engine reset puts the row back where it is gone.
GRANT INSERT ON market_session TO portal_global;
GRANT SELECT ON portal_process TO portal_global;
CREATE POLICY portal_process_all ON portal_process FOR SELECT TO portal_global USING (true);

-- How many people are signed in is asked before a halt.
CREATE INDEX session_live ON session (last_seen_at) WHERE ended_at IS NULL;
